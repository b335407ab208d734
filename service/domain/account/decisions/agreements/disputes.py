"""Disputes with a customer: who said what, who mediates, and what came of it."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from pydantic import Field

from service.domain.account.agreements.disputing import (
    DisputeOverError,
    DisputeUnknownError,
    MediatorIsPartyError,
    NamesDispute,
    NotTheMediatorError,
    PositionsMissingError,
    PositionWithoutSpeakerError,
    SettlementVersionUnknownError,
)
from service.domain.account.context import AccountContext
from service.domain.account.decisions.agreements.agreements import AgreementNotFoundError
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.agreements import disputes as record
from service.domain.account.rules import CARED_FOR
from service.domain.account.signals.found import case_must_be_of_the_account
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import DisputeEnd, DisputeSide
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with, told_of
from service.domain.personal import FreeText
from service.domain.staff_id import Sender, StaffId
from service.domain.text import Code


class OpenDispute(Command, example={"matter": "Who pays for the second line", "agreement_id": "C-2026-7"}):
    """Record that a dispute with the customer began."""

    dispute_id: UUID
    """Id of the dispute, chosen by the sender."""
    matter: FreeText
    agreement_id: Code | None = None
    case_id: UUID | None = None


class StatePosition(Command, example={"side": "ours", "position": "Clause 4.2 leaves it to the customer"}):
    """Record the position of a party to a dispute."""

    dispute_id: UUID
    position_id: UUID
    """Id of the statement, chosen by the sender."""
    side: DisputeSide
    position: FreeText
    contact_id: UUID | None = None
    stated_by: Sender = None


class NameMediator(Command, example={"mediator": "wu.q", "reason": "Knows both houses"}):
    """Name a person who is no party to mediate in a dispute."""

    dispute_id: UUID
    mediator: StaffId
    reason: FreeText


class RecordMediation(Command, example={"what": "Each bears half until the audit"}):
    """Record a step of the mediation."""

    dispute_id: UUID
    step_id: UUID
    """Id of the step, chosen by the sender."""
    what: FreeText
    mediated_by: Sender = None


class SettleDispute(Command, example={"agreed": "Each bears half", "agreement_version": 2}):
    """Record that both parties agreed, and what they agreed on."""

    dispute_id: UUID
    contact_id: UUID
    agreed: FreeText
    agreement_version: int | None = Field(default=None, ge=1)
    settled_by: Sender = None


class EndDispute(Command, example={"how": "withdrawn", "reason": "The customer has found the invoice"}):
    """Record that a dispute ended without a settlement."""

    dispute_id: UUID
    how: DisputeEnd
    reason: FreeText
    ended_by: Sender = None


@refuses_with(AgreementNotFoundError)
def disputed_agreement_must_be_known(
    account: CustomerAccount, command: OpenDispute, _: AccountContext
) -> None:
    if command.agreement_id is not None and account.agreement(command.agreement_id) is None:
        raise AgreementNotFoundError(agreement_id=command.agreement_id)


@refuses_with(DisputeUnknownError)
def dispute_must_be_known(account: CustomerAccount, command: NamesDispute, _: AccountContext) -> None:
    if account.dispute(command.dispute_id) is None:
        raise DisputeUnknownError(dispute_id=command.dispute_id)


@refuses_with(DisputeOverError)
def dispute_must_be_open(
    account: CustomerAccount, command: StatePosition | NameMediator | RecordMediation, context: AccountContext
) -> None:
    """A repeat of what was said while it was open is one."""
    known = account.dispute(command.dispute_id)
    if known is not None and not known.is_open and not is_told(account, command, context.now):
        raise DisputeOverError(dispute_id=command.dispute_id)


@refuses_with(DisputeOverError)
def dispute_must_not_end_otherwise(
    account: CustomerAccount, command: SettleDispute | EndDispute, _: AccountContext
) -> None:
    known = account.dispute(command.dispute_id)
    ended_at = known and (known.ended_at if isinstance(command, SettleDispute) else known.settled_at)
    if ended_at is not None:
        raise DisputeOverError(dispute_id=command.dispute_id)


@refuses_with(PositionWithoutSpeakerError, ContactNotFoundError)
def position_must_have_a_speaker(
    account: CustomerAccount, command: StatePosition, context: AccountContext
) -> None:
    """A machine's key that speaks for nobody has no position."""
    teller, contact_id = context.teller, command.contact_id
    is_machine = teller is not None and teller.is_machine
    if (command.side is DisputeSide.CUSTOMER) != (contact_id is not None) or is_machine:
        raise PositionWithoutSpeakerError(side=command.side.value)
    if contact_id is not None and contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=contact_id)


@refuses_with(MediatorIsPartyError)
def mediator_must_take_no_side(account: CustomerAccount, command: StatePosition, _: AccountContext) -> None:
    known = account.dispute(command.dispute_id)
    if known is None or known.statement(command.position_id) or command.side is DisputeSide.CUSTOMER:
        return
    if command.stated_by is not None and command.stated_by == known.mediator:
        raise MediatorIsPartyError(field="stated_by", mediator=known.mediator)


