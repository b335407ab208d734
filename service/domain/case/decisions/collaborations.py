"""What other departments are asked to do."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import model_validator

from service.domain.case.context import DecisionContext
from service.domain.case.decisions.commitments import interim_commitment, promised_eta_must_be_new
from service.domain.case.record import collaborations as record
from service.domain.case.relaying import collaboration_needs_be_met, relayed
from service.domain.case.rules import DATED, NOT_CLOSED, eta_must_lie_ahead, must_be_due_later
from service.domain.case.standards import is_decided_elsewhere
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, refuses_with, told_of
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.invalid import invalid
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import NotOfTheDepartmentError, Refusal
from service.domain.rulebook.department_people import is_of_department, refuse_stranger_to
from service.domain.staff_id import SenderIfKnown
from service.domain.text import Code


class Promising(Described):
    """What a department says of its task, with what is promised to the customer by it."""

    collaboration_id: UUID
    eta_at: Instant | None = None
    """Expected completion by the department (UTC)."""
    commitment_id: UUID | None = None
    """Id of a new commitment to the customer for `eta_at`. If omitted, nothing is promised."""
    promise: FreeText | None = None
    """Promise to the customer, in free text."""

    @model_validator(mode="after")
    def _promises_something(self) -> Self:
        for field in ("eta_at", "promise"):
            if self.commitment_id is not None and getattr(self, field) is None:
                raise invalid("nothing_promised", field=field, by="commitment_id")
        return self


class RequestCollaboration(
    Command,
    records=record.CollaborationRequested,
    example={"department": "logistics", "step": "ship_part", "request": "Send bearing SKF-7014"},
):
    """Request a step of work from another department."""

    collaboration_id: UUID
    """Id of the new collaboration, chosen by the sender."""
    department: Code
    step: Code
    request: FreeText
    customer_words: Quoted | None = None
    due_at: Instant | None = None
    """Due time (UTC). If omitted, the table of response times decides."""
    requested_by: SenderIfKnown = None


class AcceptCollaboration(
    Promising, Command, records=record.CollaborationAccepted, example={"eta_at": "2099-03-02T18:00:00+08:00"}
):
    """Record that the department accepts the task."""

    accepted_by: SenderIfKnown = None


class AnswerCollaboration(
    Promising, Command, records=record.CollaborationAnswered, example={"answer": "It is on the lorry"}
):
    """Record an answer of the department about its task."""

    answer: FreeText


class CompleteCollaboration(Command, example={"outcome": "Handed over at the gate"}):
    """Record that the department has completed the task."""

    collaboration_id: UUID
    outcome: FreeText


class DeclineCollaboration(Command, example={"reason": "None in stock"}):
    """Record that the department declines the task."""

    collaboration_id: UUID
    reason: FreeText


Work = AcceptCollaboration | AnswerCollaboration | CompleteCollaboration | DeclineCollaboration
"""What the department does about its task."""


class CollaborationUnknownError(Refusal, field="collaboration_id"):
    """The case has no collaboration with this id."""


class CollaborationAlreadyRequestedError(Refusal, field="collaboration_id"):
    """A collaboration with this id was already requested, with other content."""


class CollaborationAlreadyDeclinedError(Refusal, field="collaboration_id"):
    """The department has declined; a new collaboration must be requested."""


class CollaborationAlreadyCompletedError(Refusal, field="collaboration_id"):
    """The department has completed the task and can no longer decline it."""


class DepartmentNotListedError(Refusal, field="department"):
    """The directory of departments in force does not list this department (REQUIREMENTS 49)."""


class StepNotListedError(Refusal, field="step"):
    """The directory lists steps for the department, and this is not one of them (REQUIREMENTS 82)."""


@refuses_with(CollaborationUnknownError)
def collaboration_must_be_known(case: Case, command: Work, _: DecisionContext) -> None:
    if case.collaboration(command.collaboration_id) is None:
        raise CollaborationUnknownError(collaboration_id=command.collaboration_id)


@refuses_with(NotOfTheDepartmentError)
def must_be_of_the_department(case: Case, command: Work, context: DecisionContext) -> None:
    known = case.collaboration(command.collaboration_id)
    if known is not None and not is_decided_elsewhere(case):
        refuse_stranger_to(known.department, known.requested_by, command, context)


@refuses_with(CollaborationAlreadyRequestedError)
def collaboration_must_be_new(case: Case, command: RequestCollaboration, _: DecisionContext) -> None:
    """The id is free, or the same was asked of the same department: that is a repeat."""
    known = case.collaboration(command.collaboration_id)
    wanted = (command.department, command.step, command.due_at)
    if known and (known.department, known.step, known.due_at) != wanted:
        raise CollaborationAlreadyRequestedError(
            collaboration_id=known.collaboration_id, department=known.department, step=known.step
        )


@refuses_with(CollaborationAlreadyDeclinedError)
def collaboration_must_not_be_declined(
    case: Case, command: AcceptCollaboration | AnswerCollaboration | CompleteCollaboration, _: DecisionContext
) -> None:
    known = case.collaboration(command.collaboration_id)
    if known and known.is_declined:
        raise CollaborationAlreadyDeclinedError(department=known.department)


@refuses_with(CollaborationAlreadyCompletedError)
def collaboration_must_not_be_completed(
    case: Case, command: DeclineCollaboration, _: DecisionContext
) -> None:
    known = case.collaboration(command.collaboration_id)
    if known and known.completed_at is not None:
        raise CollaborationAlreadyCompletedError(department=known.department, completed_at=known.completed_at)


@refuses_with(DepartmentNotListedError)
def department_must_be_listed(case: Case, command: RequestCollaboration, context: DecisionContext) -> None:
    """Where no directory is in force any department can be asked; what was asked before is a repeat."""
    directory = _directory(case, command, context)
    if directory is not None and directory.department(command.department) is None:
        known = ", ".join(one.department for one in directory.departments)
        raise DepartmentNotListedError(department=command.department, known=known)


@refuses_with(StepNotListedError)
def step_must_be_listed(case: Case, command: RequestCollaboration, context: DecisionContext) -> None:
    """A department without steps in the directory can be asked for anything."""
    directory = _directory(case, command, context)
    department = directory.department(command.department) if directory else None
    steps = [one.step for one in department.steps] if department else []
    if steps and command.step not in steps:
        raise StepNotListedError(department=command.department, step=command.step, known=", ".join(steps))


def _directory(
    case: Case, command: RequestCollaboration, context: DecisionContext
) -> DepartmentDirectory | None:
    """Return the directory that a request must agree with; None for a repeat or where none is in force."""
    if case.collaboration(command.collaboration_id):
        return None
    return context.rulebook.guideline(DepartmentDirectory, command.happened_at(context.now))


def request_collaboration(
    case: Case, command: RequestCollaboration, context: DecisionContext, at: datetime
) -> Events:
    if case.collaboration(command.collaboration_id) is not None:
        return ()
    words = relayed(case, command, command.customer_words, context)
    return (record.CollaborationRequested(occurred_at=at, **fields_of(command), **words),)


def _work(case: Case, command: Work, context: DecisionContext) -> dict[str, Any]:
    """Return what the event of a command says, with whether its sender is of the department."""
    known = case.collaboration(command.collaboration_id)
    told = fields_of(command, *(("commitment_id", "promise") if isinstance(command, Promising) else ()))
    if known is None or is_decided_elsewhere(case):
        return told
    return {**told, "of_department": is_of_department(known.department, command, context)}


def accept_collaboration(
    case: Case, command: AcceptCollaboration, context: DecisionContext, at: datetime
) -> Events:
    """An earlier acceptance that is recorded late is recorded too; a later one adds only its promise."""
    promised = interim_commitment(case, command.commitment_id, command.promise, command.eta_at, at)
    known = case.collaboration(command.collaboration_id)
    if known is not None and known.accepted_at is not None and known.accepted_at <= at:
        return promised
    return (record.CollaborationAccepted(occurred_at=at, **_work(case, command, context)), *promised)


def answer_collaboration(
    case: Case, command: AnswerCollaboration, context: DecisionContext, at: datetime
) -> Events:
    promised = interim_commitment(case, command.commitment_id, command.promise, command.eta_at, at)
    return (record.CollaborationAnswered(occurred_at=at, **_work(case, command, context)), *promised)


def complete_collaboration(
    case: Case, command: CompleteCollaboration, context: DecisionContext, at: datetime
) -> Events:
    known = case.collaboration(command.collaboration_id)
    if known is not None and known.completed_at is not None and known.completed_at <= at:
        return ()
    return (record.CollaborationCompleted(occurred_at=at, **_work(case, command, context)),)


def decline_collaboration(
    case: Case, command: DeclineCollaboration, context: DecisionContext, at: datetime
) -> Events:
    known = case.collaboration(command.collaboration_id)
    if known is not None and known.is_declined:
        return ()
    return (record.CollaborationDeclined(occurred_at=at, **_work(case, command, context)),)


_accepted = told_of(
    Case.collaboration, "collaboration_id", "accepted_at", "accepted_by", eta_at="accepted_eta_at"
)


def acceptance_of(case: Case, command: AcceptCollaboration) -> Told | None:
    """What only promises something to the customer is no other acceptance."""
    promises = command.commitment_id is not None and case.commitment(command.commitment_id) is None
    return None if promises else _accepted(case, command)


_ON_ITS_WORK: tuple[Callable[[Case, Any, DecisionContext], None], ...] = (
    *DATED,
    collaboration_must_be_known,
    must_be_of_the_department,
    collaboration_must_not_be_declined,
    eta_must_lie_ahead,
    promised_eta_must_be_new,
)
DECISIONS = (
    decides(
        RequestCollaboration,
        request_collaboration,
        *NOT_CLOSED,
        must_be_due_later,
        collaboration_must_be_new,
        department_must_be_listed,
        step_must_be_listed,
        collaboration_needs_be_met,
        once=told_of(Case.collaboration, "collaboration_id", "requested_at", "requested_by"),
    ),
    decides(AcceptCollaboration, accept_collaboration, *_ON_ITS_WORK, once=acceptance_of),
    decides(AnswerCollaboration, answer_collaboration, *_ON_ITS_WORK),
    decides(
        CompleteCollaboration,
        complete_collaboration,
        *DATED,
        collaboration_must_be_known,
        must_be_of_the_department,
        collaboration_must_not_be_declined,
        once=told_of(Case.collaboration, "collaboration_id", "completed_at"),
    ),
    decides(
        DeclineCollaboration,
        decline_collaboration,
        *DATED,
        collaboration_must_be_known,
        must_be_of_the_department,
        collaboration_must_not_be_completed,
        once=told_of(Case.collaboration, "collaboration_id", "declined_at"),
    ),
)
