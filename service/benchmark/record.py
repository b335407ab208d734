"""`casebook bench record`: every ratio of the record, one after the other."""

from collections.abc import Callable, Mapping

from service import main
from service.benchmark.appends import measure_appends
from service.benchmark.figures import Finding
from service.benchmark.http_rates import measure_http
from service.benchmark.http_targets import http_targets
from service.benchmark.laboratory import Laboratory, laboratory
from service.benchmark.latency import measure_latency
from service.benchmark.long_streams import measure_long_streams
from service.benchmark.plan import Plan
from service.settings import Settings

Telling = Callable[[str], None]


def bench_record(
    plan: Plan,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    tell: Telling = lambda _: None,
) -> list[Finding]:
    """Measure on a server of the benchmark's own, from the main thread.

    Args:
        plan: How long and how hard.
        settings: Name the PostgreSQL programs; the database that they name is not touched.
        environment: What the processes that it starts inherit.
        tell: Is told which of `appends`, `http`, `latency`, `long_streams` comes next.

    Raises a DatabaseProblemError, or ProgramFailedError where something did not work: never a wrong figure.
    """
    with laboratory(plan, settings, environment) as lab:
        return main.run(_measure(lab, plan, tell))


async def _measure(lab: Laboratory, plan: Plan, tell: Telling) -> list[Finding]:
    tell("appends")
    appends = await measure_appends(lab, plan)
    with http_targets(lab, plan) as targets:
        tell("http")
        rates = await measure_http(lab, targets, plan)
        tell("latency")
        latency = await measure_latency(lab, targets, plan, rates.single)
    tell("long_streams")
    return [appends, *rates.findings(), latency, await measure_long_streams(lab, plan)]
