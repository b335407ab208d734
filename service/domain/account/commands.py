"""Wishes about a customer account."""

from uuid import UUID

from pydantic import Field

from service.domain.command import Command
from service.domain.personal import ContactPoint, FreeText, PartyName, PersonName
from service.domain.text import Code
from service.domain.vocabulary import Channel, Segment


class OpenAccount(Command):
    """Take a customer account under our care."""

    code: str = Field(
        min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", examples=["KA-0042"]
    )
    """The customer number that other systems know; unique."""
    name: PartyName
    """The customer's name."""
    segment: Segment = Segment.ORDINARY
    """The tier."""
    industry: Code | None = None
    """The customer's line of business."""


class AddContact(Command):
    """Add a person of the customer as a contact."""

    contact_id: UUID
    """An id for the person, chosen by the sender."""
    name: PersonName
    """The person's name."""
    role: Code | None = None
    """The part the person plays at the customer."""
    email: ContactPoint | None = None
    """E-mail address."""
    phone: ContactPoint | None = None
    """Telephone number."""
    preferred_channel: Channel | None = None
    """How the person likes to be reached."""


class AssignSegment(Command):
    """Move the account to another tier."""

    segment: Segment
    """The tier from now on."""
    reason: FreeText
    """Why."""


class AssignAccountOwner(Command):
    """Make one person accountable for the account."""

    owner: Code
    """The accountable person's staff id."""
    reason: FreeText
    """Why this person: load and skill."""


AccountCommand = OpenAccount | AddContact | AssignSegment | AssignAccountOwner
