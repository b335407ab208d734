"""Accounts scored by how lately, how often and how much they bought (RFM, REQUIREMENTS 139). Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from uuid import UUID

from service.domain.account.record.profile import SegmentScoring
from service.domain.guidelines.segmentation import LIMITS, Segmentation
from service.domain.vocabulary import Segment

TOP = LIMITS + 1


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order of an account by a day: what was paid for it, and what was paid back by then."""

    account_id: UUID
    on: date
    amount_minor: int
    refunded_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class Bought:
    """What an account bought by a day."""

    recency_days: int
    frequency: int
    monetary_minor: int


@dataclass(frozen=True, kw_only=True)
class ScoreLimits:
    """The limits between the scores: up to the first limit of days scores 5, above the last of the others."""

    recency_days: tuple[int, ...]
    frequency: tuple[int, ...]
    monetary_minor: tuple[int, ...]


def bought_by(orders: Iterable[Order], on: date, rule: Segmentation) -> dict[UUID, Bought]:
    """Return what each account that ever bought anything bought up to a day.

    An order that was paid back as a whole is none. The last purchase may lie before the span of the rule.
    """
    first = on - timedelta(days=rule.within_days) if rule.within_days is not None else date.min
    found: dict[UUID, tuple[date, int, int]] = {}
    for order in orders:
        if order.on > on or 0 < order.amount_minor <= order.refunded_minor:
            continue
        last, number, amount = found.get(order.account_id, (date.min, 0, 0))
        counts = order.on > first
        left = order.amount_minor - order.refunded_minor if order.currency == rule.currency else 0
        found[order.account_id] = max(last, order.on), number + counts, amount + left * counts
    return {
        account_id: Bought(recency_days=(on - last).days, frequency=number, monetary_minor=amount)
        for account_id, (last, number, amount) in found.items()
    }


def limits_of(bought: Mapping[UUID, Bought], rule: Segmentation) -> ScoreLimits | None:
    """Return the limits of a rule; None where they follow from accounts and none has bought anything."""
    if rule.recency_days and rule.frequency and rule.monetary_minor:
        return ScoreLimits(
            recency_days=rule.recency_days, frequency=rule.frequency, monetary_minor=rule.monetary_minor
        )
    if not bought:
        return None
    names = ("recency_days", "frequency", "monetary_minor")
    edges = {name: quintiles([getattr(one, name) for one in bought.values()]) for name in names}
    # Above 5.5 is above 5 for a whole number.
    return ScoreLimits(**{name: tuple(map(floor, each)) for name, each in edges.items()})


def quintiles(values: Sequence[int]) -> tuple[float, ...]:
    """Return the limits of five equal parts, interpolated as `percentile_cont` does."""
    ordered, found = sorted(values), []
    for part in range(1, TOP):
        place = (len(ordered) - 1) * part / TOP
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        found.append(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
    return tuple(found)


def scored(
    bought: Bought, limits: ScoreLimits, rule: Segmentation, on: date
) -> tuple[Segment, SegmentScoring]:
    """Return the tier of an account, the first whose scores it reaches, else ordinary; and the scores."""
    recency = TOP - bisect_left(limits.recency_days, bought.recency_days)
    frequency = 1 + bisect_left(limits.frequency, bought.frequency)
    monetary = 1 + bisect_left(limits.monetary_minor, bought.monetary_minor)
    segment = next(
        (
            tier.segment
            for tier in rule.tiers
            if recency >= tier.least_recency
            and frequency >= tier.least_frequency
            and monetary >= tier.least_monetary
            and recency + frequency + monetary >= tier.least_sum
        ),
        Segment.ORDINARY,
    )
    scoring = SegmentScoring(
        rules_version=rule.version,
        scored_on=on,
        recency_days=bought.recency_days,
        recency_score=recency,
        recency_limits=limits.recency_days,
        frequency=bought.frequency,
        frequency_score=frequency,
        frequency_limits=limits.frequency,
        monetary_minor=bought.monetary_minor,
        monetary_score=monetary,
        monetary_limits=limits.monetary_minor,
        currency=rule.currency,
    )
    return segment, scoring
