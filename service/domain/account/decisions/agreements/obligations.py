"""What an agreement obliges us to, and what shows that it was done."""

from datetime import datetime
from typing import Protocol

from pydantic import Field

from service.domain.account.agreements.obligation_changes import (
    ObligationDueInPastError,
    ObligationNotFoundError,
    ObligationOutlivesAgreementError,
    ObligationSettledError,
    must_be_due_within,
)
from service.domain.account.context import AccountContext
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.decisions.agreements.agreements import AgreementNotFoundError
from service.domain.account.record.agreements import obligations as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import ObligationKind
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code


class AgreeObligation(
    Command,
    example={
        "obligation_id": "C-2026-7/3.2",
        "agreement_id": "C-2026-7",
        "kind": "milestone",
        "what": "The second press is commissioned",
    },
):
    """Record what an agreement obliges us to, and by when."""

    obligation_id: Code
    agreement_id: Code
    kind: ObligationKind
    what: FreeText
    due_at: Instant
    standard: record.QualityStandard | None = None


class MeasureQuality(
    Command,
    records=record.QualityMeasured,
    example={
        "obligation_id": "C-2026-7/4.1",
        "month": "2026-01",
        "value": 99.7,
        "evidence": "Log of the line, minutes of standstill",
    },
):
    """Record what was measured in a month against the standard of an obligation."""

    obligation_id: Code
    month: str = Field(pattern=r"^[1-9]\d{3}-(0[1-9]|1[0-2])$", examples=["2026-03"])
    value: record.Measured
    evidence: FreeText


class FulfilObligation(
    Command, example={"obligation_id": "C-2026-7/3.2", "evidence": "Acceptance signed by both sides"}
):
    """Record that an obligation was fulfilled, in time or late, and what shows it."""

    obligation_id: Code
    evidence: FreeText
    document: Code | None = None


class NamesObligation(Protocol):
    """A command about an obligation on the record."""

    @property
    def obligation_id(self) -> str: ...


class ObligationAlreadyAgreedError(Refusal, field="obligation_id"):
    """The account has another obligation with this number."""


class StandardNotFittingError(Refusal, field="standard"):
    """A quality obligation, and no other, names a measure with the values that are agreed."""


class NoStandardToMeasureError(Refusal, field="obligation_id"):
    """Only a quality obligation has a standard to measure against."""


class MonthNotMeasurableError(Refusal, field="month"):
    """A month can be measured from that of the agreement on, once it has begun."""


class StandardNotShownError(Refusal, field="obligation_id"):
    """A quality obligation is fulfilled once its newest measured month has met the standard."""


@refuses_with(AgreementNotFoundError)
def agreement_must_oblige(account: CustomerAccount, command: AgreeObligation, _: AccountContext) -> None:
    if account.agreement(command.agreement_id) is None:
        raise AgreementNotFoundError(agreement_id=command.agreement_id)


@refuses_with(ObligationAlreadyAgreedError)
def obligation_must_be_new(account: CustomerAccount, command: AgreeObligation, _: AccountContext) -> None:
    """The same again is a repeat, whatever has become of its due time."""
    known = account.obligation(command.obligation_id)
    if known is not None and (known.agreement_id, known.kind, known.standard) != (
        command.agreement_id,
        command.kind,
        command.standard,
    ):
        raise ObligationAlreadyAgreedError(obligation_id=command.obligation_id)


@refuses_with(StandardNotFittingError)
def standard_must_fit(_: CustomerAccount, command: AgreeObligation, __: AccountContext) -> None:
    standard = command.standard
    if (standard is None) == (command.kind is ObligationKind.QUALITY):
        raise StandardNotFittingError
    if standard is None:
        return
    bounds = [value for value in (standard.at_least, standard.at_most) if value is not None]
    if not bounds or bounds[0] > bounds[-1]:
        raise StandardNotFittingError


@refuses_with(ObligationDueInPastError, ObligationOutlivesAgreementError)
def obligation_must_be_due_within_its_agreement(
    account: CustomerAccount, command: AgreeObligation, context: AccountContext
) -> None:
    if account.obligation(command.obligation_id) is None:
        must_be_due_within(account, command.agreement_id, command.due_at, command.happened_at(context.now))


