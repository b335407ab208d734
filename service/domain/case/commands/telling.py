"""Wishes to record what was said between the customer and us."""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.case.plan import PlanStage
from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Audience, AuthorKind, Channel


class SendReply(Command):
    """Record an answer that went out."""

    audience: Audience = Audience.PUBLIC
    """Who may read it."""
    author_kind: AuthorKind = AuthorKind.HUMAN
    """What wrote it."""
    substantive: bool = True
    """Whether it answers anything; "let me check" does not."""
    channel: Channel | None = None
    """The way it went."""
    text: FreeText
    """The words."""
    question_id: UUID | None = None
    """The question that it answers. Where it answers nothing ("let me check"), a new id: a question is opened
    under it, and the case cannot be resolved before the customer has the answer."""
    asked_of: Code | None = None
    """Who must answer the question that is opened: a department such as legal; left out, the owner."""
    answer_due_at: Instant | None = None
    """By when an answer to the question that is opened was promised; left out, the policy decides."""

    @model_validator(mode="after")
    def _asks_what_it_speaks_of(self) -> Self:
        for name in ("asked_of", "answer_due_at"):
            if getattr(self, name) is not None and (self.substantive or self.question_id is None):
                raise invalid("opens_no_question", field=name)
        return self


class RecordCustomerMessage(Command):
    """Record what the customer wrote or said."""

    channel: Channel
    """The way it came."""
    text: FreeText
    """The words."""
    contact_id: UUID | None = None
    """The contact of the account who said it."""


class ShareProgress(Command):
    """Tell the customer how the case stands. An instant named in it is a commitment if it is given an id."""

    problem: FreeText
    """What the problem is."""
    solution: FreeText
    """What is being done about it."""
    eta_at: Instant | None = None
    """By when it is expected to be done."""
    channel: Channel
    """The way by which the customer is told."""
    waiting_on_customer_for: FreeText | None = None
    """What the customer must do first."""
    commitment_id: UUID | None = None
    """A new id under which `eta_at` stands as a commitment; left out, none is made."""

    @model_validator(mode="after")
    def _promises_an_instant(self) -> Self:
        if self.commitment_id is not None and self.eta_at is None:
            raise invalid("nothing_promised", field="eta_at", by="commitment_id")
        return self


class ProposePlan(Command):
    """Give the customer a plan in dated stages."""

    stages: tuple[PlanStage, ...] = Field(min_length=1, max_length=100)
    """The stages, at least one."""


class TellResult(Command):
    """Tell the customer what came of the case. The words are an answer, and stand on the record as one."""

    channel: Channel
    """The way by which the customer is told."""
    text: FreeText
    """The words."""
    contact_id: UUID | None = None
    """The contact of the account who is told."""


TellingCommand = SendReply | RecordCustomerMessage | ShareProgress | ProposePlan | TellResult
