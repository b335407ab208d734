"""On which level people stand, by the guideline `staff` and the duty rosters."""

from datetime import datetime

from service.domain.guidelines.remedies import RUNGS
from service.domain.guidelines.staff import StaffDirectory
from service.domain.rulebook.state import Rulebook
from service.domain.staff_id import one_form
from service.domain.vocabulary import EscalationLevel


def level_at(staff_id: str | None, rulebook: Rulebook, at: datetime) -> EscalationLevel | None:
    """Return the highest level of a person at an instant; None: on none."""
    if staff_id is None:
        return None
    directory = rulebook.guideline(StaffDirectory, at)
    member = directory.member(staff_id) if directory else None
    held = [member.level] if member else []
    for level in RUNGS:
        roster = rulebook.roster_at(level, at)
        if roster and one_form(staff_id) in (one_form(duty.staff_id) for duty in roster.people):
            held.append(level)
    return max(held, key=RUNGS.index, default=None)
