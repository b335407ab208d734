"""The people of the customer with whom we speak."""

from dataclasses import dataclass, field, replace
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.record.profile_values import (
    CONTACT_PREFERENCES,
    DECISION_CHAIN,
    FROM_CONTACTS,
    KnownValue,
    ProfileValueState,
)
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
    decision_role: str | None = None
    """Part that the person plays in the customer's decisions (决策链, REQUIREMENTS 126)."""
    preferences: tuple[str, ...] | None = None
    """What the person likes, such as charts or short voice messages (REQUIREMENTS 26)."""
    language: Literal["zh", "en"] | None = None
    """Language in which the person wants to be spoken with."""
    reachable_from: str | None = None
    """Time of the day from which the person wants to be reached, as HH:MM on the customer's clock."""
    reachable_until: str | None = None
    """Time of the day until which the person wants to be reached."""
    vouched_by: str | None = None
    """Staff id of the person who vouches for it; null if a machine told it for nobody."""


class ContactChanged(AccountFact):
    """Something about a contact changed, or became known (REQUIREMENTS 26, 126). What is null stayed."""

    type: Literal["ContactChanged.v1"] = "ContactChanged.v1"
    contact_id: UUID
    """Id of the contact. The fields below are personal data of this person."""
    name: PersonName | None = None
    """Name of the person."""
    role: str | None = None
    """Role of the person at the customer."""
    email: ContactPoint | None = None
    """E-mail address."""
    phone: ContactPoint | None = None
    """Telephone number."""
    preferred_channel: Channel | None = None
    """Preferred contact channel (REQUIREMENTS 26)."""
    decision_role: str | None = None
    """Part that the person plays in the customer's decisions (决策链, REQUIREMENTS 126)."""
    preferences: tuple[str, ...] | None = None
    """What the person likes, such as charts or short voice messages (REQUIREMENTS 26)."""
    language: Literal["zh", "en"] | None = None
    """Language in which the person wants to be spoken with."""
    reachable_from: str | None = None
    """Time of the day from which the person wants to be reached, as HH:MM on the customer's clock."""
    reachable_until: str | None = None
    """Time of the day until which the person wants to be reached."""
    vouched_by: str | None = None
    """Staff id of the person who vouches for it; null if a machine told it for nobody."""
    point_digest: str | None = None
    """Tells the same name, address and number from others without being them; null if none was told."""
    reason: FreeText | None = None


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


ContactEvent = ContactAdded | ContactChanged | ContactOptedOut | ContactOptedIn
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
class ContactCard:
    """What is known of a contact but for the personal fields, of which only a digest of the last change."""

    role: str | None = None
    preferred_channel: Channel | None = None
    decision_role: str | None = None
    preferences: tuple[str, ...] = ()
    language: str | None = None
    reachable_from: str | None = None
    reachable_until: str | None = None
    point_digest: str | None = None


CARD = tuple(ContactCard.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True)
class ContactState(ProfileValueState):
    """The contacts of an account, by their ids alone."""

    contact_ids: frozenset[UUID] = frozenset()
    cards: dict[UUID, ContactCard] = field(default_factory=dict)
    """Of each contact what is not personal."""
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
            return _with_card(account, event, contact_ids=account.contact_ids | {event.contact_id})
        case ContactChanged():
            return _with_card(account, event)
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


def card_after(card: ContactCard, told: object) -> ContactCard:
    """Return a card with what an event or a command tells; what it does not tell stays."""
    said = {name: getattr(told, name, None) for name in CARD}
    return replace(card, **{name: value for name, value in said.items() if value is not None})


def learnt_of(event: ContactAdded | ContactChanged) -> tuple[KnownValue, ...]:
    """Return what an event about a contact tells of the profile of the account."""
    told = ((DECISION_CHAIN, event.decision_role), (CONTACT_PREFERENCES, event.preferences))
    at, vouched_at = event.occurred_at, None if event.vouched_by is None else event.occurred_at
    return tuple(
        KnownValue(field=name, learnt_at=at, source=FROM_CONTACTS, vouched_at=vouched_at)
        for name, value in told
        if value
    )


def _with_card(account: ContactState, event: ContactAdded | ContactChanged, **more: object) -> ContactState:
    card = card_after(account.cards.get(event.contact_id, ContactCard()), event)
    known = {one.field: one for one in (*account.values, *learnt_of(event))}
    cards = {**account.cards, event.contact_id: card}
    return changed(account, cards=cards, values=tuple(known.values()), **more)


def stands(account: ContactState, event: ContactEvent) -> bool:
    is_known = event.contact_id in account.contact_ids
    match event:
        case ContactAdded():
            return not is_known
        case ContactChanged():
            return is_known
        case ContactOptedOut():
            return is_known and event.contact_id not in account.opted_out_of_surveys
        case ContactOptedIn():
            return event.contact_id in account.opted_out_of_surveys
        case _:
            assert_never(event)


THEME = theme(ContactEvent, evolve, stands=stands)
