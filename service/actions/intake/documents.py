"""What a customer's system reports and is shown: its own cases, in words meant for it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import field_validator, model_validator

from service.domain.case.decisions.intake import refuse_alert_without_reference
from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText, PartyName
from service.domain.text import Code
from service.domain.vocabulary import CaseKind, Channel, Phase

NEVER_SHOWN = frozenset({Channel.INTERNAL})
"""Channels of what stays among us: whole cases, and what was said by them."""
NOT_A_CUSTOMERS = {Channel.INTERNAL, Channel.ON_SITE}
UpdateKind = Literal[
    "acknowledged", "reply", "progress", "plan", "question", "answer", "resolved", "reopened", "closed"
]


class Known(StrEnum):
    """Why a customer may know what stands in a field. Every field of an answer says it, of no other case."""

    REPORTED = "it stands in the report of the case, by whichever of the customer's channels that came"
    TOLD = "we told it to the customer: by a public message, never by the channel `internal`"
    PROMISED = "it is promised to the customer, not by one of us to another"
    STANDING = "it says how far the case is, in the customer's words, without reasons"
    COMPARED = "it compares two reports of the account, both of which the customer may read"


class IntakeRequest(Described, extra="forbid"):
    """A case reported by a customer's system. It is received at once, for the account of the key."""

    reference: Code | None = None
    """Case number of the customer's system; the case can be read by it."""
    kind: CaseKind
    """Kind of case."""
    channel: Channel = Channel.API
    """Channel: `monitoring` for an alert, else the channel by which it was reported."""
    phase: Phase | None = None
    """Phase of the sale. If omitted, that of the kind: `pre_sale` for `need` and `commercial`, `in_sale` for
    `order_change`, else `after_sale`."""
    subject: FreeText
    description: FreeText | None = None
    """Description in the customer's own words."""
    symptom: FreeText | None = None
    """Symptom of the fault."""
    impact: FreeText | None = None
    """People and work affected."""
    fault_began_at: Instant | None = None
    """Time at which the fault began (UTC)."""
    order_reference: Code | None = None
    """Order that the case concerns."""
    asset_reference: Code | None = None
    """Registered asset that the case concerns."""
    alert_reference: Code | None = None
    """Reference of the monitoring alert."""
    contact: PartyName | None = None
    """Contact for queries."""

    @field_validator("channel")
    @classmethod
    def _can_be_a_customers(cls, channel: Channel) -> Channel:
        if channel in NOT_A_CUSTOMERS:
            raise invalid("channel_not_a_customers", channel=channel)
        return channel

    @model_validator(mode="after")
    def _names_its_alert(self) -> Self:
        refuse_alert_without_reference(self.channel, self.alert_reference)
        return self


class PromiseView(Described):
    """A step that is promised by a due time."""

    promise: Annotated[str, Known.PROMISED]
    """Name of the promise."""
    title: Annotated[Title, Known.PROMISED]
    """Promise in words."""
    due_at: Annotated[datetime, Known.PROMISED]


class PublicUpdate(Described):
    """A message to the customer about the case."""

    kind: Annotated[UpdateKind, Known.TOLD]
    """Kind of update."""
    at: Annotated[datetime, Known.TOLD]
    """Time of the event (UTC)."""
    text: Annotated[str | None, Known.TOLD]
    """Text of the update; null if there is none."""
    eta_at: Annotated[datetime | None, Known.TOLD] = None
    """Expected completion (UTC); null if not stated."""
    needed_from_you: Annotated[str | None, Known.TOLD] = None
    """What the customer must do first; null if nothing."""


class PublicCase(Described):
    """A case as the customer may see it: without notes, staff or other departments."""

    case_id: Annotated[UUID, Known.REPORTED]
    reference: Annotated[str | None, Known.REPORTED]
    """Case number of the customer's system; null if there is none."""
    kind: Annotated[CaseKind, Known.REPORTED]
    """Kind of case."""
    subject: Annotated[str, Known.REPORTED]
    status: Annotated[Literal["open", "resolved", "closed"], Known.STANDING]
    """Status of the case."""
    received_at: Annotated[datetime, Known.REPORTED]
    waits_for_you: Annotated[bool, Known.STANDING]
    """Whether the case waits for the customer."""
    continues_in: Annotated[UUID | None, Known.STANDING]
    """Id of the customer's case in which the work continues; null if it was not merged."""
    promises: Annotated[list[PromiseView], Known.PROMISED]
    """Next steps with their due times."""
    updates: Annotated[list[PublicUpdate], Known.TOLD]
    """Messages to the customer, in order of time."""
