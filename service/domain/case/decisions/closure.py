"""The end of a case, and taking it up again."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import model_validator

from service.domain.case.context import DecisionContext
from service.domain.case.decisions.waiting import end_any_wait
from service.domain.case.endings import (
    cause_must_be_found,
    closing_must_be_due,
    closing_needs_answers,
    complaint_must_be_confirmed,
    resolution_needs_answers,
    resolved_must_not_be_withdrawn,
)
from service.domain.case.record import closure as record
from service.domain.case.record.closure import MATTER_GONE
from service.domain.case.rules import (
    DATED,
    NOT_CLOSED,
    CaseAlreadyClosedError,
    CaseAlreadyResolvedError,
    contact_must_be_of_the_account,
    must_be_resolved,
)
from service.domain.case.standards import (
    closing_needs_an_owner,
    closing_needs_be_met,
    missing,
    resolution_needs_an_owner,
    resolution_needs_be_met,
    source_must_be_known,
    standard,
    told_with,
    window_must_have_passed,
)
from service.domain.case.state import Case
from service.domain.case.to_customer import (
    ConfirmationNeedsEvidenceError,
    customer_must_confirm,
    person_must_be_named,
    refuse_without_evidence,
)
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with, told_otherwise
from service.domain.invalid import invalid
from service.domain.personal import Confirmer, FreeText, Quoted
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Channel, CloseReason


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


class SupplementResolution(
    Command, records=record.ResolutionSupplemented, example={"cause": "The bearing was worn"}
):
    """Add what was not said when the case was resolved. What was said stays as it was."""

    resolution_code: Code | None = None
    resolution: FreeText | None = None
    phenomenon: FreeText | None = None
    cause: FreeText | None = None
    solution: FreeText | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not record.told_in(self):
            raise invalid("nothing_supplemented", field="solution")
        return self


class ConfirmResolution(
    Command,
    records=record.ResolutionConfirmed,
    example={"confirmed_by": "Wang Jianguo", "channel": "phone", "words": "Line 3 runs, thank you"},
):
    """Record that the customer confirms the resolution: who, by which channel, in what words."""

    contact_id: UUID | None = None
    confirmed_by: Confirmer | None = None
    channel: Channel | None = None
    words: Quoted | None = None


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


class ResolutionAlreadyToldError(Refusal, field="solution"):
    """What was said of a resolution stays as it was; only what is missing is added."""


@refuses_with(CaseStillOpenError)
def must_have_ended(case: Case, _: ReopenCase, __: DecisionContext) -> None:
    if case.status == "open" and case.cycle == 1:
        raise CaseStillOpenError


@refuses_with(CaseAlreadyResolvedError)
def resolution_must_be_the_same(case: Case, command: ResolveCase, _: DecisionContext) -> None:
    """The same again is a repeat; another solution, or another time, would be lost."""
    known = {"occurred_at": case.resolved_at, "resolution_code": case.resolution_code}
    if case.status == "resolved" and (field := told_otherwise(command, known)):
        raise CaseAlreadyResolvedError(
            field=field, resolved_at=case.resolved_at, occurred_at=command.occurred_at
        )


@refuses_with(ResolutionAlreadyToldError)
def only_what_is_missing_is_supplemented(
    case: Case, command: SupplementResolution, _: DecisionContext
) -> None:
    """All of it again is a repeat; a part of it beside something new would be lost."""
    told = record.told_in(command)
    if (known := told & case.resolution_told) and told > case.resolution_told & told:
        raise ResolutionAlreadyToldError(field=min(known), told=", ".join(sorted(known)))


@refuses_with(CaseAlreadyClosedError)
def closing_must_be_the_same(case: Case, command: CloseCase, _: DecisionContext) -> None:
    """The same again is a repeat, and another system may close what we have closed already."""
    known = {"occurred_at": case.closed_at, "reason": case.close_reason}
    if case.status != "closed" or command.reason is CloseReason.SOURCE_CLOSED:
        return
    if field := told_otherwise(command, known):
        raise CaseAlreadyClosedError(field=field, closed_at=case.closed_at, occurred_at=command.occurred_at)


@refuses_with(ConfirmationNeedsEvidenceError)
def confirmation_must_be_evidenced(case: Case, command: ConfirmResolution, context: DecisionContext) -> None:
    """A case closes on the customer's word, so it is known whose, and which (REQUIREMENTS 13, 137)."""
    if case.is_confirmed:
        return
    confirmed_by = command.contact_id or command.confirmed_by
    evidence = {"confirmed_by": confirmed_by, "channel": command.channel, "words": command.words}
    refuse_without_evidence(case, command, context, evidence)


