"""How the facts of understanding a matter change the row of its case. Pure; reads no personal field."""

from collections.abc import Mapping
from typing import Any

from service.domain.case.record.understanding import ClarificationAsked, UnderstandingConfirmed


def understood(row: Mapping[str, Any], event: ClarificationAsked | UnderstandingConfirmed) -> dict[str, Any]:
    """Return the columns that change; of several agreements the first one counts.

    The rounds until then are counted here: the event says how many were on the record when it was told.
    """
    if isinstance(event, ClarificationAsked):
        return {"clarification_round_count": row["clarification_round_count"] + 1}
    if row["understanding_confirmed_at"] is not None:
        return {}
    return {
        "understanding_confirmed_at": event.occurred_at,
        "understanding_round_count": row["clarification_round_count"],
    }
