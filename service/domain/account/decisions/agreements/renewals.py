"""How agreements that end are to be renewed, and what came of it."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.decisions.agreements.agreements import AgreementNotFoundError
from service.domain.account.record.agreements.renewals import RenewalDecided, RenewalPlanned
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import Sender
from service.domain.text import Code


class PlanRenewal(
    Command, example={"agreement_id": "C-2026-7", "plan": "Same terms, a second line, three years"}
):
    """Plan how an agreement is to be renewed, or plan it otherwise."""

    agreement_id: Code
    plan: FreeText
    offer_by_at: Instant
    planned_by: Sender = None


class DecideRenewal(
    Command,
    example={
        "agreement_id": "C-2026-7",
        "is_renewed": True,
        "renewed_as": "C-2027-7",
        "reason": "Content with the service",
    },
):
    """Record that the customer renewed an agreement, or decided not to."""

    agreement_id: Code
    is_renewed: bool
    renewed_as: Code | None = None
    reason: FreeText


class RenewalOfNoEndError(Refusal, field="agreement_id"):
    """An agreement that does not end needs no renewal."""


class OfferAfterEndError(Refusal, field="offer_by_at"):
    """The customer has the offer after now, and before the agreement ends."""


class RenewalAlreadyDecidedError(Refusal, field="agreement_id"):
    """What the customer has decided is not planned or decided any more."""


class SuccessorUnknownError(Refusal, field="renewed_as"):
    """An agreement is renewed as another one that was signed, and only if it is renewed."""


@refuses_with(AgreementNotFoundError)
def renewed_agreement_must_be_known(
    account: CustomerAccount, command: PlanRenewal | DecideRenewal, _: AccountContext
) -> None:
    if account.agreement(command.agreement_id) is None:
        raise AgreementNotFoundError(agreement_id=command.agreement_id)


@refuses_with(RenewalOfNoEndError, OfferAfterEndError)
def offer_must_come_before_the_end(
    account: CustomerAccount, command: PlanRenewal, context: AccountContext
) -> None:
    known = account.agreement(command.agreement_id)
    if known is None:
        return
    if known.ends_at is None:
        raise RenewalOfNoEndError(agreement_id=command.agreement_id)
    if not command.happened_at(context.now) < command.offer_by_at < known.ends_at:
        raise OfferAfterEndError(offer_by_at=command.offer_by_at, ends_at=known.ends_at)


@refuses_with(RenewalAlreadyDecidedError)
def renewal_must_be_undecided(account: CustomerAccount, command: PlanRenewal, _: AccountContext) -> None:
    known = account.renewal(command.agreement_id)
    if known is not None and known.decided_at is not None:
        raise RenewalAlreadyDecidedError(agreement_id=command.agreement_id, decided_at=known.decided_at)


@refuses_with(SuccessorUnknownError)
def successor_must_be_signed(account: CustomerAccount, command: DecideRenewal, _: AccountContext) -> None:
    named = command.renewed_as
    if named is None:
        return
    if not command.is_renewed or named == command.agreement_id or account.agreement(named) is None:
        raise SuccessorUnknownError(renewed_as=named)


def is_planned(account: CustomerAccount, command: PlanRenewal, _: datetime) -> bool:
    known = account.renewal(command.agreement_id)
    planned = (command.offer_by_at, command.planned_by)
    return known is not None and (known.offer_by_at, known.planned_by) == planned


def is_decided(account: CustomerAccount, command: DecideRenewal, _: datetime) -> bool:
    known = account.renewal(command.agreement_id)
    return known is not None and known.decided_at is not None


DECISIONS = (
    decides(
        PlanRenewal,
        records(RenewalPlanned, unless=is_planned),
        *CARED_FOR,
        renewed_agreement_must_be_known,
        renewal_must_be_undecided,
        offer_must_come_before_the_end,
    ),
    decides(
        DecideRenewal,
        records(RenewalDecided, unless=is_decided),
        *CARED_FOR,
        renewed_agreement_must_be_known,
        successor_must_be_signed,
        once=told_of(CustomerAccount.renewal, "agreement_id", "decided_at", "is_renewed", "renewed_as"),
    ),
)
