"""Facts about a case, by theme."""

from typing import Annotated, get_args

from pydantic import Field

from service.domain.case.events.alarming import (
    AlarmingEvent,
    ContingencyPlanActivated,
    CounterpartInformed,
    EscalationRiskCleared,
    EscalationRiskFlagged,
    GreenChannelOpened,
)
from service.domain.case.events.attaching import AttachingEvent, AttachmentAdded
from service.domain.case.events.collaborating import (
    CollaboratingEvent,
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.events.complaining import (
    CauseIdentified,
    ComplainingEvent,
    EmotionSoothed,
    ImpactRecorded,
    LiabilityDetermined,
    SceneReconstructed,
)
from service.domain.case.events.dispatching import (
    DispatchArranged,
    DispatchEnded,
    DispatchingEvent,
    HandlingModeChosen,
    ResourcesAssigned,
)
from service.domain.case.events.ending import (
    CaseClosed,
    CaseReopened,
    CaseResolved,
    EndingEvent,
    ResolutionConfirmed,
    SatisfactionRated,
    ServiceDelivered,
    SurveySent,
)
from service.domain.case.events.intake import (
    CaseClassified,
    CaseReceived,
    IntakeEvent,
    OwnerAssigned,
    ReceiptAcknowledged,
    SourceUpdateRecorded,
)
from service.domain.case.events.linking import (
    CaseLinked,
    CaseSplit,
    CaseUnlinked,
    LinkingEvent,
)
from service.domain.case.events.merging import CaseMerged, CaseUnmerged, MergingEvent
from service.domain.case.events.promising import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    OverPromiseWarned,
    PromisingEvent,
)
from service.domain.case.events.questioning import (
    QuestionAnswered,
    QuestioningEvent,
    QuestionOpened,
)
from service.domain.case.events.remedying import (
    ExceptionDecided,
    ExceptionRequested,
    RemedyApproved,
    RemedyGranted,
    RemedyingEvent,
    RemedyProposed,
    RemedyRejected,
)
from service.domain.case.events.reviewing import (
    CaseReviewed,
    ImprovementAgreed,
    ImprovementCompleted,
    ReviewingEvent,
)
from service.domain.case.events.revisiting import (
    CaseRevisited,
    RevisitCancelled,
    RevisitingEvent,
    RevisitPlanned,
)
from service.domain.case.events.selling import OrderStatusRecorded, PreSaleNeedRecorded, SellingEvent
from service.domain.case.events.surveying import SurveyAnswered, SurveyDeclined, SurveyForgone, SurveyingEvent
from service.domain.case.events.telling import (
    CustomerMessaged,
    PlanProposed,
    ProgressShared,
    ReplySent,
    ResultFedBack,
    TellingEvent,
)
from service.domain.case.events.understanding import (
    ClarificationAsked,
    NeedIdentified,
    UnderstandingConfirmed,
    UnderstandingEvent,
)
from service.domain.case.events.working import (
    CaseDeescalated,
    CaseEscalated,
    CaseHandedOver,
    NoteAdded,
    WaitingEnded,
    WaitingStarted,
    WorkingEvent,
)
from service.domain.event import Event

__all__ = [
    "CASE_EVENTS",
    "AlarmingEvent",
    "AttachingEvent",
    "AttachmentAdded",
    "CaseClassified",
    "CaseClosed",
    "CaseDeescalated",
    "CaseEscalated",
    "CaseEvent",
    "CaseHandedOver",
    "CaseLinked",
    "CaseMerged",
    "CaseReceived",
    "CaseReopened",
    "CaseResolved",
    "CaseReviewed",
    "CaseRevisited",
    "CaseSplit",
    "CaseUnlinked",
    "CaseUnmerged",
    "CauseIdentified",
    "ClarificationAsked",
    "CollaboratingEvent",
    "CollaborationAccepted",
    "CollaborationAnswered",
    "CollaborationCompleted",
    "CollaborationDeclined",
    "CollaborationRequested",
    "CommitmentBroken",
    "CommitmentKept",
    "CommitmentMade",
    "CommitmentRenegotiated",
    "ComplainingEvent",
    "ContingencyPlanActivated",
    "CounterpartInformed",
    "CustomerMessaged",
    "DispatchArranged",
    "DispatchEnded",
    "DispatchingEvent",
    "EmotionSoothed",
    "EndingEvent",
    "EscalationRiskCleared",
    "EscalationRiskFlagged",
    "ExceptionDecided",
    "ExceptionRequested",
    "GreenChannelOpened",
    "HandlingModeChosen",
    "ImpactRecorded",
    "ImprovementAgreed",
    "ImprovementCompleted",
    "IntakeEvent",
    "LiabilityDetermined",
    "LinkingEvent",
    "MergingEvent",
    "NeedIdentified",
    "NoteAdded",
    "OrderStatusRecorded",
    "OverPromiseWarned",
    "OwnerAssigned",
    "PlanProposed",
    "PreSaleNeedRecorded",
    "ProgressShared",
    "PromisingEvent",
    "QuestionAnswered",
    "QuestionOpened",
    "QuestioningEvent",
    "ReceiptAcknowledged",
    "RemedyApproved",
    "RemedyGranted",
    "RemedyProposed",
    "RemedyRejected",
    "RemedyingEvent",
    "ReplySent",
    "ResolutionConfirmed",
    "ResourcesAssigned",
    "ResultFedBack",
    "ReviewingEvent",
    "RevisitCancelled",
    "RevisitPlanned",
    "RevisitingEvent",
    "SatisfactionRated",
    "SceneReconstructed",
    "SellingEvent",
    "ServiceDelivered",
    "SourceUpdateRecorded",
    "SurveyAnswered",
    "SurveyDeclined",
    "SurveyForgone",
    "SurveySent",
    "SurveyingEvent",
    "TellingEvent",
    "UnderstandingConfirmed",
    "UnderstandingEvent",
    "WaitingEnded",
    "WaitingStarted",
    "WorkingEvent",
]

CaseEvent = Annotated[
    IntakeEvent
    | UnderstandingEvent
    | SellingEvent
    | TellingEvent
    | WorkingEvent
    | AlarmingEvent
    | PromisingEvent
    | CollaboratingEvent
    | DispatchingEvent
    | EndingEvent
    | SurveyingEvent
    | MergingEvent
    | RevisitingEvent
    | ReviewingEvent
    | AttachingEvent
    | QuestioningEvent
    | LinkingEvent
    | ComplainingEvent
    | RemedyingEvent,
    Field(discriminator="type"),
]
CASE_EVENTS: tuple[type[Event], ...] = get_args(get_args(CaseEvent)[0])
