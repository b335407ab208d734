"""How facts of a case change its tasks."""

from typing import Any, Literal
from uuid import UUID, uuid5

from service.domain.case.record import (
    collaborations,
    commitments,
    dispatches,
    exceptions,
    questions,
    remedies,
)
from service.domain.case.record.closure import CaseClosed
from service.domain.case.record.escalations import LADDER, CaseDeescalated, CaseEscalated, EscalationTaken
from service.domain.clocks.events import ClockEscalated
from service.domain.vocabulary import EscalationLevel
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError, by_itself
from service.projections.tasks.by_whom import done_by, relayed
from service.projections.tasks.table import clock_calls, tasks
from service.projections.tasks.view import V1_TASKS

TaskKind = Literal[
    "collaboration",
    "dispatch",
    "follow_up",
    "approval",
    "remedy",
    "exception",
    "question",
    "commitment",
    "call",
]
TaskStatus = Literal["open", "taken", "answered", "done", "declined", "broken", "ended"]
OPEN: frozenset[TaskStatus] = frozenset({"open", "taken", "answered"})
_NO_TASK: Row = dict.fromkeys(each.name for each in tasks.c)


def row_id_of(stream_id: UUID, kind: TaskKind | Literal["taking"], task_id: UUID) -> UUID:
    """Return the key of a task."""
    return uuid5(stream_id, f"{kind}:{task_id}")


def _open(sheet: Sheet, entry: Entry, kind: TaskKind | Literal["taking"], task_id: UUID, **more: Any) -> None:
    row_id = row_id_of(entry.stream_id, kind, task_id)
    if row_id not in sheet.rows:
        opened = {"row_id": row_id, "stream_id": entry.stream_id, "kind": kind, "task_id": task_id}
        at = entry.event.occurred_at
        _put(sheet, entry, {**_NO_TASK, **opened, "opened_at": at, "status": "open", **more})


