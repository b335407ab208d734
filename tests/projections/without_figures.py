"""The events that leave rows of cases and accounts as they are, but for how far they are true.

Whoever adds an event says here that no figure changes, or changes one.
"""

from typing import get_args

from service.domain.account.record.agreements import AgreementAmended, AgreementEnded, AgreementSigned
from service.domain.account.record.care import AccountSurveyHeld, NewsSent, ProblemReportIssued
from service.domain.account.record.contacts import ContactAdded, ContactOptedIn, ContactOptedOut
from service.domain.account.record.settlements import BillChecked
from service.domain.account.record.visits import FirstContactMade, VisitRecorded
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.case.record.closure import ResolutionConfirmed, ServiceDelivered
from service.domain.case.record.collaborations import (
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.record.commitments import (
    CommitmentBroken,
    CommitmentKept,
    CommitmentMade,
    CommitmentRenegotiated,
    OverPromiseWarned,
)
from service.domain.case.record.complaints import ComplaintEvent
from service.domain.case.record.dispatches import HandlingModeChosen, ResourcesAssigned
from service.domain.case.record.emergencies import (
    ContingencyPlanActivated,
    CounterpartInformed,
    GreenChannelOpened,
)
from service.domain.case.record.escalations import (
    CaseDeescalated,
    EscalationRiskCleared,
    EscalationRiskFlagged,
)
from service.domain.case.record.exceptions import ExceptionEvent
from service.domain.case.record.links import CaseLinked, CaseSplit, CaseUnlinked
from service.domain.case.record.questions import QuestionEvent
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.remedies import RemedyEvent
from service.domain.case.record.replies import (
    CustomerMessaged,
    NoteAdded,
    PlanProposed,
    ProgressShared,
    ResultFedBack,
)
from service.domain.case.record.reviews import ReviewEvent
from service.domain.case.record.revisits import RevisitCancelled, RevisitPlanned
from service.domain.case.record.sales import OrderStatusRecorded, PreSaleNeedRecorded
from service.domain.case.record.surveys import SurveyAnswered, SurveyDeclined, SurveyForgone, SurveySent
from service.domain.case.record.understanding import NeedIdentified
from service.domain.event import Event
from service.projections.cases.work import WORK_FACTS

OfCases = (
    ComplaintEvent
    | RemedyEvent
    | ExceptionEvent
    | QuestionEvent
    | CaseLinked
    | CaseUnlinked
    | CaseSplit
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
    | ReviewEvent
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
    | SurveyAnswered
    | SurveyDeclined
    | SurveyForgone
    | CaseDeescalated
    | HandlingModeChosen
    | ResourcesAssigned
)
OF_CASES: tuple[type[Event], ...] = tuple(set(get_args(OfCases)) - WORK_FACTS)
OF_ACCOUNTS: tuple[type[Event], ...] = (
    ContactAdded,
    ContactOptedOut,
    ContactOptedIn,
    AgreementSigned,
    AgreementAmended,
    AgreementEnded,
    FirstContactMade,
    BillChecked,
    VisitRecorded,
    NewsSent,
    AccountSurveyHeld,
    ProblemReportIssued,
)
