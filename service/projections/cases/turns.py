"""How facts change whose turn it is: who waits for whom, since when, and how long nothing was done or said.

Pure; reads no personal field.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from service.domain.case.events import CASE_EVENTS
from service.domain.case.readings.answers import ANSWERS, gives_answer
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.attachments import AttachmentAdded
from service.domain.case.record.closure import CaseClosed, CaseReopened, CaseResolved, ResolutionConfirmed
from service.domain.case.record.commitments import OverPromiseFlagged
from service.domain.case.record.emergencies import CounterpartInformed
from service.domain.case.record.intake import CaseReceived, SourceUpdateRecorded
from service.domain.case.record.links import CaseLinked, CaseMerged, CaseUnlinked, CaseUnmerged
from service.domain.case.record.questions import QuestionOpened
from service.domain.case.record.ratings import RecoveryRequested, SatisfactionRated
from service.domain.case.record.replies import (
    AnswerNotNeeded,
    CustomerMessaged,
    NoteAdded,
    PlanProposed,
    ProgressShared,
    ReplySent,
)
from service.domain.case.record.sales import OrderStatusRecorded
from service.domain.case.record.surveys import SurveyAnswered, SurveyDeclined
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.event import Event
from service.domain.vocabulary import Need, WaitingOn

Row = Mapping[str, Any]
Changes = dict[str, Any]

NOTHING_DONE: frozenset[type[Event]] = frozenset(
    {
        CustomerMessaged,
        AnswerNotNeeded,
        SourceUpdateRecorded,
        OrderStatusRecorded,
        NoteAdded,
        AttachmentAdded,
        CaseLinked,
        CaseUnlinked,
        SatisfactionRated,
        SurveyAnswered,
        SurveyDeclined,
        RecoveryRequested,
        OverPromiseFlagged,
    }
)
"""What is no work of ours on the matter: customers, other systems and rules speak, or something is filed."""
TURN_FACTS: frozenset[type[Event]] = frozenset(CASE_EVENTS) - NOTHING_DONE | {
    CustomerMessaged,
    AnswerNotNeeded,
}
"""The facts that change a column here."""
_SECOND = timedelta(seconds=1)
_ENDS = (CaseResolved, CaseClosed, CaseMerged)
_BEGINS = (CaseReceived, CaseReopened, CaseUnmerged)


def turned(row: Row, event: Event) -> Changes:
    """Return the columns that change by the event."""
    answers = isinstance(event, ANSWERS) and gives_answer(event)
    return {
        **_first(row, event),
        **_replied(row, event, answers=answers),
        **_heard(row, event, answers=answers),
        **_waited_for(row, event),
        **_worked(row, event, answers=answers),
    }


def _first(row: Row, event: Event) -> Changes:
    """Note what happened for the first time, how many answers a resolution took, how soon it was undone."""
    match event:
        case OwnerAssigned(owner=str()) | CaseHandedOver(to_owner=str()) if row["owned_at"] is None:
            return _since_receipt(row, "owned", event.occurred_at)
        case CounterpartInformed(delivery_proof=str()) if row["counterpart_reached_at"] is None:
            return _since_receipt(row, "counterpart_reached", event.occurred_at)
        case PlanProposed() if row["planned_at"] is None:
            return _since_receipt(row, "planned", event.occurred_at)
        case ReplySent() | ProgressShared() if _is_told_again(event):
            return {"told_again_count": row["told_again_count"] + 1}
        case CaseResolved():
            return {"resolution_reply_count": row["public_reply_count"]}
        case CaseReopened() if row["ended_at"] is not None:
            after, soonest = _seconds(row["ended_at"], event.occurred_at), row["soonest_reopen_seconds"]
            return {"soonest_reopen_seconds": after if soonest is None else min(soonest, after)}
        case _:
            return {}


def _since_receipt(row: Row, name: str, at: datetime) -> Changes:
    return {f"{name}_at": at, f"{name}_seconds": _seconds(row["received_at"], at)}


def _replied(row: Row, event: Event, *, answers: bool) -> Changes:
    """Several messages without an answer are one turn, which counts from the oldest."""
    since = row["unanswered_since_at"]
    if isinstance(event, CustomerMessaged) and event.waits:
        return {
            "customer_message_count": row["customer_message_count"] + 1,
            "unanswered_since_at": since or event.occurred_at,
        }
    if since is None:
        return {}
    if isinstance(event, AnswerNotNeeded):
        return {"unanswered_since_at": None}
    if not answers:
        return {}
    seconds = _seconds(since, event.occurred_at)
    return {
        "unanswered_since_at": None,
        "next_reply_count": row["next_reply_count"] + 1,
        "next_reply_seconds": row["next_reply_seconds"] + seconds,
        "longest_next_reply_seconds": max(row["longest_next_reply_seconds"] or 0, seconds),
    }


def _heard(row: Row, event: Event, *, answers: bool) -> Changes:
    """The first gap begins with the first answer, the last one ends with the resolution."""
    is_open = row["status"] == "open"
    if not isinstance(event, CaseReceived) and _begins(row, event):
        return {"last_news_at": event.occurred_at}
    ends = isinstance(event, _ENDS)
    is_news = answers and is_open and _is_news(event)
    if not ends and not is_news:
        return {}
    gap = _longest(row, "update_gap", row["last_news_at"], event.occurred_at)
    return {**gap, "last_news_at": None if ends else event.occurred_at}


def _is_news(event: Event) -> bool:
    """Return whether an answer tells how it stands: not that all is well, nor what was told before."""
    return not isinstance(event, ResolutionConfirmed) and not _is_told_again(event)


def _is_told_again(event: Event) -> bool:
    return isinstance(event, ReplySent | ProgressShared) and Need.NEWS in (event.missing or ())


def _waited_for(row: Row, event: Event) -> Changes:
    """It is our turn while the case is open, but for waits for the customer, until the customer speaks."""
    at = event.occurred_at
    if isinstance(event, _ENDS) or (
        isinstance(event, WaitingStarted) and event.waiting_on is WaitingOn.CUSTOMER
    ):
        since = row["our_turn_since_at"]
        if since is None:
            return {}
        waited = (row["requester_wait_seconds"] or 0) + _seconds(since, at)
        return {"our_turn_since_at": None, "requester_wait_seconds": waited}
    goes_on = isinstance(event, WaitingStarted | WaitingEnded | CustomerMessaged) and _is_worked_on(row)
    if row["our_turn_since_at"] is None and (goes_on or _begins(row, event)):
        return {"our_turn_since_at": at}
    return {}


def _worked(row: Row, event: Event, *, answers: bool) -> Changes:
    """Measure how long nothing was done. What only puts the customer off is nothing done."""
    at = event.occurred_at
    if _is_nothing_done(event, answers=answers):
        return {}
    ends = isinstance(event, (*_ENDS, WaitingStarted))
    goes_on = isinstance(event, WaitingEnded) and _is_worked_on(row)
    if row["last_worked_at"] is None and not (goes_on or _begins(row, event)):
        return {}
    return {
        **_longest(row, "idle", row["last_worked_at"], at),
        "last_worked_at": None if ends else at,
    }


def _is_nothing_done(event: Event, *, answers: bool) -> bool:
    """Return whether an event is no work: it is of such a kind, or puts off, also by a question."""
    if isinstance(event, QuestionOpened):
        return bool(event.opened_by_reply)
    return type(event) in NOTHING_DONE or (isinstance(event, ReplySent | ProgressShared) and not answers)


def _begins(row: Row, event: Event) -> bool:
    """Return whether a case begins to be worked on by an event."""
    if isinstance(event, CaseUnmerged):
        return bool(row["status"] == "open")
    return isinstance(event, _BEGINS) and row["merged_at"] is None


def _is_worked_on(row: Row) -> bool:
    return row["status"] == "open" and row["merged_at"] is None


def _longest(row: Row, name: str, since: datetime | None, at: datetime) -> Changes:
    if since is None:
        return {}
    known = f"longest_{name}_seconds"
    return {known: max(row[known] or 0, _seconds(since, at))}


def _seconds(since: datetime, until: datetime) -> int:
    """Return the whole seconds between, rounded down."""
    return (until - since) // _SECOND
