"""Wishes about what is promised to the customer."""

from uuid import UUID

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.personal import FreeText


class MakeCommitment(Command):
    """Promise the customer something by an instant."""

    commitment_id: UUID
    """A new id for the commitment."""
    what: FreeText
    """What is promised."""
    due_at: Instant
    """By when."""
    to_contact_id: UUID | None = None
    """The contact of the account to whom it is promised."""
    is_interim: bool = False
    """Whether less than the solution is promised, such as a call: then it is not held against usual times."""


class RenegotiateCommitment(Command):
    """Record that another instant was agreed with the customer."""

    commitment_id: UUID
    """The commitment."""
    due_at: Instant
    """By when from now on."""
    reason: FreeText
    """Why."""


class KeepCommitment(Command):
    """Record that what was promised has been done, in time or late."""

    commitment_id: UUID
    """The commitment."""


class BreakCommitment(Command):
    """Say that what was promised will not be done."""

    commitment_id: UUID
    """The commitment."""
    reason: FreeText
    """Why."""


PromisingCommand = MakeCommitment | RenegotiateCommitment | KeepCommitment | BreakCommitment
