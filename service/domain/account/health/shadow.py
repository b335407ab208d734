"""Another formula for the health of accounts, run beside the one in force over all history. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from service.domain.account.health.facts import HealthFacts
from service.domain.account.health.score import HealthChange, HealthScore, changes, health_on, points_on
from service.domain.clocks.policy import Data
from service.domain.guidelines.care.health import Health, HealthLevel


class LevelCounts(Data):
    """How many accounts were of each level on a day, by both formulas."""

    on: date
    """Day of the scores."""
    now: dict[HealthLevel, int]
    """Number of accounts by the formula in force."""
    then: dict[HealthLevel, int]
    """Number of accounts by the other one."""
    moved: int
    """Number of accounts whose level differs."""


class Mover(Data):
    """An account whose level differs on the last day, and why."""

    account_code: str
    """Customer number in other systems."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    now: HealthScore
    """Score by the formula in force."""
    then: HealthScore
    """Score by the other one."""
    why: tuple[HealthChange, ...]
    """By how many points each part differs; they add up to the difference of the scores."""


def days_between(first: date, last: date, step_days: int) -> list[date]:
    """Return the days of comparison, the last one always among them."""
    days = (last - first).days
    return [last - timedelta(days=back) for back in range(days - days % step_days, -1, -step_days)]


def compared(
    accounts: Sequence[HealthFacts], rules: Iterable[tuple[date, Health]], other: Health
) -> tuple[list[LevelCounts], list[Mover]]:
    """Return how both formulas divide the accounts on each day, and who differs on the last one.

    `rules` are the days, each with the formula that was in force.
    """
    counts: list[LevelCounts] = []
    differing: list[HealthFacts] = []
    last: tuple[date, Health] | None = None
    for on, rule in rules:
        now, then, differing = Counter[HealthLevel](), Counter[HealthLevel](), []
        for facts in accounts:
            by_rule, by_other = points_on(facts, rule, on), points_on(facts, other, on)
            if by_rule is None or by_other is None:
                continue
            level, other_level = rule.level_of(by_rule), other.level_of(by_other)
            now[level] += 1
            then[other_level] += 1
            if level is not other_level:
                differing.append(facts)
        counts.append(LevelCounts(on=on, now=_all(now), then=_all(then), moved=len(differing)))
        last = on, rule
    return counts, list(_movers(differing, last, other)) if last else []


def _movers(accounts: Iterable[HealthFacts], last: tuple[date, Health], other: Health) -> Iterator[Mover]:
    on, rule = last
    for facts in accounts:
        now, then = health_on(facts, rule, on), health_on(facts, other, on)
        if now is not None and then is not None:
            yield _mover(facts, now, then)


def _mover(facts: HealthFacts, now: HealthScore, then: HealthScore) -> Mover:
    return Mover(account_code=facts.code, owner=facts.owner, now=now, then=then, why=changes(now, then))


def _all(found: Counter[HealthLevel]) -> dict[HealthLevel, int]:
    return {level: found[level] for level in HealthLevel}
