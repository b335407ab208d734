"""How an event changes the row of its case. Pure; gets no personal field."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, assert_never

from sqlalchemy import BigInteger, Boolean, Integer

from service.domain.case.readings.answers import ANSWERS, gives_answer
from service.domain.case.record import intake
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.classification import CaseClassified
from service.domain.case.record.closure import CaseClosed, CaseReopened, CaseResolved
from service.domain.case.record.commitments import CommitmentMade, OverPromiseFlagged
from service.domain.case.record.dispatches import DispatchArranged, DispatchEnded
from service.domain.case.record.escalations import CaseEscalated
from service.domain.case.record.links import CaseMerged, CaseUnmerged
from service.domain.case.record.replies import ReplySent
from service.domain.case.record.revisits import CaseRevisited
from service.domain.case.record.understanding import ClarificationAsked, UnderstandingConfirmed
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.event import Event
from service.domain.vocabulary import CloseReason
from service.projections.cases.dispatches import dispatch_changes
from service.projections.cases.table import cases
from service.projections.cases.turns import TURN_FACTS, turned
from service.projections.cases.understanding import understood
from service.projections.cases.work import WORK_FACTS, work_changes

Row = Mapping[str, Any]
Changes = dict[str, Any]
WITHOUT_RESOLUTION = frozenset({CloseReason.WITHDRAWN, CloseReason.DUPLICATE})

_SECOND = timedelta(seconds=1)
_NOTHING = {BigInteger: 0, Integer: 0, Boolean: False}
NO_CASE: Row = MappingProxyType(
    {str(each.name): None if each.nullable else _NOTHING.get(type(each.type)) for each in cases.c}
)
"""The row before its first event: nothing known, nothing counted."""


def _received(_: Row, event: intake.CaseReceived) -> Changes:
    return {
        "reference": event.reference,
        "account_id": event.account_id,
        "segment": event.segment,
        "channel": event.channel,
        "kind": event.kind,
        "phase": event.phase,
        "order_reference": event.order_reference,
        "asset_reference": event.asset_reference,
        "status": "open",
        "received_at": event.occurred_at,
    }


def _acknowledged(row: Row, event: intake.ReceiptAcknowledged) -> Changes:
    if not intake.is_acknowledgement(event):
        return {}
    return _earliest(row, "acknowledged_at", "acknowledge", event.occurred_at)


def _replied(row: Row, _: ReplySent) -> Changes:
    return _one_more(row, "reply")


def _answered(row: Row, event: Event) -> Changes:
    if not gives_answer(event):
        return {}
    return _earliest(row, "first_response_at", "first_response", event.occurred_at)


def _waited(row: Row, event: WaitingEnded | CaseResolved | CaseClosed) -> Changes:
    """End the wait, which the end of the case does too."""
    return {**_wait_over(row, event.occurred_at), "waiting_on": None, "waiting_started_at": None}


def _wait_over(row: Row, at: datetime) -> Changes:
    """Count the wait that ends; an end before which nothing began ends none."""
    if row["waiting_on"] is None:
        return {}
    count, total = f"waiting_{row['waiting_on']}_count", f"waiting_{row['waiting_on']}_seconds"
    return {count: row[count] + 1, total: row[total] + _seconds(row["waiting_started_at"], at)}


def _source_said(_: Row, event: intake.SourceUpdateRecorded) -> Changes:
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
            return {
                **first,
                **last,
                **_waited(row, event),
                **_lacked(row, event),
                "status": "resolved",
                "ended_at": row["ended_at"] or at,
            }
        case CaseReopened():
            return {"status": "open", "ended_at": None, **_one_more(row, "reopen")}
        case CaseClosed():
            closed = _measured(row, "closed_at", "close", at)
            # What is open and is withdrawn was not resolved, though it may have been before it was reopened.
            undone = row["status"] == "open" and event.reason in WITHOUT_RESOLUTION
            last = {"final_resolved_at": None, "final_resolution_seconds": None} if undone else {}
            ended_at = row["ended_at"] or at
            over = {**_waited(row, event), **_lacked(row, event)}
            return {**closed, **last, **over, "status": "closed", "ended_at": ended_at}
        case _:
            assert_never(event)


def _lacked(row: Row, event: CaseResolved | CaseClosed) -> Changes:
    if not event.missing:
        return {}
    lacked = {*(row["lacked"] or "").split(", "), *event.missing} - {""}
    return {
        "lacking_count": row["lacking_count"] + len(event.missing),
        "lacked": ", ".join(sorted(lacked)),
    }


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


def _classified(row: Row, event: CaseClassified) -> Changes:
    lowered = _one_more(row, "lowered") if event.lowered or event.raised_after_end else {}
    told = ("response_class", "priority", "category")
    return {**lowered, **{name: getattr(event, name) for name in told}}


def _owned(row: Row, event: OwnerAssigned) -> Changes:
    return {"owner": event.owner, "team": event.team, **_left_by(row, event.owner)}


def _handed_over(row: Row, event: CaseHandedOver) -> Changes:
    left = _left_by(row, event.to_owner)
    return {"owner": event.to_owner, "team": event.to_team, **_one_more(row, "handover"), **left}


def _left_by(row: Row, owner: str | None) -> Changes:
    """Remember who no longer answers for the case, each once, and nobody who has it again."""
    known = dict.fromkeys([*(row["former_owners"] or ()), row["owner"]])
    former = [each for each in known if each not in {None, owner}]
    return {"former_owners": former or None}


def _waiting(row: Row, event: WaitingStarted) -> Changes:
    """A wait told late may begin while another lasts, which it ends."""
    begun = {"waiting_on": event.waiting_on, "waiting_started_at": event.occurred_at}
    return {**_wait_over(row, event.occurred_at), **begun}


def _merged(_: Row, event: CaseMerged) -> Changes:
    return {"merged_into": event.into_case_id, "merged_at": event.occurred_at}


def _unmerged(_: Row, __: CaseUnmerged) -> Changes:
    return {"merged_into": None, "merged_at": None}


def _escalated(row: Row, event: CaseEscalated) -> Changes:
    return {**_one_more(row, "escalation"), **_one_more(row, f"{event.kind}_escalation")}


def _revisited(row: Row, _: CaseRevisited) -> Changes:
    return _one_more(row, "revisit")


def _promised(row: Row, event: CommitmentMade) -> Changes:
    interim = _one_more(row, "interim_commitment") if event.is_interim else {}
    return {**interim, **_one_more(row, "commitment")}


def _over_promised(row: Row, _: OverPromiseFlagged) -> Changes:
    return _one_more(row, "over_promise")


Change = Callable[[Row, Any], Changes]
_COURSE: dict[type[Event], Change] = {
    intake.CaseReceived: _received,
    CaseClassified: _classified,
    OwnerAssigned: _owned,
    CaseHandedOver: _handed_over,
    intake.ReceiptAcknowledged: _acknowledged,
    ReplySent: _replied,
    WaitingStarted: _waiting,
    WaitingEnded: _waited,
    CaseEscalated: _escalated,
    ClarificationAsked: understood,
    UnderstandingConfirmed: understood,
    DispatchArranged: dispatch_changes,
    DispatchEnded: dispatch_changes,
    CaseRevisited: _revisited,
    CommitmentMade: _promised,
    OverPromiseFlagged: _over_promised,
    intake.SourceUpdateRecorded: _source_said,
    CaseResolved: _ended,
    CaseReopened: _ended,
    CaseClosed: _ended,
    CaseMerged: _merged,
    CaseUnmerged: _unmerged,
}
CHANGES: dict[type[Event], tuple[Change, ...]] = {
    kind: tuple(
        change
        for change in (
            _COURSE.get(kind),
            _answered if kind in ANSWERS else None,
            work_changes if kind in WORK_FACTS else None,
            turned,
        )
        if change is not None
    )
    for kind in (
        *_COURSE,
        *sorted((WORK_FACTS | TURN_FACTS) - _COURSE.keys(), key=lambda each: each.STORED_NAME),
    )
}
"""The columns that change by an event."""


def case_changes(row: Row, event: Event) -> Changes:
    """Return the columns that change by the event."""
    changes: Changes = {}
    for change in CHANGES.get(type(event), ()):
        changes.update(change(row, event))
    return changes
