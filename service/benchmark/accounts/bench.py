"""`casebook bench account`: every ratio of accounts, one part after the other."""

from collections.abc import Mapping

from service import main
from service.benchmark.accounts.growth import measure_growth
from service.benchmark.figures import Finding
from service.benchmark.laboratory import laboratories
from service.benchmark.plan import Plan
from service.benchmark.record import Part, Telling, measure
from service.settings import Settings

PARTS: Mapping[str, Part] = {"long_accounts": measure_growth}


def bench_accounts(
    plan: Plan, settings: Settings, environment: Mapping[str, str], *, tell: Telling = lambda _: None
) -> list[Finding]:
    """Measure on a server of the benchmark's own, from the main thread. Arguments: as `bench_record`."""
    with laboratories(plan, settings, environment) as laboratory_for:
        return main.run(measure(PARTS, laboratory_for, plan, tell))
