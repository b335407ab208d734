"""Wishes about what the customer gets for a wrong, and about exceptions to the policy."""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.money import HOUSE_CURRENCY, AmountMinor, Currency
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel


class ProposeRemedy(Command):
    """Propose, or apply for, something that makes up for a wrong or mends its cause.

    An instant by which the customer is promised to have it is a commitment if it is given an id.
    """

    remedy_id: UUID
    """A new id for the remedy."""
    remedy_type: Code
    """Which kind, out of the catalogue of remedies."""
    what: FreeText
    """What exactly, made to measure for this customer."""
    amount_minor: AmountMinor = 0
    """What it costs us, in the smallest unit of the currency."""
    currency: Currency = HOUSE_CURRENCY
    """The currency, as ISO 4217 writes it."""
    proposed_by: Code
    """The staff id of who proposes it."""
    due_at: Instant | None = None
    """By when the customer is to have it."""
    commitment_id: UUID | None = None
    """The id under which `due_at` stands as a commitment: a new one, or that of an earlier proposal of the
    same promise; left out, nothing is promised."""

    @model_validator(mode="after")
    def _promises_an_instant(self) -> Self:
        if self.commitment_id is not None and self.due_at is None:
            raise invalid("nothing_promised", field="due_at", by="commitment_id")
        return self


class ApproveRemedy(Command):
    """Agree to a proposed remedy."""

    remedy_id: UUID
    """The remedy."""
    approved_by: Code
    """The staff id of who agrees."""
    level: EscalationLevel
    """The rung on which that person stands."""
    note: FreeText | None = None
    """Remarks."""


class RejectRemedy(Command):
    """Turn a proposed remedy down. What was promised of it stays promised."""

    remedy_id: UUID
    """The remedy."""
    rejected_by: Code
    """The staff id of who turns it down."""
    reason: FreeText
    """Why."""


class GrantRemedy(Command):
    """Record that the customer has got the remedy. That keeps the commitment which was made of it."""

    remedy_id: UUID
    """The remedy."""
    granted_by: Code
    """The staff id of who handed it over."""
    reference: Code | None = None
    """The number of the payment, coupon or delivery."""


class RequestException(Command):
    """Ask for what the policy does not allow."""

    exception_id: UUID
    """A new id for the exception."""
    what: FreeText
    """What is asked for."""
    reason: FreeText
    """Why it should be allowed."""
    departments: tuple[Code, ...] = Field(default=(), max_length=20)
    """The departments that work the solution out together."""
    requested_by: Code
    """The staff id of who asks."""


class DecideException(Command):
    """Allow what was asked for, or do not."""

    exception_id: UUID
    """The exception."""
    is_granted: bool
    """Whether it is allowed."""
    decided_by: Code
    """The staff id of who decides."""
    level: EscalationLevel
    """The rung on which that person stands."""
    conditions: FreeText | None = None
    """On which conditions, or why not."""


RemedyingCommand = (
    ProposeRemedy | ApproveRemedy | RejectRemedy | GrantRemedy | RequestException | DecideException
)
