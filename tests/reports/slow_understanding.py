"""The KPI of clarification once more, slowly and straight from the events."""

from collections.abc import Iterable, Sequence
from typing import Any

Figures = dict[str, float | int | None]


def slow_clarification(cases: Iterable[Sequence[Any]]) -> Figures:
    """Return how many of the cases were clear in time, from the events of each in business order."""
    hits = count = 0
    for events in cases:
        rounds, is_agreed = 0, False
        for event in events:
            name = event.STORED_NAME.split(".")[0]
            rounds += name == "ClarificationAsked"
            is_agreed = is_agreed or name == "UnderstandingConfirmed"
        count += is_agreed or rounds > 2
        hits += is_agreed and rounds <= 2
    return {"count": count, "hits": hits, **({"ratio": hits / count} if count else {})}
