"""Agreements with the customer, in every version."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from service.domain.account.agreements.obligation_changes import (
    ObligationMove,
    changed_obligations_must_be_open,
    changes_of,
    ended_with,
    moved_obligations_must_not_be_overdue,
)
from service.domain.account.context import AccountContext
from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
    AskedForBy,
)
from service.domain.account.rules import CARED_FOR, DATED
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import AgreedTerm
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code

MOST_TERMS = 200
MOST_OBLIGATIONS = 200


def _of_one_limit_each(terms: tuple[AgreedTerm, ...]) -> tuple[AgreedTerm, ...]:
    for term in terms:
        limits = ("target_seconds", "target_months", "days_before_promised")
        named = [name for name in limits if getattr(term, name) is not None]
        if len(named) > 1:
            raise invalid("two_targets", other=named[0])
    return terms


Terms = Annotated[tuple[AgreedTerm, ...], Field(max_length=MOST_TERMS), AfterValidator(_of_one_limit_each)]


class SignAgreement(Command, example={"agreement_id": "C-2026-7", "title": "Service of the press line"}):
    """Record an agreement with the customer and the time limits that it promises."""

    HOLDS_SINCE = ("occurred_at", "effective_at")

    agreement_id: Code
    title: FreeText
    terms: Terms = ()
    effective_at: Instant
    ends_at: Instant | None = None
    """Time until which the agreement applies (UTC). If omitted, until it is ended."""


class AmendAgreement(
    Command,
    records=AgreementAmended,
    example={
        "agreement_id": "C-2026-7",
        "terms": [{"clock": "first_reply", "target_seconds": 600}],
        "reason": "A second shift",
    },
):
    """Record a new version of an agreement."""

    HOLDS_SINCE = ("occurred_at", "effective_at")

    agreement_id: Code
    terms: Terms
    effective_at: Instant
    reason: FreeText
    asked_for_by: AskedForBy | None = None
    moves: Annotated[tuple[ObligationMove, ...], Field(max_length=MOST_OBLIGATIONS)] = ()
    """Obligations that get another due time."""
    drops: Annotated[tuple[Code, ...], Field(max_length=MOST_OBLIGATIONS)] = ()
    """Numbers of obligations that are owed no more."""


class EndAgreement(
    Command,
    records=AgreementEnded,
    example={"agreement_id": "C-2026-7", "reason": "The press line is sold"},
):
    """End an agreement, or let it end earlier than agreed."""

    HOLDS_SINCE = ("occurred_at", "ends_at")

    agreement_id: Code
    ends_at: Instant
    reason: FreeText


class AgreementNotFoundError(Refusal, field="agreement_id"):
    """The account has no agreement with this id."""


class AgreementAlreadySignedError(Refusal, field="agreement_id"):
    """The account already has another agreement with this id."""


class AgreementEndsBeforeItBeginsError(Refusal, field="ends_at"):
    """An agreement must end after it begins."""


class AmendmentBeforeAgreementBeginsError(Refusal, field="effective_at"):
    """An agreement cannot be amended for a time before it began."""


class AmendmentAfterAgreementEndsError(Refusal, field="effective_at"):
    """An agreement cannot be amended for a time after it has ended."""


class AgreementEndsSoonerError(Refusal, field="ends_at"):
    """Ending an agreement cannot prolong it; a new one must be signed."""


@refuses_with(AgreementAlreadySignedError)
def agreement_must_be_new(account: CustomerAccount, command: SignAgreement, _: AccountContext) -> None:
    """The same agreement again is a repeat."""
    known = account.agreement(command.agreement_id)
    if known is not None and not known.was_signed_as(command.effective_at, command.terms, command.ends_at):
        raise AgreementAlreadySignedError(agreement_id=command.agreement_id)


@refuses_with(AgreementNotFoundError)
def agreement_must_be_known(
    account: CustomerAccount, command: AmendAgreement | EndAgreement, _: AccountContext
) -> None:
    if account.agreement(command.agreement_id) is None:
        raise AgreementNotFoundError(agreement_id=command.agreement_id)


@refuses_with(AgreementEndsBeforeItBeginsError)
def signed_agreement_must_end_after_it_begins(
    _: CustomerAccount, command: SignAgreement, __: AccountContext
) -> None:
    if command.ends_at is not None:
        _refuse_end_before_begin(command.ends_at, command.effective_at)


@refuses_with(AgreementEndsBeforeItBeginsError)
def agreement_must_end_after_it_begins(
    account: CustomerAccount, command: EndAgreement, _: AccountContext
) -> None:
    known = account.agreement(command.agreement_id)
    if known is not None:
        _refuse_end_before_begin(command.ends_at, known.begins_at)


@refuses_with(AgreementEndsSoonerError)
def agreement_must_not_end_sooner(account: CustomerAccount, command: EndAgreement, _: AccountContext) -> None:
    known = account.agreement(command.agreement_id)
    if known is not None and known.ends_at is not None and known.ends_at < command.ends_at:
        raise AgreementEndsSoonerError(ends_at=known.ends_at)


@refuses_with(AmendmentBeforeAgreementBeginsError, AmendmentAfterAgreementEndsError)
def amendment_must_fall_into_the_agreement(
    account: CustomerAccount, command: AmendAgreement, _: AccountContext
) -> None:
    known = account.agreement(command.agreement_id)
    if known is not None and command.effective_at < known.begins_at:
        raise AmendmentBeforeAgreementBeginsError(begins_at=known.begins_at)
    if known is not None and known.ends_at is not None and command.effective_at >= known.ends_at:
        raise AmendmentAfterAgreementEndsError(ends_at=known.ends_at)


def _refuse_end_before_begin(ends_at: datetime, begins_at: datetime) -> None:
    if ends_at <= begins_at:
        raise AgreementEndsBeforeItBeginsError(ends_at=ends_at, begins_at=begins_at)


def is_signed(account: CustomerAccount, command: SignAgreement, _: datetime) -> bool:
    return account.agreement(command.agreement_id) is not None


def amend_agreement(
    account: CustomerAccount, command: AmendAgreement, _: AccountContext, at: datetime
) -> Events:
    known = account.agreement(command.agreement_id)
    if known is None:
        return ()
    version = len(known.versions) + 1
    changes = changes_of(account, command, version, at)
    in_force = known.version_at(command.effective_at)
    is_asked_anew = command.asked_for_by is not None and (
        in_force is None or in_force.asked_for_by != command.asked_for_by
    )
    if known.terms_at(command.effective_at) == command.terms and not (changes or is_asked_anew):
        return ()
    fields = fields_of(command, "moves", "drops")
    return (AgreementAmended(occurred_at=at, version=version, **fields), *changes)


def end_agreement(account: CustomerAccount, command: EndAgreement, _: AccountContext, at: datetime) -> Events:
    known = account.agreement(command.agreement_id)
    if known is None or known.ends_at == command.ends_at:
        return ()
    dropped = ended_with(account, command.agreement_id, command.ends_at, at)
    return (*dropped, AgreementEnded(occurred_at=at, **fields_of(command)))


DECISIONS = (
    decides(
        SignAgreement,
        records(AgreementSigned, unless=is_signed),
        *CARED_FOR,
        agreement_must_be_new,
        signed_agreement_must_end_after_it_begins,
        once=told_of(CustomerAccount.agreement, "agreement_id", "signed_at"),
    ),
    decides(
        AmendAgreement,
        amend_agreement,
        *CARED_FOR,
        agreement_must_be_known,
        amendment_must_fall_into_the_agreement,
        changed_obligations_must_be_open,
        moved_obligations_must_not_be_overdue,
    ),
    decides(
        EndAgreement,
        end_agreement,
        *DATED,
        agreement_must_be_known,
        agreement_must_end_after_it_begins,
        agreement_must_not_end_sooner,
    ),
)
