"""The events that leave rows of cases and accounts as they are, but for how far they are true.

Whoever adds an event says here that no figure changes, or changes one.
"""

from typing import get_args

from service.domain.account import events as account
from service.domain.case.events import (
    AttachmentAdded,
    CaseDeescalated,
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    ComplainingEvent,
    ContingencyPlanActivated,
    CounterpartInformed,
    CustomerMessaged,
    EscalationRiskCleared,
    EscalationRiskFlagged,
    GreenChannelOpened,
    HandlingModeChosen,
    LinkingEvent,
    NeedIdentified,
    NoteAdded,
    OrderStatusRecorded,
    OverPromiseWarned,
    PlanProposed,
    PreSaleNeedRecorded,
    ProgressShared,
    QuestioningEvent,
    RemedyingEvent,
    ResolutionConfirmed,
    ResourcesAssigned,
    ResultFedBack,
    ReviewingEvent,
    RevisitCancelled,
    RevisitPlanned,
    SatisfactionRated,
    ServiceDelivered,
    SurveyingEvent,
    SurveySent,
)
from service.domain.event import Event
from service.projections.cases.work import WORK_FACTS

OfCases = (
    ComplainingEvent
    | RemedyingEvent
    | QuestioningEvent
    | LinkingEvent
    | OverPromiseWarned
    | ResultFedBack
    | EscalationRiskFlagged
    | EscalationRiskCleared
    | NeedIdentified
    | PreSaleNeedRecorded
    | OrderStatusRecorded
    | ResolutionConfirmed
    | NoteAdded
    | RevisitPlanned
    | RevisitCancelled
    | ReviewingEvent
    | AttachmentAdded
    | SatisfactionRated
    | CustomerMessaged
    | ProgressShared
    | PlanProposed
    | CounterpartInformed
    | ContingencyPlanActivated
    | GreenChannelOpened
    | CommitmentMade
    | CommitmentRenegotiated
    | CommitmentKept
    | CommitmentBroken
    | CollaborationRequested
    | CollaborationAccepted
    | CollaborationAnswered
    | CollaborationCompleted
    | CollaborationDeclined
    | ServiceDelivered
    | SurveySent
    | SurveyingEvent
    | CaseDeescalated
    | HandlingModeChosen
    | ResourcesAssigned
)
OF_CASES: tuple[type[Event], ...] = tuple(set(get_args(OfCases)) - WORK_FACTS)
OF_ACCOUNTS: tuple[type[Event], ...] = (
    account.ContactAdded,
    account.ContactOptedOut,
    account.ContactOptedIn,
    account.AgreementSigned,
    account.AgreementAmended,
    account.AgreementEnded,
    account.FirstContactMade,
    account.BillChecked,
    account.VisitRecorded,
    account.NewsSent,
    account.AccountSurveyHeld,
    account.ProblemReportIssued,
)
