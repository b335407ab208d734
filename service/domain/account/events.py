"""Facts about a customer account."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.domain.event import Event
from service.domain.personal import ContactPoint, FreeText, PartyName, PersonName
from service.domain.vocabulary import Channel, Segment


class AccountOpened(Event):
    """A customer account came under our care."""

    type: Literal["AccountOpened.v1"] = "AccountOpened.v1"
    code: str
    """The customer number that other systems know; unique."""
    name: PartyName
    """The customer's name."""
    segment: Segment
    """The tier at opening."""
    industry: str | None = None
    """The customer's line of business."""


class ContactAdded(Event):
    """A person of the customer became a contact of the account."""

    type: Literal["ContactAdded.v1"] = "ContactAdded.v1"
    contact_id: UUID
    """The person, for whom the fields below are personal data."""
    name: PersonName
    """The person's name."""
    role: str | None = None
    """The part the person plays at the customer, e.g. purchasing."""
    email: ContactPoint | None = None
    """E-mail address."""
    phone: ContactPoint | None = None
    """Telephone number."""
    preferred_channel: Channel | None = None
    """How the person likes to be reached (REQUIREMENTS 26)."""


class SegmentAssigned(Event):
    """The account moved to another tier (REQUIREMENTS 139)."""

    type: Literal["SegmentAssigned.v1"] = "SegmentAssigned.v1"
    segment: Segment
    """The tier from now on."""
    reason: FreeText
    """Why."""


class AccountOwnerAssigned(Event):
    """One person became accountable for the account (REQUIREMENTS 112)."""

    type: Literal["AccountOwnerAssigned.v1"] = "AccountOwnerAssigned.v1"
    owner: str
    """The accountable person's staff id."""
    reason: FreeText
    """Why this person: load and skill."""


AccountEvent = Annotated[
    AccountOpened | ContactAdded | SegmentAssigned | AccountOwnerAssigned, Field(discriminator="type")
]
ACCOUNT_EVENTS: tuple[type[Event], ...] = get_args(get_args(AccountEvent)[0])
