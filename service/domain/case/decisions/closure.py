"""The end of a case, and taking it up again."""

from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.decisions.waiting import end_any_wait
from service.domain.case.record import closure as record
from service.domain.case.record.closure import MATTER_GONE
from service.domain.case.rules import (
    DATED,
    NOT_CLOSED,
    CaseAlreadyClosedError,
    CaseAlreadyResolvedError,
    CaseNotResolvedError,
    must_be_resolved,
)
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with, told_otherwise
from service.domain.guidelines.staff import StaffDirectory
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import CloseReason


class ResolveCase(
    Command, records=record.CaseResolved, example={"resolution": "Bearing replaced, line 3 runs"}
):
    """Resolve the case."""

    resolution_code: Code | None = None
    resolution: FreeText | None = None
    phenomenon: FreeText | None = None
    """Observed phenomenon (现象)."""
    cause: FreeText | None = None
    """Cause of the matter (原因)."""
    solution: FreeText | None = None
    """Measures taken (解决方案)."""


class ConfirmResolution(Command):
    """Record that the customer confirms the resolution."""


class ReopenCase(Command, example={"reason": "Line 3 stands still again"}):
    """Reopen a resolved or closed case."""

    reason: FreeText | None = None


class CloseCase(Command, records=record.CaseClosed):
    """Close the case."""

    reason: CloseReason = CloseReason.CONFIRMED


class ConfirmDelivery(Command, example={"what": "Bearing SKF-7014", "reference": "DN-4"}):
    """Record that an ordered or repaired item has reached the customer."""

    what: FreeText
    reference: Code | None = None


class CaseStillOpenError(Refusal):
    """A case that was never resolved or closed cannot be reopened."""


class ResolutionNotConfirmedError(Refusal, field="reason"):
    """The customer has not confirmed the resolution."""


class ComplaintNotConfirmedError(Refusal, field="reason"):
    """A complaint can be closed only after the customer confirmed the resolution (REQUIREMENTS 137)."""


class CauseTreeMissingError(Refusal):
    """A complaint can be closed only after its cause is identified (REQUIREMENTS 123)."""


class OpenQuestionsRemainError(Refusal):
    """A case cannot end while questions are open (REQUIREMENTS 150)."""


class NobodyAccountableError(Refusal):
    """A case without an owner can be neither resolved nor closed (REQUIREMENTS 13)."""


@refuses_with(CaseStillOpenError)
def must_have_ended(case: Case, _: ReopenCase, __: DecisionContext) -> None:
    if case.status == "open" and case.cycle == 1:
        raise CaseStillOpenError


@refuses_with(ResolutionNotConfirmedError, CaseNotResolvedError)
def closing_must_be_due(case: Case, command: CloseCase, _: DecisionContext) -> None:
    """Resolved and confirmed, or resolved and the window passed; else a reason of another kind."""
    if case.status == "closed":
        return
    if command.reason is CloseReason.CONFIRMED and not case.is_confirmed:
        raise ResolutionNotConfirmedError
    if command.reason is CloseReason.CONFIRMATION_WINDOW_PASSED and case.status != "resolved":
        raise CaseNotResolvedError


@refuses_with(ComplaintNotConfirmedError)
def complaint_must_be_confirmed(case: Case, command: CloseCase, _: DecisionContext) -> None:
    """A complaint closes on the customer's confirmation only (REQUIREMENTS 137).

    A case that another system had closed already is taken over as it was.
    """
    imported = command.reason is CloseReason.SOURCE_CLOSED
    if case.is_complaint and not case.is_confirmed and case.status != "closed" and not imported:
        raise ComplaintNotConfirmedError


@refuses_with(CauseTreeMissingError)
def cause_must_be_found(case: Case, command: CloseCase, _: DecisionContext) -> None:
    """A complaint closes only with its cause tree filled (REQUIREMENTS 123)."""
    if command.reason in MATTER_GONE:
        return
    if case.is_complaint and case.status != "closed" and case.complaint.cause is None:
        raise CauseTreeMissingError


@refuses_with(CaseAlreadyResolvedError)
def resolution_must_be_the_same(case: Case, command: ResolveCase, _: DecisionContext) -> None:
    """The same again is a repeat; another solution, or another time, would be lost."""
    known = {"occurred_at": case.resolved_at, "resolution_code": case.resolution_code}
    if case.status == "resolved" and (field := told_otherwise(command, known)):
        raise CaseAlreadyResolvedError(
            field=field, resolved_at=case.resolved_at, occurred_at=command.occurred_at
        )


