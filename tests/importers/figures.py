"""Figures computed in plain Python from events, to compare with those that came with the real files."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.record.intake import CaseReceived
from service.domain.event import Event

Kind = TypeVar("Kind", bound=Event)


def of_kind(events: Iterable[AnyEvent], kind: type[Kind]) -> list[Kind]:
    return [event for event in events if isinstance(event, kind)]


def minutes_to(events: Sequence[AnyEvent], at: datetime) -> float:
    """Return the minutes from the receipt of a case."""
    (received,) = of_kind(events, CaseReceived)
    return (at - received.occurred_at).total_seconds() / 60


def percentile(values: Sequence[float], share: float) -> float:
    """Interpolate linearly, as PostgreSQL's percentile_cont does."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def figures(values: Sequence[float]) -> dict[str, float]:
    return {
        "n": len(values),
        "negative": sum(value < 0 for value in values),
        "median": percentile(values, 0.5),
        "p90": percentile(values, 0.9),
        "mean": round(sum(values) / len(values), 3),
    }
