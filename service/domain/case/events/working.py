"""Facts of the work on a case."""

from typing import Literal

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import EscalationKind, EscalationLevel, WaitingOn


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


class CaseDeescalated(Event):
    """An escalation was taken back: the rungs above the one that stays were left."""

    type: Literal["CaseDeescalated.v1"] = "CaseDeescalated.v1"
    kind: EscalationKind
    """Up the ladder or across."""
    level: EscalationLevel | None = None
    """The highest rung that stays; none: no rung does."""
    reason: FreeText
    """Why."""


class NoteAdded(Event):
    """An internal note, never shown to the customer."""

    type: Literal["NoteAdded.v1"] = "NoteAdded.v1"
    text: FreeText
    """The note."""


WorkingEvent = CaseHandedOver | WaitingStarted | WaitingEnded | CaseEscalated | CaseDeescalated | NoteAdded
