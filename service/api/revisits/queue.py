"""Reading the revisits that are still to be held, and those that were missed."""

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
from service.api.revisits.promises import PromiseStatus, events_of, promise_status
from service.domain.case.record.revisits import RevisitPlanned
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import Title
from service.domain.guidelines.revisits import Revisits, RevisitTemplate
from service.domain.rulebook.kept_by import clocks_kept_by
from service.domain.rulebook.state import Rulebook
from service.domain.text import Code
from service.domain.vocabulary import Channel, Segment
from service.projections.clocks.promises import PromiseFilter, list_promises, of_case_owner
from service.reports.revisits.questions import QuestionToAsk, questions_to_ask, template_of_version

Plans = Mapping[tuple[UUID, str], RevisitPlanned]


class RevisitDue(Document):
    """A revisit that a rule promises or a member of staff planned."""

    case_id: UUID
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str
    segment: Segment
    """Present tier of the account."""
    owner: str | None
    """Staff id of the present owner of the case; null if there is none."""
    clock: str
    """Name of the promise in the policy."""
    rule: str
    """Name of the rule that makes the promise."""
    clock_id: UUID
    """Id of the clock; the clock can be explained."""
    due_at: datetime
    standing: PromiseStatus
    """Whether it is open, missed or held; `held_late` means held after it was missed."""
    held_at: datetime | None
    """Time at which the customer was reached (UTC); null if not yet reached."""
    revisit_id: UUID | None
    """Id of the planned revisit; null if a rule promises it."""
    channel: Channel | None
    """Planned contact channel; null if not planned."""
    contact_id: UUID | None
    """Id of the contact to ask; null if not planned."""
    reason: str | None
    """Reason for the plan; null if a rule promises it."""
    template: str | None
    """Revisit template of the guideline; null if there is none."""
    title: Title | None
    """Occasion of the revisit in words; null if there is no template."""
    opening: Title | None
    """Opening words; null if there are none."""
    questions: list[QuestionToAsk]
    """Questions to ask."""


class RevisitPage(Page[RevisitDue]):
    """One page of revisits."""

    as_of_at: datetime
    """Time for which `standing` holds (UTC)."""
    most_questions: int | None
    """Maximum number of questions per revisit; null if no guideline is published."""
    longest_seconds: int | None
    """Maximum duration of a revisit in seconds; null if no guideline is published."""


class _Filter(PromiseFilter):
    owner: Code | None = None
    """Only revisits for cases that this person (staff id) owns now."""


class RevisitListQuery(PastPageQuery, _Filter):
    """Which revisits to list, and which page."""


async def get_revisits(request: Request, query: Annotated[RevisitListQuery, Query()]) -> Response:
    """List revisits, the next due first, each with the questions to go with.

    They are those that the rules promise (after a delivery, after a complaint, every week after a fault) and
    those that somebody planned. `show` chooses those that are still to be held, were missed, or were held.
    """
    services = services_of(request)
    book, now = await services.application.rulebook(), await time_of_reading(request, query)
    kinds = clocks_kept_by(book, Milestone.REVISITED)
    also = () if query.owner is None else (of_case_owner(query.owner),)
    found = await listed(
        request,
        query,
        BY_DUE,
        lambda connection, after, most: connection.run_sync(
            list_promises, kinds, query, also, after, most, now
        ),
    )
    planned = await events_of(request, query, {row["case_id"] for row in found.rows}, RevisitPlanned)
    plans = {
        (each.stream_id, str(each.event.revisit_id)): each.event
        for each in planned
        if isinstance(each.event, RevisitPlanned)
    }
    guideline = book.guideline(Revisits, now)
    document = RevisitPage(
        items=[_due(row, plans, book, now) for row in found.rows],
        next=found.next,
        position=found.position,
        as_of_at=now,
        most_questions=guideline.most_questions if guideline else None,
        longest_seconds=guideline.longest_seconds if guideline else None,
    )
    return document_response(document)


def _due(row: Mapping[str, Any], plans: Plans, book: Rulebook, now: datetime) -> RevisitDue:
    plan = plans.get((row["case_id"], row["subject"] or ""))
    template = _template(row, plan, book, now)
    columns = {name: row[name] for name in RevisitDue.model_fields if name in row}
    status = promise_status(row, now)
    return RevisitDue(
        **columns,
        standing=status,
        held_at=row["ended_at"] if status in {"held", "held_late"} else None,
        revisit_id=plan.revisit_id if plan else None,
        channel=plan.channel if plan else None,
        contact_id=plan.contact_id if plan else None,
        reason=plan.reason if plan else None,
        template=template.template if template else None,
        title=template.title if template else None,
        opening=template.opening if template else None,
        questions=questions_to_ask(template, plan),
    )


def _template(
    row: Mapping[str, Any], plan: RevisitPlanned | None, book: Rulebook, now: datetime
) -> RevisitTemplate | None:
    """Return the template of the plan as it was then, else the one that serves the promise now."""
    if plan is not None:
        return template_of_version(book, plan.guideline_version, plan.template)
    guideline = book.guideline(Revisits, now)
    return guideline.template_for(row["clock"], Segment(row["segment"])) if guideline else None
