"""A case folded for reading, with the words that the deciding state leaves out. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.cases.view.attachments import AttachmentView, attachment_views
from service.api.cases.view.collaborations import CollaborationView
from service.api.cases.view.commitments import CommitmentView
from service.api.cases.view.complaints import ComplaintView, complaint_view
from service.api.cases.view.dispatches import DispatchingView, dispatching_view
from service.api.cases.view.escalations import Escalation, escalation_views
from service.api.cases.view.ratings import Rating, rating_views
from service.api.cases.view.responsibility import ResponsibilityView, responsibility_view
from service.api.cases.view.reviews import ReviewsView, reviews_view
from service.api.cases.view.revisits import RevisitsView, revisits_view
from service.api.cases.view.sales import SellingView, selling_view
from service.api.cases.view.surveys import SurveyView, survey_views
from service.api.cases.view.understanding import UnderstandingView, understanding_view
from service.api.cases.view.work import WorkView, work_view
from service.api.http.document import Document
from service.api.http.streams import last_of
from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.intake import CaseReceived
from service.domain.case.state import Case
from service.domain.clocks.situation import Promises
from service.domain.event import Event
from service.domain.rulebook.state import EMPTY
from service.domain.vocabulary import (
    Degree,
    Priority,
    ResponseClass,
    Segment,
    WaitingOn,
)
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import fold
from service.eventstore.request import Loaded


class CaseView(Document):
    """A case as folded from its events up to `version`."""

    case_id: UUID
    """The case."""
    version: int
    """The version shown; also the ETag."""
    position: int
    """The position of the newest event shown."""
    status: str = Field(examples=["open", "resolved", "closed"])
    """Where it stands."""
    segment: Segment
    """The tier of the account at receipt."""
    received: CaseReceived
    """The matter as it came in: subject, channel, kind, fault, order."""
    response_class: ResponseClass | None
    """The class that decides which promises run."""
    priority: Priority | None
    """The order in which cases are taken up."""
    urgency: Degree | None
    """How urgent."""
    complexity: Degree | None
    """How complex."""
    category: str | None
    """The subject area."""
    owner: str | None
    """The accountable person's staff id."""
    team: str | None
    """The team."""
    acknowledged_at: datetime | None
    """When receipt was confirmed to the customer."""
    first_response_at: datetime | None
    """The first public, human, substantive reply."""
    waiting_on: WaitingOn | None
    """Whom it waits for."""
    escalations: list[Escalation]
    """The rungs that were reached."""
    cycle: int
    """1, and one more after each reopening."""
    resolved: CaseResolved | None
    """The last resolution."""
    is_confirmed: bool
    """Whether the customer agreed that the matter is settled."""
    ratings: list[Rating]
    """What the customer thought of it, in order of time."""
    surveys: list[SurveyView]
    """Who was asked what they thought of it, and what they answered."""
    closed: CaseClosed | None
    """The last closing; `status` tells whether it was taken up again."""
    green_channel_opened_at: datetime | None
    """Since when the green channel is open."""
    task_force: list[str]
    """The staff ids of those who work on it together."""
    commitments: list[CommitmentView]
    """What was promised to the customer on this case."""
    collaborations: list[CollaborationView]
    """What other departments were asked to do."""
    responsibility: ResponsibilityView
    """Who answers for it, who holds it now, and how high it has climbed."""
    dispatching: DispatchingView
    """How it is handled, who was sent to the customer, and with what."""
    work: WorkView
    """Its stages, marks and questions, and what else it has to do with."""
    understanding: UnderstandingView
    """What was asked and understood, and how it was classified."""
    selling: SellingView
    """What the customer wants to buy or has ordered."""
    complaint: ComplaintView
    """The steps of a complaint, and what the customer gets for it."""
    revisits: RevisitsView
    """How it was followed up with the customer, and what was missed."""
    reviewing: ReviewsView
    """How we looked back at it, and what is to become better."""
    attachments: list[AttachmentView]
    """The files on it."""
    merged_into: UUID | None
    """The case that goes on in its place."""


def case_view(case_id: UUID, record: Sequence[RecordedEvent], promises: Promises = EMPTY) -> CaseView | None:
    """Return the case after these events; None when they are not those of a case."""
    loaded = fold(Loaded(stream_id=case_id), record)
    case = loaded.state
    received = last_of(record, CaseReceived)
    if not isinstance(case, Case) or received is None:
        return None
    classification, events = case.classification, [recorded.event for recorded in record]
    return CaseView(
        case_id=case_id,
        version=loaded.version,
        position=loaded.position,
        status=case.status,
        segment=received.segment,
        received=received,
        response_class=classification.response_class,
        priority=classification.priority,
        urgency=classification.urgency,
        complexity=classification.complexity,
        category=classification.category,
        owner=case.owner,
        team=case.team,
        acknowledged_at=case.acknowledged_at,
        first_response_at=case.first_response_at,
        waiting_on=case.waiting_on,
        escalations=escalation_views(case),
        cycle=case.cycle,
        resolved=last_of(record, CaseResolved),
        is_confirmed=case.is_confirmed,
        ratings=rating_views(case),
        closed=last_of(record, CaseClosed),
        green_channel_opened_at=case.green_channel_opened_at,
        task_force=sorted(case.task_force),
        commitments=[CommitmentView(**vars(one)) for one in case.commitments],
        collaborations=[CollaborationView(**vars(one)) for one in case.collaborations],
        **_parts(case, events, promises),
        merged_into=case.merged_into,
    )


def _parts(case: Case, events: Sequence[Event], promises: Promises) -> dict[str, Any]:
    """Return what each theme shows, one field of CaseView each."""
    return {
        "responsibility": responsibility_view(case, events),
        "dispatching": dispatching_view(case, events),
        "work": work_view(case, events),
        "understanding": understanding_view(case, events),
        "selling": selling_view(case, events),
        "complaint": complaint_view(case, events),
        "revisits": revisits_view(case, events, promises),
        "reviewing": reviews_view(events),
        "attachments": attachment_views(events),
        "surveys": survey_views(case, events),
    }
