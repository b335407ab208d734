"""The queue of what is due: every promise that is still to be kept, the next one due first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import BY_DUE
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.services import services_of
from service.domain.clocks.verdict import Verdict, noted_as_broken_at, verdict
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment
from service.projections.clocks.fold import Stream, clock_of
from service.projections.clocks.queue import ClockFilter, list_clocks
from service.reports.clocks.time_left import time_left


class QueuedClock(Document):
    """A promise as shown in the queue. Contains no personal data."""

    clock_id: UUID
    """Id of the clock."""
    stream: Stream
    """Whether the promise belongs to a case or an account."""
    case_id: UUID | None
    """Id of the case; null if the promise concerns the account itself."""
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str | None
    clock: str
    """Name of the promise."""
    rule: str
    """Name of the rule that makes the promise."""
    cycle: int
    """Number of the cycle: 1, plus one for each reopening."""
    subject: str | None
    """Id or date of the commitment, collaboration or settlement concerned; null if it concerns the case."""
    owner: str | None
    """Staff id of the present owner; null if there is none."""
    promised_owner: str | None
    """Staff id of the owner when the promise was made; null if there was none."""
    segment: Segment | None
    """Tier when the promise was made; null if not known."""
    response_class: ResponseClass | None
    """Response class when the promise was made; null if not classified."""
    priority: Priority | None
    """Priority when the promise was made; null if not classified."""
    verdict: Verdict
    """Present verdict; `breached` from the due time on, also if it is kept late."""
    counts_from_at: datetime
    """Time from which the clock counts (UTC)."""
    target_seconds: int | None
    """Time limit in seconds of the calendar; null if a fixed due time was promised."""
    due_at: datetime
    """Due time (UTC). If the clock is paused, the due time before the pause."""
    left_seconds: int | None
    """Whole seconds left by the wall clock, negative if overdue; if paused, as if it resumed now. null if
    the clock is over."""
    left_counted_seconds: int | None
    """Seconds left in the counted time of its calendar; null if the clock is over."""
    calendar_id: str
    calendar_version: int
    """Version of the calendar under which the promise was made."""
    policy_id: str
    """Id of the policy."""
    policy_version: int
    """Version of the policy under which the promise was made."""
    agreement_id: str | None
    """Id of the agreement whose term replaces that of the rule; null if there is none."""
    breached_at: datetime | None
    """Due time recorded as breached (UTC); null if not breached."""
    noted_as_broken_at: datetime | None
    """`breached_at` if the promise is not broken after all; null otherwise."""
    waived_by: str | None
    """Staff id of the person who answers for the breach; null if nobody does. The breach remains."""
    warned_percent: int | None
    """Highest share of the target for which a warning was given, in percent; null if none was."""
    escalated_level: EscalationLevel | None
    """Escalation level called last; null if none was called."""
    unanswered_escalation_count: int
    """Number of escalation calls for which nobody was on duty."""
    uncalled_escalation_count: int
    """Number of steps of the escalation chain noted too late: nobody was called."""


class ClockPage(Page[QueuedClock]):
    """One page of the queue."""

    as_of_at: datetime
    """Time for which the remaining time was computed (UTC)."""


class ClockListQuery(PastPageQuery, ClockFilter):
    """Which clocks to list, and which page."""


async def get_clocks(request: Request, query: Annotated[ClockListQuery, Query()]) -> Response:
    """List promises of time, the next due first, with the time that is left.

    Without `verdict` these are the open ones: the queue of what is still to be done, of cases and accounts.
    """
    services = services_of(request)
    now = await time_of_reading(request, query)
    found = await listed(
        request,
        query,
        BY_DUE,
        lambda connection, after, most: connection.run_sync(list_clocks, query, after, most, now),
    )
    book = await services.application.rulebook()
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
        noted_as_broken_at=noted_as_broken_at(clock, now),
        left_seconds=left.wall_seconds if left else None,
        left_counted_seconds=left.counted_seconds if left else None,
    )
