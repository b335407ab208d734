"""Wishes about a case."""

from typing import Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText, PartyName
from service.domain.text import Code
from service.domain.vocabulary import (
    Audience,
    AuthorKind,
    CaseKind,
    Channel,
    CloseReason,
    Degree,
    EscalationKind,
    EscalationLevel,
    Phase,
    Priority,
    RatingScale,
    ResponseClass,
    WaitingOn,
)

SCORES = {RatingScale.CSAT: range(1, 6), RatingScale.NPS: range(11), RatingScale.CES: range(1, 8)}


class ReceiveCase(Command):
    """Take a customer's case in."""

    account_id: UUID
    """The customer account."""
    reference: Code | None = None
    """The number by which people know the case."""
    channel: Channel
    """How it reached us."""
    kind: CaseKind
    """What the customer came with."""
    phase: Phase = Phase.AFTER_SALE
    """The phase of the sale."""
    subject: FreeText
    """The matter in one line."""
    description: FreeText | None = None
    """The customer's own words."""
    reported_by: PartyName | None = None
    """Who reported it."""
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


class ClassifyCase(Command):
    """Put the case into a response class. What is left out stays as it was."""

    response_class: ResponseClass | None = None
    """The class that decides which promises run."""
    priority: Priority | None = None
    """The order in which cases are taken up."""
    urgency: Degree | None = None
    """How urgent."""
    complexity: Degree | None = None
    """How complex."""
    category: Code | None = None
    """The subject area."""
    reason: FreeText | None = None
    """Why."""


class AssignOwner(Command):
    """Make a person, a team or both accountable."""

    owner: Code | None = None
    """The accountable person's staff id."""
    team: Code | None = None
    """The team."""
    reason: FreeText | None = None
    """Why."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.owner is None and self.team is None:
            raise invalid("nobody_named", field="owner", others="team")
        return self


class AcknowledgeReceipt(Command):
    """Confirm to the customer that the case and its facts have arrived."""


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


class HandOverCase(Command):
    """Move responsibility to another team or person."""

    to_owner: Code | None = None
    """The accountable person from now on."""
    to_team: Code | None = None
    """The team from now on; left out, it stays."""
    note: FreeText | None = None
    """What the next one must know."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.to_owner is None and self.to_team is None:
            raise invalid("nobody_named", field="to_owner", others="to_team")
        return self


class StartWaiting(Command):
    """Say that somebody else must act first."""

    waiting_on: WaitingOn
    """Whom we wait for."""
    note: FreeText | None = None
    """For what."""


class EndWaiting(Command):
    """Say that the wait is over."""


class EscalateCase(Command):
    """Raise the case to a higher level or another specialism."""

    kind: EscalationKind = EscalationKind.HIERARCHICAL
    """Up the ladder or across."""
    level: EscalationLevel
    """The rung to reach."""
    escalated_to: Code | None = None
    """The staff id or team that takes it."""
    reason: FreeText
    """Why."""


class ResolveCase(Command):
    """Say that the matter is settled."""

    resolution_code: Code | None = None
    """The kind of solution."""
    resolution: FreeText | None = None
    """The solution in words."""


class ConfirmResolution(Command):
    """Record that the customer agrees that the matter is settled."""


class ReopenCase(Command):
    """Take a resolved or closed case up again."""

    reason: FreeText | None = None
    """Why."""


class RateSatisfaction(Command):
    """Record the customer's rating of a resolution."""

    scale: RatingScale = RatingScale.CSAT
    """Which question was asked."""
    score: StrictInt
    """CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""
    cycle: StrictInt | None = Field(default=None, ge=1)
    """The resolution it speaks of; left out, the last one."""
    verbatim: FreeText | None = None
    """The customer's words."""

    @model_validator(mode="after")
    def _score_fits_scale(self) -> Self:
        allowed = SCORES[self.scale]
        if self.score not in allowed:
            raise invalid(
                "score_off_scale",
                field="score",
                scale=self.scale.value,
                lowest=allowed[0],
                highest=allowed[-1],
            )
        return self


class RevisitCase(Command):
    """Record a follow-up contact made by us."""

    channel: Channel = Channel.PHONE
    """How."""
    reached: bool = True
    """Whether the customer was reached."""
    outcome: FreeText | None = None
    """What the customer said."""


class CloseCase(Command):
    """End the case."""

    reason: CloseReason = CloseReason.CONFIRMED
    """Why it can be closed."""


class AddNote(Command):
    """Add an internal note, never shown to the customer."""

    text: FreeText
    """The note."""


class RecordSourceUpdate(Command):
    """Take over one update of the case in the system it came from."""

    source: Code
    """The system it came from."""
    reference: Code
    """The case's number there."""
    update: Code
    """Which update of it, in that system's own numbering."""
    promise_due_at: Instant | None = None
    """The time limit that the source had set."""
    promise_kept: bool | None = None
    """The source's own verdict on its time limit."""


CaseCommand = (
    ReceiveCase
    | ClassifyCase
    | AssignOwner
    | AcknowledgeReceipt
    | SendReply
    | HandOverCase
    | StartWaiting
    | EndWaiting
    | EscalateCase
    | ResolveCase
    | ConfirmResolution
    | ReopenCase
    | RateSatisfaction
    | RevisitCase
    | CloseCase
    | AddNote
    | RecordSourceUpdate
)
