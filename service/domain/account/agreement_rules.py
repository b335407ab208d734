"""The rules of commands about agreements, each a named function."""

from datetime import datetime

from service.domain.account import commands as wish
from service.domain.account.refusals import (
    AgreementAlreadySignedError,
    AgreementEndsBeforeItBeginsError,
    AgreementEndsSoonerError,
    AgreementNotFoundError,
    AmendmentAfterAgreementEndsError,
    AmendmentBeforeAgreementBeginsError,
)
from service.domain.account.state import CustomerAccount


def agreement_must_be_new(account: CustomerAccount, command: wish.AccountCommand, _: datetime) -> None:
    """The same agreement again is a repeat."""
    if not isinstance(command, wish.SignAgreement):
        return
    known = account.agreement(command.agreement_id)
    if known is not None and not known.was_signed_as(command.effective_at, command.terms, command.ends_at):
        raise AgreementAlreadySignedError(agreement_id=command.agreement_id)


def agreement_must_be_known(account: CustomerAccount, command: wish.AccountCommand, _: datetime) -> None:
    if not isinstance(command, wish.AmendAgreement | wish.EndAgreement):
        return
    if account.agreement(command.agreement_id) is None:
        raise AgreementNotFoundError(agreement_id=command.agreement_id)


def agreement_must_end_after_it_begins(
    account: CustomerAccount, command: wish.AccountCommand, _: datetime
) -> None:
    if isinstance(command, wish.SignAgreement):
        begins_at = command.effective_at
    elif isinstance(command, wish.EndAgreement) and (known := account.agreement(command.agreement_id)):
        begins_at = known.begins_at
    else:
        return
    if command.ends_at is not None and command.ends_at <= begins_at:
        raise AgreementEndsBeforeItBeginsError(ends_at=command.ends_at, begins_at=begins_at)


def agreement_must_not_end_sooner(
    account: CustomerAccount, command: wish.AccountCommand, _: datetime
) -> None:
    if not isinstance(command, wish.EndAgreement):
        return
    known = account.agreement(command.agreement_id)
    if known is not None and known.ends_at is not None and known.ends_at < command.ends_at:
        raise AgreementEndsSoonerError(ends_at=known.ends_at)


def amendment_must_fall_into_the_agreement(
    account: CustomerAccount, command: wish.AccountCommand, _: datetime
) -> None:
    if not isinstance(command, wish.AmendAgreement):
        return
    known = account.agreement(command.agreement_id)
    if known is not None and command.effective_at < known.begins_at:
        raise AmendmentBeforeAgreementBeginsError(begins_at=known.begins_at)
    if known is not None and known.ends_at is not None and command.effective_at >= known.ends_at:
        raise AmendmentAfterAgreementEndsError(ends_at=known.ends_at)
