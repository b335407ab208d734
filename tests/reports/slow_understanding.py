"""The KPI of clarification once more, slowly and straight from the events."""

from collections.abc import Iterable, Sequence
from typing import Any

Figures = dict[str, float | int | None]


def slow_clarification(cases: Iterable[Sequence[Any]]) -> Figures:
    """Return how many of the cases were clear in time, from the events of each in business order."""
    hits = count = 0
    for events in cases:
        rounds, agreed_after = 0, None
        for event in events:
            name = event.STORED_NAME.split(".")[0]
            rounds += name == "ClarificationAsked"
            if name == "UnderstandingConfirmed" and agreed_after is None:
                agreed_after = rounds
        count += agreed_after is not None or rounds > 2
        hits += agreed_after is not None and agreed_after <= 2
    return {"count": count, "hits": hits, **({"ratio": hits / count} if count else {})}
