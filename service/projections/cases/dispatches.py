"""How engineers who are sent change the row of their case. Pure; reads no personal field."""

from collections.abc import Mapping
from typing import Any

from service.domain.case.record.dispatches import DispatchArranged, DispatchEnded


def dispatch_changes(row: Mapping[str, Any], event: DispatchArranged | DispatchEnded) -> dict[str, Any]:
    """Return the columns that change by the event (REQUIREMENTS 40, 98)."""
    if isinstance(event, DispatchArranged):
        return {"dispatch_count": row["dispatch_count"] + 1, "needs_engineer_follow_up": False}
    waits = event.needs_follow_up or (row["needs_engineer_follow_up"] and not event.solved)
    unsolved = row["unsolved_dispatch_count"] + (not event.solved)
    return {
        "dispatch_without_arrival_count": row["dispatch_without_arrival_count"] + (event.arrived_at is None),
        "ended_dispatch_count": row["ended_dispatch_count"] + 1,
        "unsolved_dispatch_count": unsolved,
        "needs_engineer_follow_up": waits,
    }
