"""Wishes of the work on a case."""

from typing import Self

from pydantic import model_validator

from service.domain.command import Command
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import EscalationKind, EscalationLevel, WaitingOn


class HandOverCase(Command):
    """Move the case to another team or person. The last person answers for it until another one takes it."""

    to_owner: Code | None = None
    """The accountable person from now on; left out, it stays."""
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


class DeescalateCase(Command):
    """Take an escalation back: the rungs above the one that stays are left. So a case comes down again."""

    kind: EscalationKind = EscalationKind.HIERARCHICAL
    """Up the ladder or across."""
    level: EscalationLevel | None = None
    """The highest rung that stays; left out, none does."""
    reason: FreeText
    """Why."""


class AddNote(Command):
    """Add an internal note, never shown to the customer."""

    text: FreeText
    """The note."""


WorkingCommand = HandOverCase | StartWaiting | EndWaiting | EscalateCase | DeescalateCase | AddNote
