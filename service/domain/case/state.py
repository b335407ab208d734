"""The state of a case: what its themes keep to decide the next command. It holds no personal field."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.case.record.assignment import AssignmentState
from service.domain.case.record.attachments import AttachmentState
from service.domain.case.record.classification import ClassificationState
from service.domain.case.record.closure import ClosureState
from service.domain.case.record.collaborations import CollaborationState
from service.domain.case.record.commitments import CommitmentState
from service.domain.case.record.complaints import ComplaintState
from service.domain.case.record.dispatches import DispatchState
from service.domain.case.record.emergencies import EmergencyState
from service.domain.case.record.escalations import EscalationState
from service.domain.case.record.exceptions import ExceptionState
from service.domain.case.record.following.follow_ups import FollowUpState
from service.domain.case.record.intake import IntakeState
from service.domain.case.record.links import LinkState
from service.domain.case.record.questions import QuestionState
from service.domain.case.record.ratings import RatingState
from service.domain.case.record.remedies import RemedyState
from service.domain.case.record.replies import ReplyState
from service.domain.case.record.reviews import ReviewState
from service.domain.case.record.revisits import RevisitState
from service.domain.case.record.sales import SalesState
from service.domain.case.record.surveys import SurveyState
from service.domain.case.record.understanding import UnderstandingState
from service.domain.case.record.waiting import WaitingState
from service.domain.clocks.clock import NO_CLOCKS, ClockBook


@dataclass(frozen=True, kw_only=True)
class Case(
    AttachmentState,
    CollaborationState,
    CommitmentState,
    DispatchState,
    ExceptionState,
    FollowUpState,
    RemedyState,
    ReplyState,
    ReviewState,
    RevisitState,
    SalesState,
    UnderstandingState,
    RatingState,
    SurveyState,
    ClosureState,
    ComplaintState,
    QuestionState,
    ClassificationState,
    EmergencyState,
    EscalationState,
    AssignmentState,
    WaitingState,
    IntakeState,
    LinkState,
):
    """A case as folded from its events."""

    @property
    def was_visited_in_cycle(self) -> bool:
        """Whether an engineer was sent to the customer since the case was received, or taken up again."""
        since = self.reopened_at
        return any(since is None or one.arranged_at > since for one in self.dispatches)

    clocks: ClockBook = NO_CLOCKS
    last_happened_at: datetime | None = None
    """Latest business time of its events, those of clocks aside."""


ABSENT = Case()
