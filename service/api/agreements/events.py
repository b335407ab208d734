"""What the lists of agreements read besides rows: the events that hold the words."""

from collections.abc import Collection
from uuid import UUID

from fastapi import Request

from service.api.http.lists.as_of import moment_of
from service.api.http.lists.page import PastPageQuery
from service.api.http.services import services_of
from service.domain.event import Event
from service.domain.timeline.order import in_business_order
from service.eventstore.envelope import RecordedEvent
from service.reports.events_of_streams import events_of_streams


async def events_of(
    request: Request, query: PastPageQuery, account_ids: Collection[UUID], *kinds: type[Event]
) -> list[RecordedEvent]:
    """Return the events of these kinds on these accounts, in business order, as of when a query asks for."""
    moment = await moment_of(request, query)
    async with services_of(request).engine.connect() as connection:
        events = await events_of_streams(connection, account_ids, kinds)
    return list(
        in_business_order([each for each in events if moment is None or each.position <= moment.position])
    )
