"""How an event changes the row of its case. Pure; reads no personal field."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, assert_never, get_args

from sqlalchemy import BigInteger, Boolean, Integer

from service.domain.case.events import CaseEvent
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import (
    CaseClosed,
    CaseReopened,
    CaseResolved,
    ResolutionConfirmed,
    ServiceDelivered,
)
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
from service.domain.case.record.dispatches import (
    DispatchArranged,
    DispatchEnded,
    HandlingModeChosen,
    ResourcesAssigned,
)
from service.domain.case.record.emergencies import (
    ContingencyPlanActivated,
    CounterpartInformed,
    GreenChannelOpened,
)
from service.domain.case.record.escalations import (
    CaseDeescalated,
    CaseEscalated,
    EscalationRiskCleared,
    EscalationRiskFlagged,
)
from service.domain.case.record.exceptions import ExceptionEvent
from service.domain.case.record.intake import (
    CaseReceived,
    ReceiptAcknowledged,
    SourceUpdateRecorded,
    is_acknowledgement,
)
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseSplit, CaseUnlinked, CaseUnmerged
from service.domain.case.record.questions import QuestionEvent
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.remedies import RemedyEvent
from service.domain.case.record.replies import (
    CustomerMessaged,
    NoteAdded,
    PlanProposed,
    ProgressShared,
    ReplySent,
    ResultFedBack,
    is_first_response,
)
from service.domain.case.record.reviews import ReviewEvent
from service.domain.case.record.revisits import CaseRevisited, RevisitCancelled, RevisitPlanned
from service.domain.case.record.sales import OrderStatusRecorded, PreSaleNeedRecorded
from service.domain.case.record.surveys import SurveyAnswered, SurveyDeclined, SurveyForgone, SurveySent
from service.domain.case.record.understanding import (
    ClarificationAsked,
    NeedIdentified,
    UnderstandingConfirmed,
)
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.event import Event
from service.projections.dispatch_rows import dispatch_changes
from service.projections.tables import cases
from service.projections.understanding_rows import understood
from service.projections.work_rows import WORK_FACTS, work_changes

Row = Mapping[str, Any]
Changes = dict[str, Any]

_SECOND = timedelta(seconds=1)
_NOTHING = {BigInteger: 0, Integer: 0, Boolean: False}
NO_CASE: Row = MappingProxyType(
    {str(each.name): None if each.nullable else _NOTHING.get(type(each.type)) for each in cases.c}
)
"""The row before its first event: nothing known, nothing counted."""

WithoutFigures = (
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
WITHOUT_FIGURES: tuple[type[Event], ...] = tuple(set(get_args(WithoutFigures)) - WORK_FACTS)
"""Events that leave the row as it is but for its version; a rating has a row of its own."""


def case_changes(row: Row, event: CaseEvent) -> Changes:
    """Return the columns that change by the event. Business time may go back."""
    changes = _course_changes(row, event)
    return {**changes, **work_changes(row, event)} if type(event) in WORK_FACTS else changes


def _course_changes(row: Row, event: CaseEvent) -> Changes:
    match event:
        case CaseReceived():
            return _received(event)
        case CaseClassified():
            return {
                "response_class": event.response_class,
                "priority": event.priority,
                "category": event.category,
            }
        case OwnerAssigned():
            return {"owner": event.owner, "team": event.team}
        case CaseHandedOver():
            return {"owner": event.to_owner, "team": event.to_team, **_one_more(row, "handover")}
        case ReceiptAcknowledged():
            return _acknowledged(row, event)
        case ReplySent():
            return _replied(row, event)
        case WaitingStarted():
            return {"waiting_on": event.waiting_on, "waiting_started_at": event.occurred_at}
        case WaitingEnded():
            return _waited(row, event)
        case CaseEscalated():
            return _one_more(row, "escalation")
        case ClarificationAsked() | UnderstandingConfirmed():
            return understood(row, event)
        case DispatchArranged() | DispatchEnded():
            return dispatch_changes(row, event)
        case CaseRevisited():
            return _one_more(row, "revisit")
        case SourceUpdateRecorded():
            return _source_said(event)
        case CaseResolved() | CaseReopened() | CaseClosed():
            return _ended(row, event)
        case CaseMerged():
            return {"merged_into": event.into_case_id, "merged_at": event.occurred_at}
        case CaseUnmerged():
            return {"merged_into": None, "merged_at": None}
        case _:
            return _unchanged(event)


def _unchanged(_: WithoutFigures) -> Changes:
    return {}


def _received(event: CaseReceived) -> Changes:
    return {
        "reference": event.reference,
        "account_id": event.account_id,
        "segment": event.segment,
        "channel": event.channel,
        "kind": event.kind,
        "phase": event.phase,
        "status": "open",
        "received_at": event.occurred_at,
    }


def _acknowledged(row: Row, event: ReceiptAcknowledged) -> Changes:
    if not is_acknowledgement(event):
        return {}
    return _earliest(row, "acknowledged_at", "acknowledge", event.occurred_at)


def _replied(row: Row, event: ReplySent) -> Changes:
    counted = _one_more(row, "reply")
    if not is_first_response(event):
        return counted
    return counted | _earliest(row, "first_response_at", "first_response", event.occurred_at)


def _waited(row: Row, event: WaitingEnded) -> Changes:
    count, total = f"waiting_{event.waiting_on}_count", f"waiting_{event.waiting_on}_seconds"
    started_at = row["waiting_started_at"] or event.occurred_at
    # a wait recorded with an end before its start took no time
    lasted = max(_seconds(started_at, event.occurred_at), 0)
    return {
        "waiting_on": None,
        "waiting_started_at": None,
        count: row[count] + 1,
        total: row[total] + lasted,
    }


def _source_said(event: SourceUpdateRecorded) -> Changes:
    said: Changes = {"source": event.source}
    if event.promise_kept is not None:
        said["source_promise_kept"] = event.promise_kept
    if event.promise_due_at is not None:
        said["source_promise_due_at"] = event.promise_due_at
    return said


def _ended(row: Row, event: CaseResolved | CaseReopened | CaseClosed) -> Changes:
    at = event.occurred_at
    match event:
        case CaseResolved():
            first = (
                {}
                if row["first_resolved_at"]
                else _measured(row, "first_resolved_at", "first_resolution", at)
            )
            last = _measured(row, "final_resolved_at", "final_resolution", at)
            return {**first, **last, "status": "resolved", "ended_at": at}
        case CaseReopened():
            return {"status": "open", "ended_at": None, **_one_more(row, "reopen")}
        case CaseClosed():
            closed = _measured(row, "closed_at", "close", at)
            return {**closed, "status": "closed", "ended_at": row["ended_at"] or at}
        case _:
            assert_never(event)


def _measured(row: Row, instant: str, duration: str, at: datetime) -> Changes:
    return {instant: at, f"{duration}_seconds": _seconds(row["received_at"], at)}


def _earliest(row: Row, instant: str, duration: str, at: datetime) -> Changes:
    earliest = min(row[instant] or at, at)
    return _measured(row, instant, duration, earliest)


def _one_more(row: Row, counted: str) -> Changes:
    return {f"{counted}_count": row[f"{counted}_count"] + 1}


def _seconds(since: datetime, until: datetime) -> int:
    """Return the whole seconds between, rounded down."""
    return (until - since) // _SECOND
