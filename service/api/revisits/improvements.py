"""Reading the improvements that were agreed in reviews (改进措施)."""

from collections.abc import Mapping, Sequence
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
from service.api.revisits.promises import events_of, promise_status
from service.domain.case.record.reviews import ImprovementAgreed, ImprovementCompleted
from service.domain.clocks.milestones import Milestone
from service.domain.rulebook.kept_by import clocks_kept_by
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.projections.clocks.promises import PromiseFilter, list_promises
from service.projections.improvements import agreed_with


class ImprovementView(Document):
    """An improvement that is agreed or completed."""

    action_id: UUID
    case_id: UUID
    """Id of the case in whose review it was agreed."""
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str
    review_id: UUID | None
    """Id of the review from which it follows; null if there is none."""
    process_step: str | None
    """Process step to improve; null if not named."""
    what: str
    """Improvement in free text."""
    owner: str
    """Staff id of the person who answers for it."""
    agreed_at: datetime
    """Time at which it was agreed (UTC)."""
    due_at: datetime
    is_overdue: bool
    """Whether it was not completed in time, even if completed since."""
    completed_at: datetime | None
    """Time of completion (UTC); null if not completed."""
    effect: str | None
    """Effect in free text; null if not completed."""
    is_effective: bool | None
    """Whether it was effective; null if not yet known."""


class ImprovementPage(Page[ImprovementView]):
    """One page of improvements."""

    as_of_at: datetime
    """Time for which `is_overdue` holds (UTC)."""


class _Filter(PromiseFilter):
    owner: Code | None = None
    """Only improvements for which this person (staff id) is responsible."""


class ImprovementListQuery(PastPageQuery, _Filter):
    """Which improvements to list, and which page."""


async def get_improvements(request: Request, query: Annotated[ImprovementListQuery, Query()]) -> Response:
    """List what was agreed in reviews to be done better, over all cases, the next due first.

    `show` chooses what is still to be done, was not done in time, or was done, with its effect.
    """
    services = services_of(request)
    book, now = await services.application.rulebook(), await time_of_reading(request, query)
    also = () if query.owner is None else (agreed_with(query.owner),)
    kinds = clocks_kept_by(book, Milestone.IMPROVEMENT_COMPLETED)
    found = await listed(
        request,
        query,
        BY_DUE,
        lambda connection, after, most: connection.run_sync(
            list_promises, kinds, query, also, after, most, now
        ),
    )
    cases = {row["case_id"] for row in found.rows}
    events = await events_of(request, query, cases, ImprovementAgreed, ImprovementCompleted)
    document = ImprovementPage(
        items=[_improvement(row, events, now) for row in found.rows],
        next=found.next,
        position=found.position,
        as_of_at=now,
    )
    return document_response(document)


_AGREED = ("action_id", "review_id", "process_step", "what", "owner")


def _improvement(row: Mapping[str, Any], events: Sequence[RecordedEvent], now: datetime) -> ImprovementView:
    of_it = [
        each.event
        for each in events
        if each.stream_id == row["case_id"] and str(getattr(each.event, "action_id", "")) == row["subject"]
    ]
    (agreed,) = [event for event in of_it if isinstance(event, ImprovementAgreed)]
    completed = next((event for event in reversed(of_it) if isinstance(event, ImprovementCompleted)), None)
    return ImprovementView(
        **{name: row[name] for name in ("case_id", "reference", "account_id", "account_code", "due_at")},
        **{name: getattr(agreed, name) for name in _AGREED},
        agreed_at=agreed.occurred_at,
        is_overdue=promise_status(row, now) in {"missed", "held_late"},
        completed_at=row["ended_at"] if completed else None,
        effect=completed.effect if completed else None,
        is_effective=completed.is_effective if completed else None,
    )
