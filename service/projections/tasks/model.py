"""How facts of a case change its tasks."""

from uuid import UUID

from service.domain.case.record import (
    collaborations,
    commitments,
    dispatches,
    exceptions,
    questions,
    remedies,
)
from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.escalations import LADDER, CaseDeescalated, CaseEscalated, EscalationTaken
from service.domain.clocks.events import ClockEscalated
from service.domain.vocabulary import EscalationLevel
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself
from service.projections.tasks.by_whom import done_by, relayed
from service.projections.tasks.followed import end_stages, followed
from service.projections.tasks.rows import TaskStatus, end_task, open_task, put_task, row_id_of, row_of
from service.projections.tasks.table import clock_calls, tasks
from service.projections.tasks.view import V1_TASKS


def _requested(sheet: Sheet, entry: Entry, event: collaborations.CollaborationRequested) -> None:
    asked = {"departments": [event.department], "step": event.step, "due_at": event.due_at, **relayed(event)}
    open_task(sheet, entry, "collaboration", event.collaboration_id, **asked)


def _accepted(sheet: Sheet, entry: Entry, event: collaborations.CollaborationAccepted) -> None:
    row = row_of(sheet, entry, "collaboration", event.collaboration_id)
    if row["taken_at"] is None:
        status = "taken" if row["is_open"] else row["status"]
        taken = {"holder": event.accepted_by, "taken_at": event.occurred_at, "status": status}
        row = {**row, **taken}
    put_task(sheet, entry, {**done_by(row, event), "eta_at": event.eta_at or row["eta_at"]})


def _answered(sheet: Sheet, entry: Entry, event: collaborations.CollaborationAnswered) -> None:
    row = row_of(sheet, entry, "collaboration", event.collaboration_id)
    answered_at = row["answered_at"] or event.occurred_at
    told = {"eta_at": event.eta_at or row["eta_at"], "answered_at": answered_at}
    put_task(sheet, entry, {**done_by(row, event), **told})


def _completed(sheet: Sheet, entry: Entry, event: collaborations.CollaborationCompleted) -> None:
    end_task(
        sheet, entry, done_by(row_of(sheet, entry, "collaboration", event.collaboration_id), event), "done"
    )


def _declined(sheet: Sheet, entry: Entry, event: collaborations.CollaborationDeclined) -> None:
    row = row_of(sheet, entry, "collaboration", event.collaboration_id)
    end_task(sheet, entry, done_by(row, event), "declined")


def _arranged(sheet: Sheet, entry: Entry, event: dispatches.DispatchArranged) -> None:
    """Another dispatch takes up what the last one left."""
    _end_follow_ups(sheet, entry)
    sent = {"step": str(event.work), "holder": event.engineer, "due_at": event.planned_at}
    open_task(sheet, entry, "dispatch", event.dispatch_id, taken_at=event.occurred_at, status="taken", **sent)


def _dispatch_ended(sheet: Sheet, entry: Entry, event: dispatches.DispatchEnded) -> None:
    row = row_of(sheet, entry, "dispatch", event.dispatch_id)
    end_task(sheet, entry, row, "done", is_solved=event.solved)
    if event.needs_follow_up:
        open_task(sheet, entry, "follow_up", event.dispatch_id, holder=event.follow_up_by)
    elif event.solved:
        _end_follow_ups(sheet, entry)


def _end_follow_ups(sheet: Sheet, entry: Entry) -> None:
    for row in sheet.group(entry.stream_id):
        if row["kind"] == "follow_up":
            end_task(sheet, entry, row, "done")


def _proposed(sheet: Sheet, entry: Entry, event: remedies.RemedyProposed) -> None:
    if event.needs_approval_by is not None:
        open_task(sheet, entry, "approval", event.remedy_id, level=str(event.needs_approval_by))
    open_task(sheet, entry, "remedy", event.remedy_id, step=event.remedy_type, due_at=event.due_at)


def _approved(sheet: Sheet, entry: Entry, event: remedies.RemedyApproved) -> None:
    _end_approval(sheet, entry, event.remedy_id, "done", event.approved_by)


def _rejected(sheet: Sheet, entry: Entry, event: remedies.RemedyRejected) -> None:
    _end_approval(sheet, entry, event.remedy_id, "declined", event.rejected_by)
    end_task(sheet, entry, row_of(sheet, entry, "remedy", event.remedy_id), "declined")


def _end_approval(sheet: Sheet, entry: Entry, remedy_id: UUID, status: TaskStatus, by: str) -> None:
    row = sheet.rows.get(row_id_of(entry.stream_id, "approval", remedy_id))
    if row is not None:
        end_task(sheet, entry, row, status, holder=by)


