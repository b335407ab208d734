"""Who may agree to what somebody asks for: on which rung, and not the person who asks.

Who decides is who sends it, and the rung is the one that the house gives the person (ADR 0034).
"""

from datetime import datetime
from typing import Protocol

from service.domain.case.context import DecisionContext
from service.domain.guidelines.remedies import RUNGS
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import Refusal
from service.domain.rulebook.levels import level_at
from service.domain.staff_id import one_form
from service.domain.vocabulary import EscalationLevel


class ApprovalLevelTooLowError(Refusal, field="level"):
    """The decision needs a higher escalation level."""


class RungNotHeldError(Refusal, field="level"):
    """Neither the staff guideline nor the duty roster lists the person on this escalation level."""


class ApprovedByProposerError(Refusal):
    """A person cannot approve their own proposal or request, nor a key what it proposed for nobody."""


class Deciding(Protocol):
    """A command that decides on what somebody asks for."""

    @property
    def level(self) -> EscalationLevel | None: ...

    def happened_at(self, now: datetime) -> datetime: ...


def level_of(command: Deciding, by: str | None, context: DecisionContext) -> EscalationLevel | None:
    """Return the rung on which somebody decides: the one named, else the one held; None: on none."""
    return command.level or level_held(by, command, context)


def level_held(staff_id: str | None, command: Deciding, context: DecisionContext) -> EscalationLevel | None:
    """Return the rung that a person held as it was decided; where none was known then, today's."""
    instants = (command.happened_at(context.now), context.now)
    levels = (level_at(staff_id, context.rulebook, at) for at in instants)
    return next((level for level in levels if level is not None), None)


def refuse_too_low_level(level: EscalationLevel | None, needed: EscalationLevel | None) -> None:
    """Refuse a decision on a rung below the one that must decide."""
    if level is not None and needed is not None and RUNGS.index(level) < RUNGS.index(needed):
        raise ApprovalLevelTooLowError(level=level, needed=needed)


def refuse_own_decision(field: str, asked_by: str, decided_by: str | None, context: DecisionContext) -> None:
    """Refuse a decision of the person who asked for it, or by the key that asked for nobody."""
    key = context.teller and context.teller.key_alone
    if decided_by is not None and (one_form(asked_by) == one_form(decided_by) or asked_by == key):
        raise ApprovedByProposerError(field=field, staff_id=asked_by)


def refuse_rung_not_held(staff_id: str | None, command: Deciding, context: DecisionContext) -> None:
    """Refuse a person who stands below the rung, or on none.

    What comes without a key tells what was decided elsewhere: it is believed while nobody is published.
    """
    is_believed = not is_staffed(context, command.happened_at(context.now))
    if context.teller is None and command.level is not None and is_believed:
        return
    held = level_held(staff_id, command, context)
    level = command.level or RUNGS[0]
    if held is None or RUNGS.index(held) < RUNGS.index(level):
        raise RungNotHeldError(staff_id=staff_id, level=level)


def is_staffed(context: DecisionContext, at: datetime) -> bool:
    """Return whether the house has published who works for it."""
    directory = context.rulebook.guideline(StaffDirectory, at)
    return directory is not None and bool(directory.people)


def refuse_person_below_rung(
    staff_id: str, level: EscalationLevel, context: DecisionContext, at: datetime
) -> None:
    """Refuse a person whom the staff guideline names on a lower rung; a team or a stranger passes."""
    directory = context.rulebook.guideline(StaffDirectory, at)
    member = directory.member(staff_id) if directory else None
    if member is not None and RUNGS.index(member.level) < RUNGS.index(level):
        raise RungNotHeldError(staff_id=staff_id, level=level)