def _row(sheet: Sheet, entry: Entry, kind: TaskKind, task_id: UUID) -> Row:
    row: Row | None = sheet.rows.get(row_id_of(entry.stream_id, kind, task_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    return row


def _put(sheet: Sheet, entry: Entry, row: Row) -> None:
    is_open = row["status"] in OPEN
    ended_at = None if is_open else row["ended_at"] or entry.event.occurred_at
    said = {"is_open": is_open, "ended_at": ended_at, "source_position": entry.position}
    sheet.put(row["row_id"], {**row, **said})


def _end(sheet: Sheet, entry: Entry, row: Row, status: TaskStatus, **more: Any) -> None:
    """End a task, once: what was done stays done since the first time."""
    if row["is_open"]:
        _put(sheet, entry, {**row, "status": status, **more})


def _requested(sheet: Sheet, entry: Entry, event: collaborations.CollaborationRequested) -> None:
    asked = {"departments": [event.department], "step": event.step, "due_at": event.due_at, **relayed(event)}
    _open(sheet, entry, "collaboration", event.collaboration_id, **asked)


def _accepted(sheet: Sheet, entry: Entry, event: collaborations.CollaborationAccepted) -> None:
    row = _row(sheet, entry, "collaboration", event.collaboration_id)
    if row["taken_at"] is None:
        status = "taken" if row["is_open"] else row["status"]
        taken = {"holder": event.accepted_by, "taken_at": event.occurred_at, "status": status}
        row = {**row, **taken}
    _put(sheet, entry, {**done_by(row, event), "eta_at": event.eta_at or row["eta_at"]})


def _answered(sheet: Sheet, entry: Entry, event: collaborations.CollaborationAnswered) -> None:
    row = _row(sheet, entry, "collaboration", event.collaboration_id)
    answered_at = row["answered_at"] or event.occurred_at
    told = {"eta_at": event.eta_at or row["eta_at"], "answered_at": answered_at}
    _put(sheet, entry, {**done_by(row, event), **told})


def _completed(sheet: Sheet, entry: Entry, event: collaborations.CollaborationCompleted) -> None:
    _end(sheet, entry, done_by(_row(sheet, entry, "collaboration", event.collaboration_id), event), "done")


def _declined(sheet: Sheet, entry: Entry, event: collaborations.CollaborationDeclined) -> None:
    row = _row(sheet, entry, "collaboration", event.collaboration_id)
    _end(sheet, entry, done_by(row, event), "declined")


def _arranged(sheet: Sheet, entry: Entry, event: dispatches.DispatchArranged) -> None:
    """Another dispatch takes up what the last one left."""
    _end_follow_ups(sheet, entry)
    sent = {"step": str(event.work), "holder": event.engineer, "due_at": event.planned_at}
    _open(sheet, entry, "dispatch", event.dispatch_id, taken_at=event.occurred_at, status="taken", **sent)


def _dispatch_ended(sheet: Sheet, entry: Entry, event: dispatches.DispatchEnded) -> None:
    row = _row(sheet, entry, "dispatch", event.dispatch_id)
    _end(sheet, entry, row, "done", is_solved=event.solved)
    if event.needs_follow_up:
        _open(sheet, entry, "follow_up", event.dispatch_id, holder=event.follow_up_by)
    elif event.solved:
        _end_follow_ups(sheet, entry)


def _end_follow_ups(sheet: Sheet, entry: Entry) -> None:
    for row in sheet.group(entry.stream_id):
        if row["kind"] == "follow_up":
            _end(sheet, entry, row, "done")


def _proposed(sheet: Sheet, entry: Entry, event: remedies.RemedyProposed) -> None:
    if event.needs_approval_by is not None:
        _open(sheet, entry, "approval", event.remedy_id, level=str(event.needs_approval_by))
    _open(sheet, entry, "remedy", event.remedy_id, step=event.remedy_type, due_at=event.due_at)


def _approved(sheet: Sheet, entry: Entry, event: remedies.RemedyApproved) -> None:
    _end_approval(sheet, entry, event.remedy_id, "done", event.approved_by)


def _rejected(sheet: Sheet, entry: Entry, event: remedies.RemedyRejected) -> None:
    _end_approval(sheet, entry, event.remedy_id, "declined", event.rejected_by)
    _end(sheet, entry, _row(sheet, entry, "remedy", event.remedy_id), "declined")


def _end_approval(sheet: Sheet, entry: Entry, remedy_id: UUID, status: TaskStatus, by: str) -> None:
    row = sheet.rows.get(row_id_of(entry.stream_id, "approval", remedy_id))
    if row is not None:
        _end(sheet, entry, row, status, holder=by)


def _granted(sheet: Sheet, entry: Entry, event: remedies.RemedyGranted) -> None:
    _end(sheet, entry, _row(sheet, entry, "remedy", event.remedy_id), "done", holder=event.granted_by)


def _exception_requested(sheet: Sheet, entry: Entry, event: exceptions.ExceptionRequested) -> None:
    asked = {"departments": list(event.departments) or None, **relayed(event)}
    _open(sheet, entry, "exception", event.exception_id, **asked)


def _exception_decided(sheet: Sheet, entry: Entry, event: exceptions.ExceptionDecided) -> None:
    status: TaskStatus = "done" if event.is_granted else "declined"
    row = _row(sheet, entry, "exception", event.exception_id)
    _end(sheet, entry, row, status, holder=event.decided_by, level=str(event.level))


def _question_opened(sheet: Sheet, entry: Entry, event: questions.QuestionOpened) -> None:
    asked_of = None if event.asked_of is None else [event.asked_of]
    asked = {"departments": asked_of, "due_at": event.due_at, "is_awaited": event.awaited_by_customer}
    _open(sheet, entry, "question", event.question_id, **asked, **relayed(event))


def _question_answered(sheet: Sheet, entry: Entry, event: questions.QuestionAnswered) -> None:
    """A question whose answer the customer waits for stays to be done until the customer has it."""
    row = _row(sheet, entry, "question", event.question_id)
    row = {**done_by(row, event), "answered_at": row["answered_at"] or event.occurred_at}
    if event.told_to_customer or not row["is_awaited"]:
        _end(sheet, entry, row, "done")
    elif row["is_open"]:
        _put(sheet, entry, {**row, "status": "answered"})


def _committed(sheet: Sheet, entry: Entry, event: commitments.CommitmentMade) -> None:
    promised = {"due_at": event.due_at, "first_due_at": event.due_at, "is_interim": bool(event.is_interim)}
    unsaid = {"renegotiation_count": 0, "is_over_promise": False}
    _open(sheet, entry, "commitment", event.commitment_id, **promised, **unsaid)


def _renegotiated(sheet: Sheet, entry: Entry, event: commitments.CommitmentRenegotiated) -> None:
    row = _row(sheet, entry, "commitment", event.commitment_id)
    status = "open" if row["status"] == "broken" else row["status"]
    agreed = {"due_at": event.due_at, "renegotiation_count": row["renegotiation_count"] + 1}
    _put(sheet, entry, {**row, **agreed, "status": status})


def _over_promised(sheet: Sheet, entry: Entry, event: commitments.OverPromiseFlagged) -> None:
    row = _row(sheet, entry, "commitment", event.commitment_id)
    _put(sheet, entry, {**row, "is_over_promise": True})


def _kept(sheet: Sheet, entry: Entry, event: commitments.CommitmentKept) -> None:
    row = _row(sheet, entry, "commitment", event.commitment_id)
    if row["status"] != "done":
        _put(sheet, entry, {**row, "status": "done", "ended_at": event.occurred_at})


def _broken(sheet: Sheet, entry: Entry, event: commitments.CommitmentBroken) -> None:
    _end(sheet, entry, _row(sheet, entry, "commitment", event.commitment_id), "broken")


def _escalated(sheet: Sheet, entry: Entry, event: CaseEscalated) -> None:
    called = {"holder": event.escalated_to, "level": str(event.level), "step": str(event.kind)}
    _open(sheet, entry, "call", entry.event_id, **called)


def _taken(sheet: Sheet, entry: Entry, event: EscalationTaken) -> None:
    """End the calls by people; to those of clocks the list holds the row that says so."""
    at, level = event.occurred_at, str(event.level)
    for row in _calls(sheet, entry):
        if row["level"] == level:
            _end(sheet, entry, row, "done", holder=event.taken_by, taken_at=at)
    taken = {"level": level, "holder": event.taken_by, "status": "done"}
    _open(sheet, entry, "taking", entry.event_id, **taken)


def _de_escalated(sheet: Sheet, entry: Entry, event: CaseDeescalated) -> None:
    for row in _calls(sheet, entry):
        is_above = event.level is None or LADDER.index(EscalationLevel(row["level"])) > LADDER.index(
            event.level
        )
        if row["step"] == event.kind and is_above:
            _end(sheet, entry, row, "ended", ended_by=entry.actor)


def _closed(sheet: Sheet, entry: Entry, _: CaseClosed) -> None:
    """Nobody is called to a case that is over."""
    for row in _calls(sheet, entry):
        _end(sheet, entry, row, "ended", ended_by=entry.actor)


def _calls(sheet: Sheet, entry: Entry) -> list[Row]:
    """Return the calls by people."""
    return [each for each in sheet.group(entry.stream_id) if each["kind"] == "call"]


TASKS = ReadModel(
    table=tasks,
    loaded_by=tasks.c.stream_id,
    handlers={
        collaborations.CollaborationRequested: _requested,
        collaborations.CollaborationAccepted: _accepted,
        collaborations.CollaborationAnswered: _answered,
        collaborations.CollaborationCompleted: _completed,
        collaborations.CollaborationDeclined: _declined,
        dispatches.DispatchArranged: _arranged,
        dispatches.DispatchEnded: _dispatch_ended,
        remedies.RemedyProposed: _proposed,
        remedies.RemedyApproved: _approved,
        remedies.RemedyRejected: _rejected,
        remedies.RemedyGranted: _granted,
        exceptions.ExceptionRequested: _exception_requested,
        exceptions.ExceptionDecided: _exception_decided,
        questions.QuestionOpened: _question_opened,
        questions.QuestionAnswered: _question_answered,
        commitments.CommitmentMade: _committed,
        commitments.CommitmentRenegotiated: _renegotiated,
        commitments.OverPromiseFlagged: _over_promised,
        commitments.CommitmentKept: _kept,
        commitments.CommitmentBroken: _broken,
        CaseEscalated: _escalated,
        EscalationTaken: _taken,
        CaseDeescalated: _de_escalated,
        CaseClosed: _closed,
    },
    view=V1_TASKS,
)


def _called(sheet: Sheet, entry: Entry, event: ClockEscalated) -> None:
    if not event.is_call:
        return
    row: Row = {
        "row_id": entry.event_id,
        "stream_id": entry.stream_id,
        "clock_id": event.clock_id,
        "level": str(event.level),
        "holder": event.escalated_to,
        "opened_at": event.occurred_at,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


CLOCK_CALLS = ReadModel(
    table=clock_calls,
    loaded_by=clock_calls.c.row_id,
    key_of=by_itself,
    handlers={ClockEscalated: _called},
)
