"""Wishes about what other departments are asked to do."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import model_validator

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.text import Code


def must_promise_something(commitment_id: UUID | None, eta_at: datetime | None, promise: str | None) -> None:
    """Refuse a promise to the customer that says neither what nor by when."""
    for field, said in (("eta_at", eta_at), ("promise", promise)):
        if commitment_id is not None and said is None:
            raise invalid("nothing_promised", field=field, by="commitment_id")


class RequestCollaboration(Command):
    """Ask another department to do its step."""

    collaboration_id: UUID
    """A new id for the collaboration."""
    department: Code
    """The department, e.g. logistics."""
    step: Code
    """Which step of its work, as the table of response times names it."""
    request: FreeText
    """What is asked."""
    customer_words: FreeText | None = None
    """What the customer asks for, in the customer's own words."""
    due_at: Instant | None = None
    """By when; left out, the table of response times decides."""


class AcceptCollaboration(Command):
    """Record that the department takes the task on."""

    collaboration_id: UUID
    """The collaboration."""
    accepted_by: Code | None = None
    """The staff id of who does it."""
    eta_at: Instant | None = None
    """By when the department means to be done."""
    commitment_id: UUID | None = None
    """A new id under which `eta_at` is promised to the customer; left out, nothing is."""
    promise: FreeText | None = None
    """What the customer is promised by then."""

    @model_validator(mode="after")
    def _promises_something(self) -> Self:
        must_promise_something(self.commitment_id, self.eta_at, self.promise)
        return self


class AnswerCollaboration(Command):
    """Record what the department tells about its task."""

    collaboration_id: UUID
    """The collaboration."""
    answer: FreeText
    """What it tells."""
    eta_at: Instant | None = None
    """By when the department means to be done."""
    commitment_id: UUID | None = None
    """A new id under which `eta_at` is promised to the customer; left out, nothing is."""
    promise: FreeText | None = None
    """What the customer is promised by then."""

    @model_validator(mode="after")
    def _promises_something(self) -> Self:
        must_promise_something(self.commitment_id, self.eta_at, self.promise)
        return self


class CompleteCollaboration(Command):
    """Record that the department has done what was asked."""

    collaboration_id: UUID
    """The collaboration."""
    outcome: FreeText | None = None
    """What came of it."""


class DeclineCollaboration(Command):
    """Record that the department will not do what was asked."""

    collaboration_id: UUID
    """The collaboration."""
    reason: FreeText
    """Why."""


CollaboratingCommand = (
    RequestCollaboration
    | AcceptCollaboration
    | AnswerCollaboration
    | CompleteCollaboration
    | DeclineCollaboration
)
