"""Facts of what was said between the customer and us."""

from typing import Literal
from uuid import UUID

from service.domain.case.plan import PlanStage
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import Audience, AuthorKind, Channel


class ReplySent(Event):
    """An answer went out. Only a public, human, substantive one is a first response."""

    type: Literal["ReplySent.v1"] = "ReplySent.v1"
    audience: Audience
    """Who may read it."""
    author_kind: AuthorKind
    """What wrote it."""
    substantive: bool
    """Whether it answers anything; "let me check" does not (REQUIREMENTS 150)."""
    channel: Channel | None = None
    """The way it went."""
    text: FreeText
    """The words."""


class CustomerMessaged(Event):
    """The customer wrote or said something about the case."""

    type: Literal["CustomerMessaged.v1"] = "CustomerMessaged.v1"
    channel: Channel
    """The way it came."""
    text: FreeText
    """The words."""
    contact_id: UUID | None = None
    """The contact of the account who said it."""


class ProgressShared(Event):
    """The customer was told how the case stands (REQUIREMENTS 66, 86, 159)."""

    type: Literal["ProgressShared.v1"] = "ProgressShared.v1"
    problem: FreeText
    """What the problem is."""
    solution: FreeText
    """What is being done about it."""
    eta_at: RecordedInstant | None = None
    """By when it is expected to be done."""
    channel: Channel
    """The way by which the customer was told."""
    waiting_on_customer_for: FreeText | None = None
    """What the customer must do first."""


class PlanProposed(Event):
    """The customer was given a plan in dated stages (REQUIREMENTS 6)."""

    type: Literal["PlanProposed.v1"] = "PlanProposed.v1"
    stages: tuple[PlanStage, ...]
    """The stages, at least one."""


class ResultFedBack(Event):
    """The customer was told what came of the case (结果反馈, REQUIREMENTS 36, 64, 100).

    The words stand in the reply that was recorded with it.
    """

    type: Literal["ResultFedBack.v1"] = "ResultFedBack.v1"
    cycle: int
    """The resolution it speaks of."""
    channel: Channel
    """The way by which the customer was told."""
    contact_id: UUID | None = None
    """The contact of the account who was told."""


TellingEvent = ReplySent | CustomerMessaged | ProgressShared | PlanProposed | ResultFedBack
