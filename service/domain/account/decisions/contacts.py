"""The people of the customer with whom we speak."""

from datetime import datetime
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.record.contacts import ContactAdded, ContactOptedIn, ContactOptedOut
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import decides, records, refuses_with
from service.domain.personal import ContactPoint, PersonName, Verbatim
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Channel


class AddContact(Command, example={"name": "王芳", "role": "Head of production", "phone": "13800000000"}):
    """Add a person of the customer as a contact."""

    contact_id: UUID
    """Id of the contact, chosen by the sender."""
    name: PersonName
    role: Code | None = None
    """Role of the person at the customer."""
    email: ContactPoint | None = None
    phone: ContactPoint | None = None
    preferred_channel: Channel | None = None
    """Preferred contact channel."""


class OptOutOfSurveys(Command, example={"reason": "Asked too often"}):
    """Record that a contact does not want to be asked for ratings any more."""

    contact_id: UUID
    reason: Verbatim | None = None


class OptInToSurveys(Command, example={"reason": "Asked for it by phone"}):
    """Record that a contact who did not want to be asked for ratings may be asked again."""

    contact_id: UUID
    reason: Verbatim | None = None


class ContactAlreadyAddedError(Refusal, field="contact_id"):
    """The account already has a contact with this id."""


class ContactNotFoundError(Refusal, field="contact_id"):
    """The account has no contact with this id."""


@refuses_with(ContactAlreadyAddedError)
def contact_must_be_new(account: CustomerAccount, command: AddContact, _: AccountContext) -> None:
    """The state holds no personal field, so it cannot tell a repeat from another person under the same id."""
    if command.contact_id in account.contact_ids:
        raise ContactAlreadyAddedError(contact_id=command.contact_id)


@refuses_with(ContactNotFoundError)
def contact_must_be_known(
    account: CustomerAccount, command: OptOutOfSurveys | OptInToSurveys, _: AccountContext
) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


def is_opted_out(account: CustomerAccount, command: OptOutOfSurveys, _: datetime) -> bool:
    return command.contact_id in account.opted_out_of_surveys


def is_opted_in(account: CustomerAccount, command: OptInToSurveys, _: datetime) -> bool:
    return command.contact_id not in account.opted_out_of_surveys


DECISIONS = (
    decides(AddContact, records(ContactAdded), *CARED_FOR, contact_must_be_new),
    decides(
        OptOutOfSurveys, records(ContactOptedOut, unless=is_opted_out), *CARED_FOR, contact_must_be_known
    ),
    decides(
        OptInToSurveys,
        records(ContactOptedIn, unless=is_opted_in),
        *CARED_FOR,
        contact_must_be_known,
        ends=True,
    ),
)
