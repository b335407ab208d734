"""What the lists of promises share: how a promise stands, and the events that say more of it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import Request

from service.api.http.lists.as_of import moment_of
from service.api.http.lists.page import PastPageQuery
from service.api.http.services import services_of
from service.domain.event import Event
from service.eventstore.envelope import RecordedEvent
from service.reports.events_of_streams import events_of_streams

PromiseStatus = Literal["planned", "missed", "held", "held_late", "cancelled"]


def promise_status(row: Mapping[str, Any], now: datetime) -> PromiseStatus:
    """Return how a promise stands, by the row of its clock."""
    match row["status"]:
        case "met":
            return "held"
        case "late":
            return "held_late"
        case "cancelled" | "voided":
            return "missed" if row["was_breached"] else "cancelled"
        case status:
            is_over = status == "running" and row["due_at"] < now
            return "missed" if row["was_breached"] or is_over else "planned"


async def events_of(
    request: Request, query: PastPageQuery, case_ids: Collection[UUID], *kinds: type[Event]
) -> list[RecordedEvent]:
    """Return the events of these kinds on these cases, in order, as of when a query asks for."""
    moment = await moment_of(request, query)
    async with services_of(request).engine.connect() as connection:
        events = await events_of_streams(connection, case_ids, kinds)
    return [each for each in events if moment is None or each.position <= moment.position]
