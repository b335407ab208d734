"""A case folded for reading, with the words that the deciding state leaves out. Pure."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any
from uuid import UUID

from pydantic import Field

from service.api.cases.view.attachments import AttachmentView, attachment_views
from service.api.cases.view.collaborations import CollaborationView, collaboration_views
from service.api.cases.view.commitments import CommitmentView
from service.api.cases.view.complaints import ComplaintView, complaint_view
from service.api.cases.view.dispatches import DispatchingView, dispatching_view
from service.api.cases.view.escalations import Escalation, escalation_views
from service.api.cases.view.faults import FaultView, fault_view
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
from service.domain.timeline.order import in_business_order
from service.domain.vocabulary import Degree, Priority, ResponseClass, Segment, WaitingOn
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import fold
from service.eventstore.request import Loaded


class CaseView(Document):
    """A case as folded from its events up to `version`."""

    case_id: UUID
    version: int
    """Version shown; also the ETag."""
    position: int
    """Position of the newest event shown."""
    status: str = Field(examples=["open", "resolved", "closed"])
    """Status of the case."""
    segment: Segment
    """Tier of the account when the case was received."""
    fault: FaultView
    """What is known of a fault, whenever it was told."""
    received: CaseReceived
    """The case at receipt: subject, channel, kind, fault, order."""
    response_class: ResponseClass | None
    """Response class, which decides which promises apply; null if not classified."""
    priority: Priority | None
    """Priority, which decides in which order cases are worked on; null if not classified."""
    urgency: Degree | None
    """Degree of urgency; null if not judged."""
    complexity: Degree | None
    """Degree of complexity; null if not judged."""
    category: str | None
    """Subject area; null if not classified."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    team: str | None
    """Responsible team; null if none is assigned."""
    acknowledged_at: datetime | None
    """Time at which receipt was confirmed to the customer (UTC); null if it was not."""
    first_response_at: datetime | None
    """Time of the first public, human, substantive reply (UTC); null if there is none."""
    waiting_on: WaitingOn | None
    """Party for whom the case waits; null if it does not wait."""
    escalations: list[Escalation]
    """Escalations of the case, in order of time."""
    cycle: int
    """Number of the cycle: 1, plus one for each reopening."""
    resolved: CaseResolved | None
    """The last resolution; null if there is none."""
    is_confirmed: bool
    """Whether the customer confirmed the resolution."""
    ratings: list[Rating]
    """Ratings given by the customer, in order of time."""
    surveys: list[SurveyView]
    """Surveys sent about the case, with their answers."""
    closed: CaseClosed | None
    """The last closing; `status` tells whether the case was reopened since. null if never closed."""
    green_channel_opened_at: datetime | None
    """Time at which the green channel was opened (UTC); null if none is open."""
    task_force: list[str]
    """Staff ids of the members of the task force."""
    contingency_plans: list[str]
    """Numbers of the contingency plans activated in this cycle, in order of time."""
    commitments: list[CommitmentView]
    """Commitments made to the customer on this case."""
    collaborations: list[CollaborationView]
    """Tasks requested from other departments."""
    responsibility: ResponsibilityView
    """Owner, current holder and escalation level of the case."""
    dispatching: DispatchingView
    """How the case is handled, the dispatches, and the resources assigned."""
    work: WorkView
    """Stages, marks, questions and links of the case."""
    understanding: UnderstandingView
    """Clarification, confirmation and classification of the matter."""
    selling: SellingView
    """Pre-sale need and orders of the customer."""
    complaint: ComplaintView
    """Complaint steps and remedies."""
    revisits: RevisitsView
    """Follow-up contacts with the customer, planned, held and missed."""
    reviewing: ReviewsView
    """Reviews of the case and improvements agreed in them."""
    attachments: list[AttachmentView]
    """Files attached to the case."""
    merged_into: UUID | None
    """Id of the case into which this one is merged; null if it is not merged."""


def case_view(case_id: UUID, record: Sequence[RecordedEvent], promises: Promises = EMPTY) -> CaseView | None:
    """Return the case after these events; None when they are not those of a case."""
    loaded = fold(Loaded(stream_id=case_id), record)
    case = loaded.state
    received = last_of(record, CaseReceived)
    if not isinstance(case, Case) or received is None:
        return None
    in_order = in_business_order(record)
    events = [recorded.event for recorded in in_order]
    return CaseView.made_of(
        case,
        case_id=case_id,
        version=loaded.version,
        position=loaded.position,
        segment=received.segment,
        received=received,
        escalations=escalation_views(case, events),
        resolved=last_of(in_order, CaseResolved),
        ratings=rating_views(case),
        closed=last_of(in_order, CaseClosed),
        task_force=sorted(case.task_force),
        contingency_plans=[plan_id for plan_id, _ in sorted(case.contingency_plans, key=itemgetter(1, 0))],
        commitments=[CommitmentView(**vars(one)) for one in case.commitments],
        collaborations=collaboration_views(case, events),
        **vars(case.classification),
        **_parts(case, events, promises),
    )


def _parts(case: Case, events: Sequence[Event], promises: Promises) -> dict[str, Any]:
    """Return what each theme shows, one field of CaseView each."""
    return {
        "responsibility": responsibility_view(case, events),
        "dispatching": dispatching_view(case, events),
        "work": work_view(case, events),
        "fault": fault_view(events),
        "understanding": understanding_view(case, events),
        "selling": selling_view(case, events),
        "complaint": complaint_view(case, events),
        "revisits": revisits_view(case, events, promises),
        "reviewing": reviews_view(events),
        "attachments": attachment_views(events),
        "surveys": survey_views(case, events),
    }
