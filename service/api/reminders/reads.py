"""Reading the reminders of all accounts, with what was noted for them."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import moment_of
from service.api.http.lists.cursors import CLOCK_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.services import services_of
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.key_dates import KeyDateSet
from service.domain.account.record.memos import MemoNoted
from service.eventstore.envelope import RecordedEvent
from service.projections.care.reminders import ReminderFilter, ReminderPlace, ReminderRow, list_reminders
from service.reports.events_of_streams import events_of_streams

BY_DUE = Order[ReminderRow, ReminderPlace](lambda row: (row.due_at, row.event_id), CLOCK_PLACE)


class ReminderView(ReminderRow):
    """A reminder, with what to know for the occasion."""

    note: str | None
    """What was noted in the memo or with the date, in free text; null if nothing was."""
    contact_name: str | None
    """Name of the contact whom it is about; null for nobody in particular."""


class ReminderPage(Page[ReminderView]):
    """One page of reminders."""


class ReminderListQuery(PastPageQuery, ReminderFilter):
    """Which reminders to list, and which page."""


async def get_reminders(request: Request, query: Annotated[ReminderListQuery, Query()]) -> Response:
    """List reminders over all accounts, the next due first: by person, account, kind.

    What gave way tells before how many contacts; the guideline `follow_up` says how many a customer bears.
    """
    wanted = query.filter_as(ReminderFilter)
    found = await listed(
        request,
        query,
        BY_DUE,
        lambda connection, after, most: connection.run_sync(list_reminders, wanted, after, most),
    )
    moment = await moment_of(request, query)
    kinds = (MemoNoted, KeyDateSet, ContactAdded)
    async with services_of(request).engine.connect() as connection:
        events = await events_of_streams(connection, {row.account_id for row in found.rows}, kinds)
    known = [each for each in events if moment is None or each.position <= moment.position]
    items = [_view(row, known) for row in found.rows]
    return document_response(ReminderPage(items=items, next=found.next, position=found.position))


def _view(row: ReminderRow, events: Sequence[RecordedEvent]) -> ReminderView:
    kind, _, name = row.reminder.partition(":")
    noted: dict[str, Any] = {"memo": ("memo_id", "what"), "key_date": ("key_date_id", "note")}
    identity, text = noted.get(kind, (None, None))
    note = None
    if identity is not None:
        note = _last(events, row.account_id, identity, name.partition(":")[0], text)
    contact = None
    if row.contact_id is not None:
        contact = _last(events, row.account_id, "contact_id", str(row.contact_id), "name")
    return ReminderView(**row.model_dump(), note=note, contact_name=contact)


def _last(
    events: Sequence[RecordedEvent], account_id: UUID, identity: str, value: str, text: str
) -> str | None:
    """Return a text of the last event about a thing of an account; None where there is none."""
    found = (
        getattr(each.event, text)
        for each in reversed(events)
        if each.stream_id == account_id
        and hasattr(each.event, text)
        and str(getattr(each.event, identity, "")) == value
    )
    return next(found, None)