@refuses_with(MediatorIsPartyError)
def mediator_must_be_no_party(
    account: CustomerAccount, command: NameMediator, context: AccountContext
) -> None:
    known = account.dispute(command.dispute_id)
    speakers = known.our_speakers if known else frozenset[str]()
    if command.mediator in {*speakers, account.owner_at(command.happened_at(context.now))}:
        raise MediatorIsPartyError(mediator=command.mediator)


@refuses_with(NotTheMediatorError)
def mediator_must_tell_it(account: CustomerAccount, command: RecordMediation, _: AccountContext) -> None:
    known = account.dispute(command.dispute_id)
    if known is not None and command.mediated_by != known.mediator and known.step(command.step_id) is None:
        raise NotTheMediatorError(field="mediated_by", mediator=known.mediator)


@refuses_with(NotTheMediatorError)
def mediator_must_settle_it(account: CustomerAccount, command: SettleDispute, _: AccountContext) -> None:
    known = account.dispute(command.dispute_id)
    if known is not None and known.mediator is not None and command.settled_by != known.mediator:
        raise NotTheMediatorError(field="settled_by", mediator=known.mediator)


@refuses_with(PositionsMissingError)
def both_positions_must_be_stated(
    account: CustomerAccount, command: SettleDispute, _: AccountContext
) -> None:
    known = account.dispute(command.dispute_id)
    missing = () if known is None else tuple(side.value for side in DisputeSide if side not in known.sides)
    if missing:
        raise PositionsMissingError(missing=", ".join(missing))


@refuses_with(ContactNotFoundError, SettlementVersionUnknownError)
def settlement_must_be_accepted(account: CustomerAccount, command: SettleDispute, _: AccountContext) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)
    known = account.dispute(command.dispute_id)
    if known is None or command.agreement_version is None:
        return
    agreement = account.agreement(known.agreement_id) if known.agreement_id else None
    versions = len(agreement.versions) if agreement else 0
    if command.agreement_version > versions:
        raise SettlementVersionUnknownError(agreement_version=command.agreement_version, versions=versions)


def is_told(
    account: CustomerAccount,
    command: OpenDispute | StatePosition | NameMediator | RecordMediation | SettleDispute | EndDispute,
    _: datetime,
) -> bool:
    """Return whether the dispute shows it already."""
    known = account.dispute(command.dispute_id)
    if known is None:
        return False
    match command:
        case OpenDispute():
            return True
        case StatePosition():
            return known.statement(command.position_id) is not None
        case NameMediator():
            return command.mediator == known.mediator
        case RecordMediation():
            return known.step(command.step_id) is not None
        case SettleDispute():
            return known.settled_at is not None
        case EndDispute():
            return known.ended_at is not None
        case _:
            assert_never(command)


def statement_on_record(account: CustomerAccount, command: StatePosition) -> Told | None:
    known = account.dispute(command.dispute_id)
    said = known.statement(command.position_id) if known else None
    if said is None:
        return None
    told = {name: getattr(said, name) for name in ("side", "contact_id", "stated_by")}
    return {"occurred_at": said.stated_at, **told}


def step_on_record(account: CustomerAccount, command: RecordMediation) -> Told | None:
    known = account.dispute(command.dispute_id)
    held = known.step(command.step_id) if known else None
    return None if held is None else {"occurred_at": held.held_at, "mediated_by": held.mediated_by}


DECISIONS = (
    decides(
        OpenDispute,
        records(record.DisputeOpened, unless=is_told),
        *CARED_FOR,
        disputed_agreement_must_be_known,
        case_must_be_of_the_account,
        once=told_of(CustomerAccount.dispute, "dispute_id", "opened_at", "agreement_id", "case_id"),
    ),
    decides(
        StatePosition,
        records(record.PositionStated, unless=is_told),
        *CARED_FOR,
        dispute_must_be_known,
        dispute_must_be_open,
        position_must_have_a_speaker,
        mediator_must_take_no_side,
        once=statement_on_record,
    ),
    decides(
        NameMediator,
        records(record.MediatorNamed, unless=is_told),
        *CARED_FOR,
        dispute_must_be_known,
        dispute_must_be_open,
        mediator_must_be_no_party,
    ),
    decides(
        RecordMediation,
        records(record.MediationHeld, unless=is_told),
        *CARED_FOR,
        dispute_must_be_known,
        dispute_must_be_open,
        mediator_must_tell_it,
        once=step_on_record,
    ),
    decides(
        SettleDispute,
        records(record.DisputeSettled, unless=is_told),
        *CARED_FOR,
        dispute_must_be_known,
        dispute_must_not_end_otherwise,
        both_positions_must_be_stated,
        mediator_must_settle_it,
        settlement_must_be_accepted,
        once=told_of(
            CustomerAccount.dispute,
            "dispute_id",
            "settled_at",
            "contact_id",
            "agreement_version",
            "settled_by",
        ),
    ),
    decides(
        EndDispute,
        records(record.DisputeEnded, unless=is_told),
        *CARED_FOR,
        dispute_must_be_known,
        dispute_must_not_end_otherwise,
        once=told_of(CustomerAccount.dispute, "dispute_id", "ended_at", "how", "ended_by"),
    ),
)
