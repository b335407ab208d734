"""Facts of what the customer gets for a wrong, and of exceptions to the policy."""

from typing import Literal
from uuid import UUID

from service.domain.complaint_vocabulary import RemedyClass
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import EscalationLevel


class RemedyProposed(Event):
    """Something was proposed that makes up for a wrong or mends its cause (REQUIREMENTS 17, 67, 68)."""

    type: Literal["RemedyProposed.v1"] = "RemedyProposed.v1"
    remedy_id: UUID
    """The remedy."""
    remedy_type: str
    """Which kind, out of the catalogue of remedies."""
    remedy_class: RemedyClass | None = None
    """Whether it makes up or mends, as the catalogue says; none where there was no catalogue."""
    what: FreeText
    """What exactly, made to measure for this customer."""
    amount_minor: int
    """What it costs us, in the smallest unit of the currency."""
    currency: str
    """The currency, as ISO 4217 writes it."""
    proposed_by: str
    """The staff id of who proposed it."""
    due_at: RecordedInstant | None = None
    """By when the customer is to have it."""
    commitment_id: UUID | None = None
    """The commitment to have it by then."""
    needs_approval_by: EscalationLevel | None = None
    """The lowest rung that must agree, by the catalogue; none where whoever proposes may grant."""
    catalogue_version: int | None = None
    """The version of the catalogue that was in force."""


class RemedyApproved(Event):
    """A proposed remedy was agreed to (REQUIREMENTS 17, 68)."""

    type: Literal["RemedyApproved.v1"] = "RemedyApproved.v1"
    remedy_id: UUID
    """The remedy."""
    approved_by: str
    """The staff id of who agreed."""
    level: EscalationLevel
    """The rung on which that person stood."""
    note: FreeText | None = None
    """Remarks."""


class RemedyRejected(Event):
    """A proposed remedy was turned down (REQUIREMENTS 17, 68)."""

    type: Literal["RemedyRejected.v1"] = "RemedyRejected.v1"
    remedy_id: UUID
    """The remedy."""
    rejected_by: str
    """The staff id of who turned it down."""
    reason: FreeText
    """Why."""


class RemedyGranted(Event):
    """The customer got the remedy (REQUIREMENTS 17, 68)."""

    type: Literal["RemedyGranted.v1"] = "RemedyGranted.v1"
    remedy_id: UUID
    """The remedy."""
    granted_by: str
    """The staff id of who handed it over."""
    reference: str | None = None
    """The number of the payment, coupon or delivery."""


class ExceptionRequested(Event):
    """Somebody asked for what the policy does not allow (客户要求超出政策, REQUIREMENTS 89)."""

    type: Literal["ExceptionRequested.v1"] = "ExceptionRequested.v1"
    exception_id: UUID
    """The exception."""
    what: FreeText
    """What was asked for."""
    reason: FreeText
    """Why it should be allowed."""
    departments: tuple[str, ...] = ()
    """The departments that work the solution out together."""
    requested_by: str
    """The staff id of who asked."""


class ExceptionDecided(Event):
    """What was asked for was allowed or not (REQUIREMENTS 89)."""

    type: Literal["ExceptionDecided.v1"] = "ExceptionDecided.v1"
    exception_id: UUID
    """The exception."""
    is_granted: bool
    """Whether it was allowed."""
    decided_by: str
    """The staff id of who decided."""
    level: EscalationLevel
    """The rung on which that person stood."""
    conditions: FreeText | None = None
    """On which conditions, or why not."""


RemedyingEvent = (
    RemedyProposed | RemedyApproved | RemedyRejected | RemedyGranted | ExceptionRequested | ExceptionDecided
)