def _granted(sheet: Sheet, entry: Entry, event: remedies.RemedyGranted) -> None:
    end_task(sheet, entry, row_of(sheet, entry, "remedy", event.remedy_id), "done", holder=event.granted_by)


def _exception_requested(sheet: Sheet, entry: Entry, event: exceptions.ExceptionRequested) -> None:
    asked = {"departments": list(event.departments) or None, **relayed(event)}
    open_task(sheet, entry, "exception", event.exception_id, **asked)


def _exception_decided(sheet: Sheet, entry: Entry, event: exceptions.ExceptionDecided) -> None:
    status: TaskStatus = "done" if event.is_granted else "declined"
    row = row_of(sheet, entry, "exception", event.exception_id)
    end_task(sheet, entry, row, status, holder=event.decided_by, level=str(event.level))


def _question_opened(sheet: Sheet, entry: Entry, event: questions.QuestionOpened) -> None:
    asked_of = None if event.asked_of is None else [event.asked_of]
    asked = {"departments": asked_of, "due_at": event.due_at, "is_awaited": event.awaited_by_customer}
    open_task(sheet, entry, "question", event.question_id, **asked, **relayed(event))


def _question_answered(sheet: Sheet, entry: Entry, event: questions.QuestionAnswered) -> None:
    """A question whose answer the customer waits for stays to be done until the customer has it."""
    row = row_of(sheet, entry, "question", event.question_id)
    row = {**done_by(row, event), "answered_at": row["answered_at"] or event.occurred_at}
    if event.told_to_customer or not row["is_awaited"]:
        end_task(sheet, entry, row, "done")
    elif row["is_open"]:
        put_task(sheet, entry, {**row, "status": "answered"})


def _committed(sheet: Sheet, entry: Entry, event: commitments.CommitmentMade) -> None:
    promised = {"due_at": event.due_at, "first_due_at": event.due_at, "is_interim": bool(event.is_interim)}
    unsaid = {"renegotiation_count": 0, "is_over_promise": False}
    open_task(sheet, entry, "commitment", event.commitment_id, **promised, **unsaid)


def _renegotiated(sheet: Sheet, entry: Entry, event: commitments.CommitmentRenegotiated) -> None:
    row = row_of(sheet, entry, "commitment", event.commitment_id)
    status = "open" if row["status"] == "broken" else row["status"]
    agreed = {"due_at": event.due_at, "renegotiation_count": row["renegotiation_count"] + 1}
    put_task(sheet, entry, {**row, **agreed, "status": status})


def _over_promised(sheet: Sheet, entry: Entry, event: commitments.OverPromiseFlagged) -> None:
    row = row_of(sheet, entry, "commitment", event.commitment_id)
    put_task(sheet, entry, {**row, "is_over_promise": True})


def _kept(sheet: Sheet, entry: Entry, event: commitments.CommitmentKept) -> None:
    row = row_of(sheet, entry, "commitment", event.commitment_id)
    if row["status"] != "done":
        put_task(sheet, entry, {**row, "status": "done", "ended_at": event.occurred_at})


def _broken(sheet: Sheet, entry: Entry, event: commitments.CommitmentBroken) -> None:
    end_task(sheet, entry, row_of(sheet, entry, "commitment", event.commitment_id), "broken")


def _escalated(sheet: Sheet, entry: Entry, event: CaseEscalated) -> None:
    called = {"holder": event.escalated_to, "level": str(event.level), "step": str(event.kind)}
    open_task(sheet, entry, "call", entry.event_id, **called)


def _taken(sheet: Sheet, entry: Entry, event: EscalationTaken) -> None:
    """End the calls by people; to those of clocks the list holds the row that says so."""
    at, level = event.occurred_at, str(event.level)
    for row in _calls(sheet, entry):
        if row["level"] == level:
            end_task(sheet, entry, row, "done", holder=event.taken_by, taken_at=at)
    taken = {"level": level, "holder": event.taken_by, "status": "done"}
    open_task(sheet, entry, "taking", entry.event_id, **taken)


def _de_escalated(sheet: Sheet, entry: Entry, event: CaseDeescalated) -> None:
    for row in _calls(sheet, entry):
        is_above = event.level is None or LADDER.index(EscalationLevel(row["level"])) > LADDER.index(
            event.level
        )
        if row["step"] == event.kind and is_above:
            end_task(sheet, entry, row, "ended", ended_by=entry.actor)


def _closed(sheet: Sheet, entry: Entry, event: CaseClosed) -> None:
    """Nobody is called to a case that is over, nor is a stage of its plan still to be done."""
    end_stages(sheet, entry, event)
    for row in _calls(sheet, entry):
        end_task(sheet, entry, row, "ended", ended_by=entry.actor)


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
        CaseResolved: end_stages,
        **followed(),
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