@refuses_with(CaseAlreadyClosedError)
def closing_must_be_the_same(case: Case, command: CloseCase, _: DecisionContext) -> None:
    """The same again is a repeat, and another system may close what we have closed already."""
    known = {"occurred_at": case.closed_at, "reason": case.close_reason}
    if case.status != "closed" or command.reason is CloseReason.SOURCE_CLOSED:
        return
    if field := told_otherwise(command, known):
        raise CaseAlreadyClosedError(field=field, closed_at=case.closed_at, occurred_at=command.occurred_at)


@refuses_with(OpenQuestionsRemainError)
def resolution_needs_answers(case: Case, _: ResolveCase, __: DecisionContext) -> None:
    if case.status not in {"resolved", "closed"}:
        _refuse_open_questions(case)


@refuses_with(OpenQuestionsRemainError)
def closing_needs_answers(case: Case, command: CloseCase, _: DecisionContext) -> None:
    if case.status != "closed" and command.reason not in MATTER_GONE:
        _refuse_open_questions(case)


def _refuse_open_questions(case: Case) -> None:
    """No case ends over an open question (REQUIREMENTS 150)."""
    remaining = [str(one.question_id) for one in case.questions if one.is_open]
    if remaining:
        raise OpenQuestionsRemainError(count=len(remaining), question_ids=", ".join(remaining))


@refuses_with(NobodyAccountableError)
def resolution_needs_an_owner(case: Case, command: ResolveCase, context: DecisionContext) -> None:
    if case.status != "resolved":
        _refuse_nobody_accountable(case, command, context)


@refuses_with(NobodyAccountableError)
def closing_needs_an_owner(case: Case, command: CloseCase, context: DecisionContext) -> None:
    if command.reason is not CloseReason.SOURCE_CLOSED:
        _refuse_nobody_accountable(case, command, context)


def _refuse_nobody_accountable(case: Case, command: Command, context: DecisionContext) -> None:
    """Holds where the house has said who works on cases; what another system has decided is taken over."""
    if case.owner is not None or case.status == "closed" or case.last_source_update is not None:
        return
    staff = context.rulebook.guideline(StaffDirectory, command.happened_at(context.now))
    if staff is not None and staff.people and staff.owner_required:
        raise NobodyAccountableError


def resolve_case(case: Case, command: ResolveCase, _: DecisionContext, at: datetime) -> Events:
    if case.status == "resolved":
        return ()
    resolved = record.CaseResolved(occurred_at=at, cycle=case.cycle, **fields_of(command))
    return (*end_any_wait(case, at), resolved)


def confirm_resolution(case: Case, _: ConfirmResolution, __: DecisionContext, at: datetime) -> Events:
    return () if case.is_confirmed else (record.ResolutionConfirmed(occurred_at=at, cycle=case.cycle),)


def reopen_case(case: Case, command: ReopenCase, _: DecisionContext, at: datetime) -> Events:
    if case.status == "open":
        return ()
    return (record.CaseReopened(occurred_at=at, cycle=case.cycle + 1, reason=command.reason),)


def close_case(case: Case, command: CloseCase, _: DecisionContext, at: datetime) -> Events:
    if case.status == "closed":
        return ()
    return (*end_any_wait(case, at), record.CaseClosed(occurred_at=at, reason=command.reason))


def is_delivered(case: Case, command: ConfirmDelivery, at: datetime) -> bool:
    """A delivery that has a number is known by it, another by its instant."""
    instants = [since for reference, since in case.deliveries if reference == command.reference]
    return at in instants if command.reference is None else any(since <= at for since in instants)


def confirmation_on_record(case: Case, _: ConfirmResolution) -> Told | None:
    return None if case.confirmed_at is None else {"occurred_at": case.confirmed_at}


def reopening_on_record(case: Case, _: ReopenCase) -> Told | None:
    return {"occurred_at": case.reopened_at} if case.status == "open" and case.reopened_at else None


def delivery_on_record(case: Case, command: ConfirmDelivery) -> Told | None:
    instants = [at for reference, at in case.deliveries if reference == command.reference]
    return {"occurred_at": min(instants)} if command.reference and instants else None


DECISIONS = (
    decides(
        ResolveCase,
        resolve_case,
        *NOT_CLOSED,
        resolution_must_be_the_same,
        resolution_needs_answers,
        resolution_needs_an_owner,
    ),
    decides(ConfirmResolution, confirm_resolution, *DATED, must_be_resolved, once=confirmation_on_record),
    decides(ReopenCase, reopen_case, *DATED, must_have_ended, ends=True, once=reopening_on_record),
    decides(
        CloseCase,
        close_case,
        *DATED,
        closing_must_be_the_same,
        closing_must_be_due,
        complaint_must_be_confirmed,
        closing_needs_answers,
        cause_must_be_found,
        closing_needs_an_owner,
    ),
    decides(
        ConfirmDelivery,
        records(record.ServiceDelivered, unless=is_delivered),
        *DATED,
        once=delivery_on_record,
    ),
)
