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
SURVEY = "survey"
"""Purpose from which a contact withdraws who opts out of surveys."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What a contact consented to, and how."""

    contact_id: UUID
    purpose: str
    text_version: int
    language: str
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class ContactState:
    """The contacts of an account, by their ids alone."""

    contact_ids: frozenset[UUID] = frozenset()
    consents: frozenset[Consent] = frozenset()
    """What contacts consented to and did not withdraw."""
    objections: frozenset[tuple[UUID, str]] = frozenset()
    """Contacts with the purposes from which they withdrew, an opt-out of surveys as well."""

    @property
    def opted_out_of_surveys(self) -> frozenset[UUID]:
        """The contacts who do not want to be asked."""
        return self.objecting_to(SURVEY)

    def objecting_to(self, purpose: str) -> frozenset[UUID]:
        """Return the contacts who withdrew from a purpose."""
        return frozenset(contact_id for contact_id, named in self.objections if named == purpose)

    def consenting_to(self, purpose: str) -> frozenset[UUID]:
        """Return the contacts who consented to a purpose."""
        return frozenset(one.contact_id for one in self.consents if one.purpose == purpose)


def evolve(account: ContactState, event: ContactEvent) -> ContactState:
    """Return the account after the event."""
    match event:
        case ContactAdded():
            return changed(account, contact_ids=account.contact_ids | {event.contact_id})
        case ContactOptedOut():
            return changed(
                account,
                objections=account.objections | {(event.contact_id, SURVEY)},
                consents=frozenset(
                    one
                    for one in account.consents
                    if (one.contact_id, one.purpose) != (event.contact_id, SURVEY)
                ),
            )
        case ContactOptedIn():
            return changed(account, objections=account.objections - {(event.contact_id, SURVEY)})
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
