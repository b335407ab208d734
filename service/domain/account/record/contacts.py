"""The people of the customer with whom we speak."""

from dataclasses import dataclass
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.personal import ContactPoint, FreeText, PersonName
from service.domain.theme import theme
from service.domain.vocabulary import Channel


class ContactAdded(AccountFact):
    """A person of the customer became a contact of the account."""

    type: Literal["ContactAdded.v1"] = "ContactAdded.v1"
    contact_id: UUID
    """Id of the contact. The fields below are personal data of this person."""
    name: PersonName
    """Name of the person."""
    role: str | None = None
    """Role of the person at the customer, such as purchasing."""
    email: ContactPoint | None = None
    """E-mail address."""
    phone: ContactPoint | None = None
    """Telephone number."""
    preferred_channel: Channel | None = None
    """Preferred contact channel (REQUIREMENTS 26)."""


class ContactOptedOut(AccountFact):
    """A contact opted out of surveys (REQUIREMENTS 119)."""

    type: Literal["ContactOptedOut.v1"] = "ContactOptedOut.v1"
    contact_id: UUID
    """Id of the contact."""
    reason: FreeText | None = None
    """Reason given by the person."""


class ContactOptedIn(AccountFact):
    """A contact opted in to surveys again."""

    type: Literal["ContactOptedIn.v1"] = "ContactOptedIn.v1"
    contact_id: UUID
    """Id of the contact."""
    reason: FreeText | None = None
    """Reason given by the person."""


ContactEvent = ContactAdded | ContactOptedOut | ContactOptedIn


@dataclass(frozen=True, kw_only=True)
class ContactState:
    """The contacts of an account, by their ids alone."""

    contact_ids: frozenset[UUID] = frozenset()
    opted_out_of_surveys: frozenset[UUID] = frozenset()
    """Contacts who opted out of surveys."""


def evolve(account: ContactState, event: ContactEvent) -> ContactState:
    """Return the account after the event."""
    match event:
        case ContactAdded():
            return changed(account, contact_ids=account.contact_ids | {event.contact_id})
        case ContactOptedOut():
            return changed(account, opted_out_of_surveys=account.opted_out_of_surveys | {event.contact_id})
        case ContactOptedIn():
            return changed(account, opted_out_of_surveys=account.opted_out_of_surveys - {event.contact_id})
        case _:
            assert_never(event)


def stands(account: ContactState, event: ContactEvent) -> bool:
    is_known = event.contact_id in account.contact_ids
    match event:
        case ContactAdded():
            return not is_known
        case ContactOptedOut():
            return is_known and event.contact_id not in account.opted_out_of_surveys
        case ContactOptedIn():
            return event.contact_id in account.opted_out_of_surveys
        case _:
            assert_never(event)


THEME = theme(ContactEvent, evolve, stands=stands)
