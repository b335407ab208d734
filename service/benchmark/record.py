"""`casebook bench record`: every ratio of the record, one part after the other."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from service import main
from service.benchmark.appends import measure_appends
from service.benchmark.figures import Finding
from service.benchmark.http_rates import measure_http
from service.benchmark.laboratory import Laboratory, LaboratoryFor, laboratories
from service.benchmark.latency import measure_latency
from service.benchmark.long_streams import measure_long_streams
from service.benchmark.plan import Plan
from service.settings import Settings

Telling = Callable[[str], None]
Part = Callable[[Laboratory, Plan, Sequence[Finding]], Awaitable[list[Finding]]]
"""Measures in a laboratory of its own; it gets the findings before it."""

PARTS: Mapping[str, Part] = {
    "appends": measure_appends,
    "http": measure_http,
    "latency": measure_latency,
    "long_streams": measure_long_streams,
}


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
        tell: Called with the next of PARTS.

    Raises a DatabaseProblemError, or ProgramFailedError where something did not work: never a wrong figure.
    """
    with laboratories(plan, settings, environment) as laboratory_for:
        return main.run(measure(PARTS, laboratory_for, plan, tell))


async def measure(
    parts: Mapping[str, Part], laboratory_for: LaboratoryFor, plan: Plan, tell: Telling
) -> list[Finding]:
    """Measure each part on a record that is empty when it begins."""
    found: list[Finding] = []
    for name, part in parts.items():
        tell(name)
        found += await part(laboratory_for(name), plan, found)
    return found
