"""The health of an account on a day: a score whose parts add up, from dated facts (REQUIREMENTS 92). Pure.

Everything counts by days of the house: what happened on a day up to its end. A day that is over is scored
again as it was, unless something of it or before it is told later.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from service.domain.account.health.facts import HealthFacts
from service.domain.described import Described
from service.domain.guidelines.care.health import Health, HealthLevel, HealthPart, HealthPartKind


class HealthPartScore(Described):
    """A part of a score, with the figure that explains it."""

    part: HealthPartKind
    """What it looks at."""
    figure: int | None
    """Figure of the part: percent, hundredths of a rating, days or a number; null if there is none."""
    points: int
    """Points. The points of all parts are the score."""
    weight: int
    """Points for the best figure."""
    worst: int
    """Figure from which on there are no points."""
    best: int
    """Figure from which on there are all points."""
    within_days: int
    """Days that are looked at."""


class HealthScore(Described):
    """How an account did on a day."""

    on: date
    """Day up to whose end facts count."""
    score: int
    """Score from 0 to 100, the sum of the points of its parts."""
    level: HealthLevel
    """Level of the score."""
    rules_version: int
    """Version of the guideline `health`."""
    parts: tuple[HealthPartScore, ...]
    """Parts of the score."""


class HealthChange(Described):
    """How far a part of a score moved from one day to another."""

    part: HealthPartKind
    """What it looks at."""
    points: int
    """Points more, or less. Those of all parts are the change of the score."""
    figure_before: int | None
    """Figure on the earlier day; null if there was none."""
    figure: int | None
    """Figure on the later day; null if there is none."""


def health_on(facts: HealthFacts, rule: Health, on: date) -> HealthScore | None:
    """Return the score of an account on a day; None before it was under our care."""
    if on < facts.opened_on:
        return None
    parts = tuple(_part(facts, part, on) for part in rule.parts)
    score = sum(part.points for part in parts)
    return HealthScore(
        on=on, score=score, level=rule.level_of(score), rules_version=rule.version, parts=parts
    )


def points_on(facts: HealthFacts, rule: Health, on: date) -> int | None:
    """Return the score alone, for those who compare many; None before the account was under our care."""
    if on < facts.opened_on:
        return None
    return sum(points_for(part, _FIGURES[part.part](facts, part, on)) for part in rule.parts)


def changes(before: HealthScore, after: HealthScore) -> tuple[HealthChange, ...]:
    """Return by how much each part moved; a part that only one of the two has counts from or to nothing."""
    then = {part.part: part for part in before.parts}
    now = {part.part: part for part in after.parts}
    found = []
    for kind in dict.fromkeys((*now, *then)):
        old, new = then.get(kind), now.get(kind)
        found.append(
            HealthChange(
                part=kind,
                points=(new.points if new else 0) - (old.points if old else 0),
                figure_before=old.figure if old else None,
                figure=new.figure if new else None,
            )
        )
    return tuple(found)


def _part(facts: HealthFacts, part: HealthPart, on: date) -> HealthPartScore:
    figure = _FIGURES[part.part](facts, part, on)
    return HealthPartScore(
        part=part.part,
        figure=figure,
        points=points_for(part, figure),
        weight=part.weight,
        worst=part.worst,
        best=part.best,
        within_days=part.within_days,
    )


def points_for(part: HealthPart, figure: int | None) -> int:
    """Return the points for a figure: none up to the worst, all from the best on; halves are rounded up."""
    if figure is None:
        share, whole = part.unknown_percent, 100
    else:
        share, whole = figure - part.worst, part.best - part.worst
        if whole < 0:
            share, whole = -share, -whole
    share = min(max(share, 0), whole)
    return (2 * part.weight * share + whole) // (2 * whole)


def _span(part: HealthPart, on: date, spans: int = 1) -> tuple[date, date]:
    """Return the day before the span up to a day, or before the one before, and its last day."""
    days = timedelta(days=part.within_days)
    return on - days * spans, on - days * (spans - 1)


def _response(facts: HealthFacts, part: HealthPart, on: date) -> int | None:
    judged, kept = (sums.between(*_span(part, on)) for sums in facts.promise_sums(part.clocks))
    return 100 * kept // judged if judged else None


def _satisfaction(facts: HealthFacts, part: HealthPart, on: date) -> int | None:
    newest = facts.newest_scores(*_span(part, on))
    return 100 * sum(newest) // len(newest) if newest else None


def _usage(facts: HealthFacts, part: HealthPart, on: date) -> int | None:
    now, before = (facts.use_sums.between(*_span(part, on, spans)) for spans in (1, 2))
    if before:
        return 100 * now // before
    return 100 if now else None


def _silence(facts: HealthFacts, _: HealthPart, on: date) -> int | None:
    place = bisect_right(facts.signs, on)
    last = facts.signs[place - 1] if place else facts.opened_on
    return (on - max(last, facts.opened_on)).days


def _complaints(facts: HealthFacts, part: HealthPart, on: date) -> int | None:
    after, until = _span(part, on)
    return bisect_right(facts.complaints, until) - bisect_right(facts.complaints, after)


def _renewals(facts: HealthFacts, part: HealthPart, on: date) -> int | None:
    ends: dict[str, date | None] = {}
    decided: dict[str, bool] = {}
    for fact in facts.agreements:
        if fact.on > on:
            break
        if fact.is_renewed is None:
            ends[fact.agreement_id] = fact.ends_on
        else:
            decided[fact.agreement_id] = fact.is_renewed
    left = [_left(end, decided.get(one), part, on) for one, end in ends.items()]
    known = [days for days in left if days is not None]
    return min(known) if known else None


def _left(end: date | None, is_renewed: bool | None, part: HealthPart, on: date) -> int | None:
    """Return the days until an agreement ends, at most the span; None for one that ended longer ago."""
    if is_renewed or end is None:
        return part.within_days
    days = (end - on).days
    if days < -part.within_days:
        return None
    return 0 if is_renewed is False else min(max(days, 0), part.within_days)


_Figure = Callable[[HealthFacts, HealthPart, date], int | None]
_FIGURES: Mapping[HealthPartKind, _Figure] = {
    HealthPartKind.RESPONSE: _response,
    HealthPartKind.SATISFACTION: _satisfaction,
    HealthPartKind.USAGE: _usage,
    HealthPartKind.SILENCE: _silence,
    HealthPartKind.COMPLAINTS: _complaints,
    HealthPartKind.RENEWALS: _renewals,
}
