"""What limits and risks were disclosed to the customer before signing."""

from datetime import datetime
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.reaching import channel_must_reach_the_customer
from service.domain.account.record.agreements.disclosures import LimitsDisclosed
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.vocabulary import Limitation
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with, told_of
from service.domain.personal import FreeText, Quoted
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Channel


class DiscloseLimits(
    Command,
    example={
        "limitation": "product_limit",
        "what": "The press stops above 40 degrees",
        "text_version": "limits-2026-1",
        "channel": "email",
        "agreement_id": "C-2026-7",
        "acknowledgement": "Understood",
    },
):
    """Record that a limit of the product, the scope of the service or a risk was disclosed to a contact."""

    disclosure_id: UUID
    """Id of the disclosure, chosen by the sender."""
    limitation: Limitation
    what: FreeText
    text_version: Code
    contact_id: UUID
    channel: Channel
    agreement_id: Code | None = None
    """Contract number of the agreement, which need not be signed yet."""
    acknowledgement: Quoted | None = None


class DisclosureAlreadyMadeError(Refusal, field="disclosure_id"):
    """Another disclosure has this id."""


_SAME = ("limitation", "text_version", "contact_id", "channel", "agreement_id")


@refuses_with(ContactNotFoundError)
def told_contact_must_be_known(account: CustomerAccount, command: DiscloseLimits, _: AccountContext) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


@refuses_with(DisclosureAlreadyMadeError)
def disclosure_must_be_new(account: CustomerAccount, command: DiscloseLimits, _: AccountContext) -> None:
    """The same again is a repeat."""
    known = account.disclosure(command.disclosure_id)
    if known is not None and any(getattr(known, name) != getattr(command, name) for name in _SAME):
        raise DisclosureAlreadyMadeError(disclosure_id=known.disclosure_id, disclosed_at=known.disclosed_at)


def is_disclosed(account: CustomerAccount, command: DiscloseLimits, _: datetime) -> bool:
    return account.disclosure(command.disclosure_id) is not None


DECISIONS = (
    decides(
        DiscloseLimits,
        records(LimitsDisclosed, unless=is_disclosed),
        *CARED_FOR,
        channel_must_reach_the_customer,
        told_contact_must_be_known,
        disclosure_must_be_new,
        once=told_of(CustomerAccount.disclosure, "disclosure_id", "disclosed_at"),
    ),
)