@refuses_with(ObligationNotFoundError)
def obligation_must_be_known(account: CustomerAccount, command: NamesObligation, _: AccountContext) -> None:
    if account.obligation(command.obligation_id) is None:
        raise ObligationNotFoundError(obligation_id=command.obligation_id)


@refuses_with(ObligationSettledError)
def obligation_must_not_be_dropped(
    account: CustomerAccount, command: NamesObligation, _: AccountContext
) -> None:
    known = account.obligation(command.obligation_id)
    if known is not None and known.dropped_at is not None:
        raise ObligationSettledError(obligation_id=command.obligation_id)


@refuses_with(NoStandardToMeasureError, ObligationSettledError, MonthNotMeasurableError)
def month_must_be_measurable(
    account: CustomerAccount, command: MeasureQuality, context: AccountContext
) -> None:
    known = account.obligation(command.obligation_id)
    if known is None:
        return
    if known.standard is None:
        raise NoStandardToMeasureError(obligation_id=command.obligation_id)
    if known.fulfilled_at is not None and known.measured.get(command.month) != command.value:
        raise ObligationSettledError(obligation_id=command.obligation_id)
    first, last = (
        f"{at.astimezone(LOCAL_ZONE):%Y-%m}" for at in (known.agreed_at, command.happened_at(context.now))
    )
    if not first <= command.month <= last:
        raise MonthNotMeasurableError(month=command.month, first=first, last=last)


@refuses_with(StandardNotShownError)
def standard_must_be_shown(account: CustomerAccount, command: FulfilObligation, _: AccountContext) -> None:
    known = account.obligation(command.obligation_id)
    if known is not None and known.standard is not None and not record.is_shown(known):
        raise StandardNotShownError(obligation_id=command.obligation_id)


def agreed_on_record(account: CustomerAccount, command: AgreeObligation) -> Told | None:
    known = account.obligation(command.obligation_id)
    return None if known is None else {"occurred_at": known.agreed_at, "due_at": known.due_at}


def fulfilled_on_record(account: CustomerAccount, command: FulfilObligation) -> Told | None:
    known = account.obligation(command.obligation_id)
    if known is None or known.fulfilled_at is None:
        return None
    return {"occurred_at": known.fulfilled_at, "document": known.document}


def is_agreed(account: CustomerAccount, command: AgreeObligation, _: datetime) -> bool:
    return account.obligation(command.obligation_id) is not None


def is_fulfilled(account: CustomerAccount, command: FulfilObligation, _: datetime) -> bool:
    known = account.obligation(command.obligation_id)
    return known is not None and known.fulfilled_at is not None


def measure_quality(
    account: CustomerAccount, command: MeasureQuality, _: AccountContext, at: datetime
) -> Events:
    """Another value for the same month corrects it."""
    known = account.obligation(command.obligation_id)
    if known is None or known.standard is None or known.measured.get(command.month) == command.value:
        return ()
    is_met = known.standard.is_met_by(command.value)
    return (record.QualityMeasured(occurred_at=at, is_met=is_met, **fields_of(command)),)


DECISIONS = (
    decides(
        AgreeObligation,
        records(record.ObligationAgreed, unless=is_agreed),
        *CARED_FOR,
        agreement_must_oblige,
        obligation_must_be_new,
        standard_must_fit,
        obligation_must_be_due_within_its_agreement,
        once=agreed_on_record,
    ),
    decides(
        MeasureQuality,
        measure_quality,
        *CARED_FOR,
        obligation_must_be_known,
        obligation_must_not_be_dropped,
        month_must_be_measurable,
    ),
    decides(
        FulfilObligation,
        records(record.ObligationFulfilled, unless=is_fulfilled),
        *CARED_FOR,
        obligation_must_be_known,
        obligation_must_not_be_dropped,
        standard_must_be_shown,
        once=fulfilled_on_record,
    ),
)
