"""Exceptions to the policy: who asks for one, and who may allow it."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from service.domain.case import approvals
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.collaborations import DepartmentNotListedError
from service.domain.case.decisions.complaints import refuse_unlisted_departments
from service.domain.case.record.exceptions import ExceptionDecided, ExceptionRequested
from service.domain.case.relaying import relayed
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with, told_of
from service.domain.guidelines.remedies import RemedyCatalogue
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import Refusal
from service.domain.staff_id import Sender
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel


class RequestException(
    Command,
    records=ExceptionRequested,
    example={
        "what": "A machine on loan",
        "reason": "Line 3 stands still",
        "departments": ["sales"],
    },
):
    """Request something that the policy does not allow."""

    exception_id: UUID
    """Id of the new exception, chosen by the sender."""
    what: FreeText
    """Exception that is requested, in free text."""
    reason: FreeText
    departments: tuple[Code, ...] = Field(default=(), max_length=20)
    requested_by: Sender = None
    customer_words: Quoted | None = None


class DecideException(Command, records=ExceptionDecided, example={"is_granted": True}):
    """Grant or refuse a requested exception."""

    exception_id: UUID
    is_granted: bool
    """Whether the exception is granted."""
    decided_by: Sender = None
    level: EscalationLevel | None = None
    """Escalation level on which the person decides. If omitted, the highest that the staff guideline or a
    duty roster gives the person; a higher one is refused."""
    conditions: FreeText | None = None


class ExceptionUnknownError(Refusal, field="exception_id"):
    """The case has no exception with this id."""


class ExceptionAlreadyRequestedError(Refusal, field="exception_id"):
    """An exception with this id was already requested, by another person or from other departments."""


class ExceptionAlreadyDecidedError(Refusal, field="exception_id"):
    """The exception was decided otherwise; a new one must be requested."""


@refuses_with(ExceptionUnknownError)
def exception_must_be_known(case: Case, command: DecideException, _: DecisionContext) -> None:
    if case.exception(command.exception_id) is None:
        raise ExceptionUnknownError(exception_id=command.exception_id)


@refuses_with(ExceptionAlreadyRequestedError)
def exception_must_be_new(case: Case, command: RequestException, _: DecisionContext) -> None:
    """The id is free, or the same person asked for the same departments: that is a repeat."""
    known = case.exception(command.exception_id)
    if known and (known.requested_by, known.departments) != (command.requested_by, command.departments):
        raise ExceptionAlreadyRequestedError(exception_id=known.exception_id, requested_by=known.requested_by)


@refuses_with(DepartmentNotListedError)
def departments_must_be_listed(_: Case, command: RequestException, context: DecisionContext) -> None:
    at = command.happened_at(context.now)
    refuse_unlisted_departments("departments", command.departments, context, at)


@refuses_with(ExceptionAlreadyDecidedError)
def exception_must_not_be_decided_otherwise(case: Case, command: DecideException, _: DecisionContext) -> None:
    known = case.exception(command.exception_id)
    if known and known.is_granted is not None and known.is_granted is not command.is_granted:
        raise ExceptionAlreadyDecidedError(exception_id=known.exception_id, decided_by=known.decided_by)


@refuses_with(approvals.ApprovalLevelTooLowError)
def approval_level_must_suffice(_: Case, command: DecideException, context: DecisionContext) -> None:
    catalogue = context.rulebook.guideline(RemedyCatalogue, command.happened_at(context.now))
    level = approvals.level_of(command, command.decided_by, context)
    approvals.refuse_too_low_level(level, catalogue.exceptions_decided_by if catalogue else None)


@refuses_with(approvals.ApprovedByProposerError)
def must_be_decided_by_another(case: Case, command: DecideException, context: DecisionContext) -> None:
    known = case.exception(command.exception_id)
    if known:
        approvals.refuse_own_decision("decided_by", known.requested_by, command.decided_by, context)


@refuses_with(approvals.RungNotHeldError)
def rung_must_be_held(_: Case, command: DecideException, context: DecisionContext) -> None:
    approvals.refuse_rung_not_held(command.decided_by, command, context)


def request_exception(
    case: Case, command: RequestException, context: DecisionContext, at: datetime
) -> Events:
    if case.exception(command.exception_id) is not None:
        return ()
    words = relayed(case, command, command.customer_words, context) if command.departments else {}
    return (ExceptionRequested(occurred_at=at, **fields_of(command), **words),)


def is_decided(case: Case, command: DecideException, _: datetime) -> bool:
    known = case.exception(command.exception_id)
    return known is not None and known.is_granted is not None


def decide_exception(case: Case, command: DecideException, context: DecisionContext, at: datetime) -> Events:
    if is_decided(case, command, at):
        return ()
    level = approvals.level_of(command, command.decided_by, context)
    return (ExceptionDecided(occurred_at=at, **{**fields_of(command), "level": level}),)


DECISIONS = (
    decides(
        RequestException,
        request_exception,
        *NOT_CLOSED,
        exception_must_be_new,
        departments_must_be_listed,
        once=told_of(Case.exception, "exception_id", "requested_at"),
    ),
    decides(
        DecideException,
        decide_exception,
        *DATED,
        exception_must_be_known,
        exception_must_not_be_decided_otherwise,
        approval_level_must_suffice,
        must_be_decided_by_another,
        rung_must_be_held,
        once=told_of(Case.exception, "exception_id", "decided_at", "decided_by", level="decision_level"),
    ),
)
