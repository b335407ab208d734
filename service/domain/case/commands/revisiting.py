"""Wishes about follow-up contacts made by us (回访)."""

from uuid import UUID

from pydantic import Field, StrictInt

from service.domain.case.revisit_answer import PlannedQuestion, RevisitAnswer
from service.domain.command import Command
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Channel

LONGEST_SECONDS = 86_400


class PlanRevisit(Command):
    """Plan a follow-up contact beside those that the rules promise."""

    revisit_id: UUID
    """A new id for the revisit."""
    due_at: Instant
    """By when."""
    template: Code | None = None
    """The kind of revisit by the guideline; left out, the one for customers of this tier."""
    channel: Channel = Channel.PHONE
    """How."""
    contact_id: UUID | None = None
    """The contact of the account who is to be asked."""
    questions: tuple[PlannedQuestion, ...] = ()
    """What to ask besides the questions of the template."""
    reason: FreeText | None = None
    """Why."""


class CancelRevisit(Command):
    """Give up a revisit that was planned."""

    revisit_id: UUID
    """The revisit."""
    reason: FreeText
    """Why."""


class RevisitCase(Command):
    """Record a follow-up contact made by us."""

    channel: Channel = Channel.PHONE
    """How."""
    reached: bool = True
    """Whether the customer was reached."""
    outcome: FreeText | None = None
    """What came of it."""
    revisit_id: UUID | None = None
    """The planned revisit that it carries out; left out, one that the rules promise or nobody planned."""
    template: Code | None = None
    """The kind of revisit by the guideline; left out, that of the plan."""
    contact_id: UUID | None = None
    """The contact of the account who was asked."""
    duration_seconds: StrictInt | None = Field(default=None, ge=0, le=LONGEST_SECONDS)
    """How long it took."""
    answers: tuple[RevisitAnswer, ...] = ()
    """What the customer said to the questions."""
    usage: FreeText | None = None
    """How the customer uses what was delivered."""
    satisfaction: FreeText | None = None
    """How satisfied the customer is, in words."""
    suggestions: FreeText | None = None
    """What the customer suggests or criticises."""
    new_needs: FreeText | None = None
    """What else the customer needs."""
    routed_to: tuple[Code, ...] = ()
    """The departments whose heads are given what the customer said."""


RevisitingCommand = PlanRevisit | CancelRevisit | RevisitCase
