"""Facts about a case."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.domain.event import Event, Instant
from service.domain.personal import FreeText, PartyName
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
    Segment,
    WaitingOn,
)


class CaseReceived(Event):
    """A customer's case reached us. `occurred_at` is the instant from which promises are counted."""

    type: Literal["CaseReceived.v1"] = "CaseReceived.v1"
    account_id: UUID
    """The customer account."""
    segment: Segment
    """The tier of the account at that moment."""
    reference: str | None = None
    """The number by which people know the case."""
    channel: Channel
    """How it reached us."""
    kind: CaseKind
    """What the customer came with."""
    phase: Phase
    """The phase of the sale."""
    subject: FreeText
    """The matter in one line."""
    description: FreeText | None = None
    """The customer's own words."""
    reported_by: PartyName | None = None
    """Who reported it."""
    symptom: FreeText | None = None
    """What a faulty thing shows (REQUIREMENTS 14)."""
    impact: FreeText | None = None
    """Whom and what it holds up (REQUIREMENTS 14)."""
    fault_began_at: Instant | None = None
    """When the fault began (REQUIREMENTS 14)."""
    order_reference: str | None = None
    """The order it is about (REQUIREMENTS 105)."""
    asset_reference: str | None = None
    """The registered asset it is about."""


class CaseClassified(Event):
    """The case was put into a response class, or into another than before."""

    type: Literal["CaseClassified.v1"] = "CaseClassified.v1"
    response_class: ResponseClass | None = None
    """The class that decides which promises run."""
    priority: Priority | None = None
    """The order in which cases are taken up."""
    urgency: Degree | None = None
    """How urgent."""
    complexity: Degree | None = None
    """How complex."""
    category: str | None = None
    """The subject area, e.g. product/firmware."""
    reason: FreeText | None = None
    """Why."""


class OwnerAssigned(Event):
    """A person or a team became accountable for the case."""

    type: Literal["OwnerAssigned.v1"] = "OwnerAssigned.v1"
    owner: str | None = None
    """The accountable person's staff id; none while only a team is known."""
    team: str | None = None
    """The team."""
    reason: FreeText | None = None
    """Why."""


class ReceiptAcknowledged(Event):
    """A person confirmed to the customer that the case and its facts have arrived (REQUIREMENTS 3)."""

    type: Literal["ReceiptAcknowledged.v1"] = "ReceiptAcknowledged.v1"


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


class CaseHandedOver(Event):
    """Responsibility moved from one team or person to another (REQUIREMENTS 13: hand-offs are counted)."""

    type: Literal["CaseHandedOver.v1"] = "CaseHandedOver.v1"
    from_owner: str | None = None
    """The accountable person before."""
    from_team: str | None = None
    """The team before."""
    to_owner: str | None = None
    """The accountable person from now on."""
    to_team: str | None = None
    """The team from now on."""
    note: FreeText | None = None
    """What the next one must know."""


class WaitingStarted(Event):
    """Work stopped because somebody else must act first."""

    type: Literal["WaitingStarted.v1"] = "WaitingStarted.v1"
    waiting_on: WaitingOn
    """Whom we wait for."""
    note: FreeText | None = None
    """For what."""


class WaitingEnded(Event):
    """The wait was over."""

    type: Literal["WaitingEnded.v1"] = "WaitingEnded.v1"
    waiting_on: WaitingOn
    """Whom we had waited for."""


class CaseEscalated(Event):
    """The case was raised to a higher level or another specialism (REQUIREMENTS 90)."""

    type: Literal["CaseEscalated.v1"] = "CaseEscalated.v1"
    kind: EscalationKind
    """Up the ladder or across."""
    level: EscalationLevel
    """The rung reached."""
    escalated_to: str | None = None
    """The staff id or team that takes it."""
    reason: FreeText
    """Why."""


class CaseResolved(Event):
    """The owner said that the matter is settled."""

    type: Literal["CaseResolved.v1"] = "CaseResolved.v1"
    cycle: int
    """1, and one more after each reopening."""
    resolution_code: str | None = None
    """The kind of solution."""
    resolution: FreeText | None = None
    """The solution in words."""


class ResolutionConfirmed(Event):
    """The customer agreed that the matter is settled (REQUIREMENTS 137)."""

    type: Literal["ResolutionConfirmed.v1"] = "ResolutionConfirmed.v1"
    cycle: int
    """The resolution it speaks of."""


class CaseReopened(Event):
    """A resolved or closed case was taken up again."""

    type: Literal["CaseReopened.v1"] = "CaseReopened.v1"
    cycle: int
    """The new cycle, 2 or more."""
    reason: FreeText | None = None
    """Why."""


class SatisfactionRated(Event):
    """The customer rated our service (REQUIREMENTS 44, 160). A changed answer is one more rating."""

    type: Literal["SatisfactionRated.v1"] = "SatisfactionRated.v1"
    cycle: int
    """The resolution it speaks of."""
    scale: RatingScale
    """Which question was asked."""
    score: int
    """CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""
    verbatim: FreeText | None = None
    """The customer's words."""


class CaseRevisited(Event):
    """We followed the case up with the customer (回访, REQUIREMENTS 115, 120, 151). Not a reopening."""

    type: Literal["CaseRevisited.v1"] = "CaseRevisited.v1"
    channel: Channel
    """How."""
    reached: bool
    """Whether the customer was reached; an attempt is not a contact."""
    outcome: FreeText | None = None
    """What the customer said."""


class CaseClosed(Event):
    """The case ended."""

    type: Literal["CaseClosed.v1"] = "CaseClosed.v1"
    reason: CloseReason
    """Why it could be closed."""


class NoteAdded(Event):
    """An internal note, never shown to the customer."""

    type: Literal["NoteAdded.v1"] = "NoteAdded.v1"
    text: FreeText
    """The note."""


class SourceUpdateRecorded(Event):
    """One update of the case in the system it came from was taken over, with that system's own verdict."""

    type: Literal["SourceUpdateRecorded.v1"] = "SourceUpdateRecorded.v1"
    source: str
    """The system it came from."""
    reference: str
    """The case's number there."""
    update: str
    """Which update of it, in that system's own numbering."""
    promise_due_at: Instant | None = None
    """The time limit that the source had set."""
    promise_kept: bool | None = None
    """The source's own verdict on its time limit, kept beside ours."""


CaseEvent = Annotated[
    CaseReceived
    | CaseClassified
    | OwnerAssigned
    | ReceiptAcknowledged
    | ReplySent
    | CaseHandedOver
    | WaitingStarted
    | WaitingEnded
    | CaseEscalated
    | CaseResolved
    | ResolutionConfirmed
    | CaseReopened
    | SatisfactionRated
    | CaseRevisited
    | CaseClosed
    | NoteAdded
    | SourceUpdateRecorded,
    Field(discriminator="type"),
]
CASE_EVENTS: tuple[type[Event], ...] = get_args(get_args(CaseEvent)[0])
