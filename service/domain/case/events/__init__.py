"""Facts about a case, by theme."""

from typing import Annotated, get_args

from pydantic import Field

from service.domain.case.events.alarming import (
    AlarmingEvent,
    ContingencyPlanActivated,
    CounterpartInformed,
    GreenChannelOpened,
)
from service.domain.case.events.collaborating import (
    CollaboratingEvent,
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.events.ending import (
    CaseClosed,
    CaseReopened,
    CaseResolved,
    CaseRevisited,
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
from service.domain.case.events.merging import CaseMerged, CaseUnmerged, MergingEvent
from service.domain.case.events.promising import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    PromisingEvent,
)
from service.domain.case.events.telling import (
    CustomerMessaged,
    PlanProposed,
    ProgressShared,
    ReplySent,
    TellingEvent,
)
from service.domain.case.events.working import (
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
    "CaseClassified",
    "CaseClosed",
    "CaseEscalated",
    "CaseEvent",
    "CaseHandedOver",
    "CaseMerged",
    "CaseReceived",
    "CaseReopened",
    "CaseResolved",
    "CaseRevisited",
    "CaseUnmerged",
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
    "ContingencyPlanActivated",
    "CounterpartInformed",
    "CustomerMessaged",
    "EndingEvent",
    "GreenChannelOpened",
    "IntakeEvent",
    "MergingEvent",
    "NoteAdded",
    "OwnerAssigned",
    "PlanProposed",
    "ProgressShared",
    "PromisingEvent",
    "ReceiptAcknowledged",
    "ReplySent",
    "ResolutionConfirmed",
    "SatisfactionRated",
    "ServiceDelivered",
    "SourceUpdateRecorded",
    "SurveySent",
    "TellingEvent",
    "WaitingEnded",
    "WaitingStarted",
    "WorkingEvent",
]

CaseEvent = Annotated[
    IntakeEvent
    | TellingEvent
    | WorkingEvent
    | AlarmingEvent
    | PromisingEvent
    | CollaboratingEvent
    | EndingEvent
    | MergingEvent,
    Field(discriminator="type"),
]
CASE_EVENTS: tuple[type[Event], ...] = get_args(get_args(CaseEvent)[0])
