"""What a customer's system reports and is shown: its own cases, in words meant for it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, field_validator

from service.domain.clocks.policy import Title
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText, PartyName
from service.domain.text import Code
from service.domain.vocabulary import CaseKind, Channel, Phase

NOT_A_CUSTOMERS = {Channel.INTERNAL, Channel.ON_SITE}
UpdateKind = Literal[
    "acknowledged", "reply", "progress", "plan", "question", "answer", "resolved", "reopened", "closed"
]


class IntakeRequest(BaseModel):
    """A matter that a customer's system reports. It is received now, for the account of the key."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    reference: Code | None = None
    """The number by which the customer's system knows it; it can be asked for by it."""
    kind: CaseKind
    """What it is."""
    channel: Channel = Channel.API
    """Where it came up: `monitoring` for an alert, else the way by which somebody reported it there."""
    phase: Phase = Phase.AFTER_SALE
    """The phase of the sale."""
    subject: FreeText
    """The matter in one line."""
    description: FreeText | None = None
    """The matter in the customer's own words."""
    symptom: FreeText | None = None
    """What a faulty thing shows."""
    impact: FreeText | None = None
    """Whom and what it holds up."""
    fault_began_at: Instant | None = None
    """When the fault began."""
    order_reference: Code | None = None
    """The order it is about."""
    asset_reference: Code | None = None
    """The registered asset it is about."""
    alert_reference: Code | None = None
    """The alert of the customer's monitoring that it comes from."""
    contact: PartyName | None = None
    """Whom to ask back."""

    @field_validator("channel")
    @classmethod
    def _can_be_a_customers(cls, channel: Channel) -> Channel:
        if channel in NOT_A_CUSTOMERS:
            raise invalid("channel_not_a_customers", channel=channel)
        return channel


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class PromiseView(_Document):
    """Something that happens by an instant."""

    promise: str
    """Which promise."""
    title: Title
    """The promise in words."""
    due_at: datetime
    """By when."""


class PublicUpdate(_Document):
    """Something that the customer was told about the case."""

    kind: UpdateKind
    """What it was."""
    at: datetime
    """When."""
    text: str | None
    """The words, where there are any."""
    eta_at: datetime | None = None
    """By when it is expected to be done, where that was said."""
    needed_from_you: str | None = None
    """What the customer must do first, where that was said."""


class PublicCase(_Document):
    """A case as the customer may see it: no notes, no staff, no other departments."""

    case_id: UUID
    """The case."""
    reference: str | None
    """The number by which the customer's system knows it."""
    kind: CaseKind
    """What it is."""
    subject: str
    """The matter in one line."""
    status: Literal["open", "resolved", "closed"]
    """Where it stands."""
    received_at: datetime
    """When it was received."""
    waits_for_you: bool
    """Whether it waits for something from the customer."""
    continues_in: UUID | None
    """The case of the same customer in which it is worked on now."""
    promises: list[PromiseView]
    """What happens next, and by when at the latest."""
    updates: list[PublicUpdate]
    """What the customer was told, in order of time."""