def resolve_case(case: Case, command: ResolveCase, context: DecisionContext, at: datetime) -> Events:
    if case.status == "resolved":
        return ()
    rules = standard(case, command, context).before_resolution
    lacks = missing(case, rules, "warn", told_with(command)) or None
    resolved = record.CaseResolved(occurred_at=at, cycle=case.cycle, missing=lacks, **fields_of(command))
    return (*end_any_wait(case, at), resolved)


def supplement_resolution(
    case: Case, command: SupplementResolution, _: DecisionContext, at: datetime
) -> Events:
    if record.told_in(command) <= case.resolution_told:
        return ()
    return (record.ResolutionSupplemented(occurred_at=at, cycle=case.cycle, **fields_of(command)),)


def confirm_resolution(case: Case, command: ConfirmResolution, _: DecisionContext, at: datetime) -> Events:
    if case.is_confirmed:
        return ()
    return (record.ResolutionConfirmed(occurred_at=at, cycle=case.cycle, **fields_of(command)),)


def reopen_case(case: Case, command: ReopenCase, _: DecisionContext, at: datetime) -> Events:
    if case.status == "open":
        return ()
    return (record.CaseReopened(occurred_at=at, cycle=case.cycle + 1, reason=command.reason),)


def close_case(case: Case, command: CloseCase, context: DecisionContext, at: datetime) -> Events:
    if case.status == "closed":
        return ()
    rules = () if command.reason in MATTER_GONE else standard(case, command, context).before_close
    lacks = missing(case, rules, "warn") or None
    closed = record.CaseClosed(occurred_at=at, reason=command.reason, missing=lacks)
    return (*end_any_wait(case, at), closed)


def is_delivered(case: Case, command: ConfirmDelivery, at: datetime) -> bool:
    """A delivery that has a number is known by it, another by its instant."""
    instants = [since for reference, since in case.deliveries if reference == command.reference]
    return at in instants if command.reference is None else any(since <= at for since in instants)


def confirmation_on_record(case: Case, _: ConfirmResolution) -> Told | None:
    if case.confirmed_at is None:
        return None
    contact_id, channel = case.confirmation
    return {"occurred_at": case.confirmed_at, "contact_id": contact_id, "channel": channel}


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
        resolution_needs_be_met,
    ),
    decides(
        SupplementResolution,
        supplement_resolution,
        *DATED,
        must_be_resolved,
        only_what_is_missing_is_supplemented,
    ),
    decides(
        ConfirmResolution,
        confirm_resolution,
        *DATED,
        must_be_resolved,
        contact_must_be_of_the_account,
        person_must_be_named,
        confirmation_must_be_evidenced,
        customer_must_confirm,
        once=confirmation_on_record,
    ),
    decides(ReopenCase, reopen_case, *DATED, must_have_ended, ends=True, once=reopening_on_record),
    decides(
        CloseCase,
        close_case,
        *DATED,
        closing_must_be_the_same,
        closing_must_be_due,
        source_must_be_known,
        complaint_must_be_confirmed,
        resolved_must_not_be_withdrawn,
        window_must_have_passed,
        closing_needs_answers,
        cause_must_be_found,
        closing_needs_an_owner,
        closing_needs_be_met,
    ),
    decides(
        ConfirmDelivery,
        records(record.ServiceDelivered, unless=is_delivered),
        *DATED,
        once=delivery_on_record,
    ),
)
