"""Who may agree to what somebody asks for: on which rung, and not the person who asks."""

from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.guidelines.remedies import RUNGS
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import Refusal
from service.domain.vocabulary import EscalationLevel


class ApprovalLevelTooLowError(Refusal, field="level"):
    """The decision needs a higher escalation level."""


class RungNotHeldError(Refusal, field="level"):
    """The staff guideline does not list the person on this escalation level."""


class ApprovedByProposerError(Refusal):
    """A person cannot approve their own proposal or request."""


def refuse_too_low_level(level: EscalationLevel, needed: EscalationLevel | None) -> None:
    """Refuse a decision on a rung below the one that must decide."""
    if needed is not None and RUNGS.index(level) < RUNGS.index(needed):
        raise ApprovalLevelTooLowError(level=level, needed=needed)


def refuse_own_decision(field: str, asked_by: str, decided_by: str) -> None:
    """Refuse a decision of the person who asked for it."""
    if asked_by == decided_by:
        raise ApprovedByProposerError(field=field, staff_id=decided_by)


def refuse_rung_not_held(
    staff_id: str, level: EscalationLevel, context: DecisionContext, at: datetime
) -> None:
    """Refuse a person who stands below the rung, or on none, where the staff guideline names people."""
    directory = context.rulebook.guideline(StaffDirectory, at)
    if directory is None or not directory.people:
        return
    if staff_id not in directory.staff_ids:
        raise RungNotHeldError(staff_id=staff_id, level=level)
    refuse_person_below_rung(staff_id, level, context, at)


def refuse_person_below_rung(
    staff_id: str, level: EscalationLevel, context: DecisionContext, at: datetime
) -> None:
    """Refuse a person whom the staff guideline names on a lower rung; a team or a stranger passes."""
    directory = context.rulebook.guideline(StaffDirectory, at)
    for one in directory.people if directory else ():
        if one.staff_id == staff_id and RUNGS.index(one.level) < RUNGS.index(level):
            raise RungNotHeldError(staff_id=staff_id, level=level)
