"""Commands over HTTP, one and many a request, against a route that only validates and the stock library."""

from collections.abc import Sequence
from dataclasses import dataclass

from service import main
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.http_targets import Target, http_targets, under_load
from service.benchmark.laboratory import Laboratory, caught_up
from service.benchmark.plan import Plan
from service.benchmark.workload import open_account

WARM_UP_SHARE = 0.25


@dataclass(frozen=True)
class HttpRates:
    """Commands a second of each round."""

    single: list[float]
    batch: list[float]
    validating: list[float]
    stock: list[float]

    def findings(self) -> list[Finding]:
        """Return the three ratios."""
        return [
            of_rounds("http_vs_validating_route", self.single, self.validating),
            of_rounds("http_vs_stock_application", self.single, self.stock),
            of_rounds("batch_vs_single", self.batch, self.single),
        ]


async def measure_http(lab: Laboratory, plan: Plan, _: Sequence[Finding]) -> list[Finding]:
    """Ask each in turn, round after round, with the same client."""
    async with main.record(lab.url) as application:
        await open_account(application)
    rates = HttpRates([], [], [], [])
    with http_targets(lab, plan) as targets:
        turns = (
            (targets.single, rates.single),
            (targets.validating, rates.validating),
            (targets.batch, rates.batch),
            (targets.stock, rates.stock),
        )
        for target, _rates in turns:
            await _commands_a_second(lab, target, plan.slice_seconds * WARM_UP_SHARE)
        for _round in range(plan.rounds):
            for target, found in turns:
                found.append(await _commands_a_second(lab, target, plan.slice_seconds))
    return rates.findings()


async def _commands_a_second(lab: Laboratory, target: Target, seconds: float) -> float:
    """Return what is reached once all of earlier slices is folded: no target pays for another."""
    await caught_up(lab)
    tally = await under_load(lab, target, seconds)
    return tally.answers_a_second * target.commands_a_request
