"""The people of the customer with whom we speak."""

from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.account.context import AccountContext
from service.domain.account.profile.vouching import who_vouches
from service.domain.account.record.contacts import (
    CARD,
    ContactAdded,
    ContactChanged,
    ContactOptedIn,
    ContactOptedOut,
    card_after,
)
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.guidelines.profiles import ProfileGuide, names_of
from service.domain.invalid import invalid
from service.domain.personal import ContactPoint, FreeText, PersonName, Verbatim
from service.domain.refusal import Refusal
from service.domain.staff_id import SenderIfKnown
from service.domain.text import Code
from service.domain.vocabulary import Channel

POINTS = ("name", "email", "phone")
TOLD_OF_A_CONTACT = (*POINTS, *(name for name in CARD if name != "point_digest"))
DIGEST_DIGITS = 16
TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:30"])]
Preferences = Annotated[tuple[Slug, ...], Field(max_length=50)]


def refuse_hours_without_length(begin: str | None, end: str | None) -> None:
    """Raise where somebody wants to be reached until a time that is not after the one from which on."""
    if begin is not None and end is not None and end <= begin:
        raise invalid("ends_before_it_begins", field="reachable_until", other="reachable_from")


class AddContact(
    Command,
    records=ContactAdded,
    example={"name": "王芳", "role": "Head of production", "phone": "13800000000"},
):
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
    decision_role: Slug | None = None
    """Part that the person plays in the customer's decisions, by the guideline `profiles`."""
    preferences: Preferences | None = None
    """What the person likes, by the guideline `profiles`: charts, short_voice, green_supply_chain, …"""
    language: Literal["zh", "en"] | None = None
    reachable_from: TimeOfDay | None = None
    reachable_until: TimeOfDay | None = None
    vouched_by: SenderIfKnown = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        refuse_hours_without_length(self.reachable_from, self.reachable_until)
        return self


class ChangeContact(
    Command, records=ContactChanged, example={"decision_role": "decider", "preferences": ["charts"]}
):
    """Record what changed about a contact, or became known. What is omitted stays."""

    contact_id: UUID
    name: PersonName | None = None
    role: Code | None = None
    email: ContactPoint | None = None
    phone: ContactPoint | None = None
    preferred_channel: Channel | None = None
    decision_role: Slug | None = None
    """Part that the person plays in the customer's decisions, by the guideline `profiles`."""
    preferences: Preferences | None = None
    """What the person likes, by the guideline `profiles`: charts, short_voice, green_supply_chain, …"""
    language: Literal["zh", "en"] | None = None
    reachable_from: TimeOfDay | None = None
    reachable_until: TimeOfDay | None = None
    vouched_by: SenderIfKnown = None
    reason: FreeText | None = None

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        refuse_hours_without_length(self.reachable_from, self.reachable_until)
        return self

    @model_validator(mode="after")
    def _tells_something(self) -> Self:
        if all(getattr(self, name) is None for name in TOLD_OF_A_CONTACT):
            raise invalid("nothing_told", field="name", others=", ".join(TOLD_OF_A_CONTACT[1:]))
        return self


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


class DecisionRoleUnknownError(Refusal, field="decision_role"):
    """A contact plays one of the parts of the guideline in the customer's decisions (REQUIREMENTS 126)."""


class ContactPreferenceUnknownError(Refusal, field="preferences"):
    """A contact likes what the guideline has a word for (REQUIREMENTS 26)."""


@refuses_with(DecisionRoleUnknownError, ContactPreferenceUnknownError)
def contact_must_be_described_in_known_words(
    _: CustomerAccount, command: AddContact | ChangeContact, context: AccountContext
) -> None:
    guide = context.rulebook.guideline(ProfileGuide, command.happened_at(context.now))
    roles = names_of(guide.decision_roles) if guide else ()
    liked = names_of(guide.contact_preferences) if guide else ()
    if roles and command.decision_role is not None and command.decision_role not in roles:
        raise DecisionRoleUnknownError(decision_role=command.decision_role, known=", ".join(roles))
    unknown = next((one for one in command.preferences or () if liked and one not in liked), None)
    if unknown is not None:
        raise ContactPreferenceUnknownError(preference=unknown, known=", ".join(liked))


@refuses_with(ContactAlreadyAddedError)
def contact_must_be_new(account: CustomerAccount, command: AddContact, _: AccountContext) -> None:
    """The state holds no personal field, so it cannot tell a repeat from another person under the same id."""
    if command.contact_id in account.contact_ids:
        raise ContactAlreadyAddedError(contact_id=command.contact_id)


@refuses_with(ContactNotFoundError)
def contact_must_be_known(
    account: CustomerAccount, command: ChangeContact | OptOutOfSurveys | OptInToSurveys, _: AccountContext
) -> None:
    if command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


def is_opted_out(account: CustomerAccount, command: OptOutOfSurveys, _: datetime) -> bool:
    return command.contact_id in account.opted_out_of_surveys


def is_opted_in(account: CustomerAccount, command: OptInToSurveys, _: datetime) -> bool:
    return command.contact_id not in account.opted_out_of_surveys


def add_contact(_: CustomerAccount, command: AddContact, context: AccountContext, at: datetime) -> Events:
    told = {**fields_of(command), "vouched_by": who_vouches(command.vouched_by, context)}
    return (ContactAdded(occurred_at=at, **told),)


def change_contact(
    account: CustomerAccount, command: ChangeContact, context: AccountContext, at: datetime
) -> Events:
    """Nothing follows where all of it is on the record."""
    digest = _digest_of(command)
    changed = ContactChanged(
        occurred_at=at,
        point_digest=digest,
        **{**fields_of(command), "vouched_by": who_vouches(command.vouched_by, context)},
    )
    card = account.cards[command.contact_id]
    return () if card_after(card, changed) == card else (changed,)


def _digest_of(command: ChangeContact) -> str | None:
    told = [getattr(command, name) for name in POINTS]
    if told == [None] * len(POINTS):
        return None
    return sha256(f"{command.contact_id}:{told}".encode()).hexdigest()[:DIGEST_DIGITS]


DECISIONS = (
    decides(
        AddContact,
        add_contact,
        *CARED_FOR,
        contact_must_be_new,
        contact_must_be_described_in_known_words,
    ),
    decides(
        ChangeContact,
        change_contact,
        *CARED_FOR,
        contact_must_be_known,
        contact_must_be_described_in_known_words,
    ),
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
