"""What is remembered of a case to decide the next command. No personal field is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.case.parts.attachments import Attachment
from service.domain.case.parts.complaint import NO_STEPS, Complaint
from service.domain.case.parts.dispatching import NO_DISPATCHING, Dispatching
from service.domain.case.parts.intake import NO_INTAKE, Intake
from service.domain.case.parts.links import NO_LINKS, Links
from service.domain.case.parts.promises import Collaboration, Commitment
from service.domain.case.parts.questions import Question
from service.domain.case.parts.remedies import NO_REMEDIES, Remedies
from service.domain.case.parts.reviews import NO_REVIEWS, Reviewing
from service.domain.case.parts.revisits import NO_REVISITS, PlannedRevisits
from service.domain.case.parts.selling import NOTHING_SOLD, Selling
from service.domain.case.parts.surveying import Survey
from service.domain.case.parts.understanding import NOTHING_UNDERSTOOD, Understanding
from service.domain.clocks.clock import NO_CLOCKS, ClockBook
from service.domain.vocabulary import (
    CaseKind,
    Degree,
    EscalationKind,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    WaitingOn,
)

Status = Literal["absent", "open", "resolved", "closed"]
Earliest = frozenset[tuple[str, datetime]]
"""Names, each with the earliest instant at which it is known to have come up."""


@dataclass(frozen=True, kw_only=True)
class Classification:
    """The classification in force."""

    response_class: ResponseClass | None = None
    priority: Priority | None = None
    urgency: Degree | None = None
    complexity: Degree | None = None
    category: str | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case as folded from its events. `cycle` counts resolutions: 1, and one more after each reopening."""

    status: Status = "absent"
    account_id: UUID | None = None
    segment: Segment | None = None
    kind: CaseKind | None = None
    received_at: datetime | None = None
    intake: Intake = NO_INTAKE
    classification: Classification = field(default_factory=Classification)
    owner: str | None = None
    team: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_in_cycle_at: datetime | None = None
    """None again after a reopening, so that it can be acknowledged anew."""
    automatic_receipt_in_cycle_at: datetime | None = None
    """The first acknowledgement that no person wrote; it keeps no promise."""
    first_response_at: datetime | None = None
    waiting_on: WaitingOn | None = None
    escalations: frozenset[tuple[EscalationKind, EscalationLevel, str | None]] = frozenset()
    cycle: int = 1
    resolved_cycles: frozenset[int] = frozenset()
    resolved_at: datetime | None = None
    is_confirmed: bool = False
    ratings: frozenset[tuple[int, RatingScale, int, datetime]] = frozenset()
    """The last one of each cycle and scale."""
    last_source_update: tuple[str, str, str] | None = None
    counterparts: Earliest = frozenset()
    """Who was informed in this cycle."""
    contingency_plans: Earliest = frozenset()
    """Which plans were activated in this cycle."""
    task_force: frozenset[str] = frozenset()
    green_channel_opened_at: datetime | None = None
    """None while no green channel is open. It stays open when the case is reopened."""
    commitments: tuple[Commitment, ...] = ()
    collaborations: tuple[Collaboration, ...] = ()
    deliveries: frozenset[tuple[str | None, datetime]] = frozenset()
    surveys: tuple[Survey, ...] = ()
    unasked_cycles: frozenset[int] = frozenset()
    """The resolutions that nobody is asked about."""
    merged_into: UUID | None = None
    dispatching: Dispatching = NO_DISPATCHING
    questions_asked: tuple[Question, ...] = ()
    links: Links = NO_LINKS
    escalation_risk: Degree | None = None
    """How likely the customer takes the matter further; None while nothing shows it."""
    complaint: Complaint = NO_STEPS
    remedies: Remedies = NO_REMEDIES
    revisits: PlannedRevisits = NO_REVISITS
    reviewing: Reviewing = NO_REVIEWS
    attachments: tuple[Attachment, ...] = ()
    understanding: Understanding = NOTHING_UNDERSTOOD
    selling: Selling = NOTHING_SOLD
    clocks: ClockBook = NO_CLOCKS

    @property
    def is_complaint(self) -> bool:
        """Whether the promises of a complaint hold, by what the customer said or by classification."""
        return (
            self.kind is CaseKind.COMPLAINT or self.classification.response_class is ResponseClass.COMPLAINT
        )

    def commitment(self, commitment_id: UUID) -> Commitment | None:
        """Return a commitment; None when the case has none of this id."""
        return next((one for one in self.commitments if one.commitment_id == commitment_id), None)

    def question_asked(self, question_id: UUID) -> Question | None:
        """Return a question; None when the case has none of this id."""
        return next((one for one in self.questions_asked if one.question_id == question_id), None)

    def survey(self, survey_id: UUID) -> Survey | None:
        """Return a survey; None when the case has none of this id."""
        return next((one for one in self.surveys if one.survey_id == survey_id), None)

    def attachment(self, attachment_id: UUID) -> Attachment | None:
        """Return an attachment; None when the case has none of this id."""
        return next((one for one in self.attachments if one.attachment_id == attachment_id), None)

    def collaboration(self, collaboration_id: UUID) -> Collaboration | None:
        """Return a collaboration; None when the case has none of this id."""
        return next((one for one in self.collaborations if one.collaboration_id == collaboration_id), None)


ABSENT = Case()
