"""The queue of what is due: every promise that is still to be kept, the next one due first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import BY_DUE
from service.api.http.lists.page import Page, PageQuery, listed
from service.api.http.services import services_of
from service.domain.clocks.verdict import Verdict, verdict
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment
from service.projections.clocks.fold import ClockStatus, Stream, clock_of
from service.projections.clocks.queue import ClockFilter, list_clocks
from service.reports.clocks.time_left import time_left


class QueuedClock(Document):
    """A promise as the queue shows it. Holds no personal data."""

    clock_id: UUID
    """The clock."""
    stream: Stream
    """Whether a case or an account has it."""
    case_id: UUID | None
    """The case; none where the promise is to the account itself."""
    reference: str | None
    """The number by which people know the case."""
    account_id: UUID
    """The customer account."""
    account_code: str | None
    """The customer number."""
    clock: str
    """What was promised."""
    rule: str
    """The rule of the policy that promises it."""
    cycle: int
    """1, and one more after each reopening."""
    subject: str | None
    """The commitment, collaboration or settlement that it is about."""
    owner: str | None
    """Who is accountable now (staff id)."""
    promised_owner: str | None
    """Who was when the promise was made."""
    segment: Segment | None
    """The tier when the promise was made."""
    response_class: ResponseClass | None
    """The response class when the promise was made."""
    priority: Priority | None
    """The priority when the promise was made."""
    status: ClockStatus
    """How it stands on the record."""
    verdict: Verdict
    """How it stands now; `breached` from the due instant on."""
    counts_from_at: datetime
    """From when time counts."""
    target_seconds: int | None
    """How long it may take, in seconds of the calendar; none where an instant was promised."""
    due_at: datetime
    """By when. While it stands still: by when it was, before the pause that lasts."""
    left_seconds: int | None
    """Whole seconds left by the wall clock, below zero once overdue; while it stands still, as if it went on
    now. None when it is over."""
    left_counted_seconds: int | None
    """The same in the time that counts by its calendar."""
    calendar_id: str
    """The calendar whose time counts."""
    calendar_version: int
    """Its version, as promised."""
    policy_id: str
    """The policy."""
    policy_version: int
    """Its version, as promised."""
    agreement_id: str | None
    """The agreement whose term stood instead of the rule's."""
    breached_at: datetime | None
    """The due instant that was noted as passed."""
    waived_by: str | None
    """Who answers for it, if somebody does; that clears no breach."""
    warned_percent: int | None
    """The highest share of the time that was warned of."""
    escalated_level: EscalationLevel | None
    """The rung of the escalation chain that was called last."""
    unanswered_escalation_count: int
    """How many rungs were called on which nobody was on duty."""


class ClockPage(Page[QueuedClock]):
    """One page of the queue."""

    as_of_at: datetime
    """The instant for which what is left was computed."""


class ClockListQuery(PageQuery, ClockFilter):
    """Which clocks to list, and which page."""


async def get_clocks(request: Request, query: Annotated[ClockListQuery, Query()]) -> Response:
    """List promises of time, the next due first, with the time that is left.

    Without `status` these are the open ones: the queue of what is still to be done, of cases and accounts.
    """
    found = await listed(
        request,
        query,
        BY_DUE,
        lambda connection, after, most: connection.run_sync(list_clocks, query, after, most),
    )
    services = services_of(request)
    now, book = services.now(), await services.application.rulebook()
    document = ClockPage(
        items=[_queued(row, book, now) for row in found.rows],
        next=found.next,
        position=found.position,
        as_of_at=now,
    )
    return document_response(document)


def _queued(row: Mapping[str, Any], book: Rulebook, now: datetime) -> QueuedClock:
    clock = clock_of(row)
    left = time_left(clock, book.calendar(clock.calendar_id, clock.calendar_version), now)
    columns = {name: row[name] for name in QueuedClock.model_fields if name in row}
    return QueuedClock(
        **columns,
        case_id=row["stream_id"] if row["stream"] == "case" else None,
        verdict=verdict(clock, now),
        left_seconds=left.wall_seconds if left else None,
        left_counted_seconds=left.counted_seconds if left else None,
    )
