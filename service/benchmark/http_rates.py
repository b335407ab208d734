"""Commands over HTTP, one and many a request, against a route that only validates and the stock library."""

from dataclasses import dataclass

from service.benchmark.figures import Finding, of_rounds
from service.benchmark.http_targets import Target, Targets, under_load
from service.benchmark.laboratory import Laboratory
from service.benchmark.plan import Plan

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


async def measure_http(lab: Laboratory, targets: Targets, plan: Plan) -> HttpRates:
    """Ask each in turn, round after round, with the same client."""
    rates = HttpRates([], [], [], [])
    turns = (
        (targets.single, rates.single),
        (targets.validating, rates.validating),
        (targets.batch, rates.batch),
        (targets.stock, rates.stock),
    )
    for target, _ in turns:
        await _commands_a_second(lab, target, plan.slice_seconds * WARM_UP_SHARE)
    for _ in range(plan.rounds):
        for target, found in turns:
            found.append(await _commands_a_second(lab, target, plan.slice_seconds))
    return rates


async def _commands_a_second(lab: Laboratory, target: Target, seconds: float) -> float:
    tally = await under_load(lab, target, seconds)
    return tally.answers_a_second * target.commands_a_request
