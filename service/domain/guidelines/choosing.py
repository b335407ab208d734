"""Who of several people is chosen: by ability, and by how much of a capacity is used (REQUIREMENTS 112)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.domain.guidelines.staff import StaffMember
from service.domain.vocabulary import ChoiceGround, EscalationLevel


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom a case or an account asks for."""

    skills: tuple[str, ...] = ()
    team: str | None = None
    level: EscalationLevel = EscalationLevel.SPECIALIST


def suits(person: StaffMember, wanted: Wanted) -> bool:
    """Return whether a person has all skills, and is of the team and the level."""
    return (
        person.level is wanted.level
        and wanted.team in {None, person.team}
        and set(wanted.skills) <= set(person.skills)
    )


def ground_of(used: Sequence[Fraction]) -> ChoiceGround:
    """Return why the first was chosen, by the used share of the capacity of each, the least first."""
    first, *others = used
    if not others:
        return ChoiceGround.ONLY_ONE
    if first >= 1:
        return ChoiceGround.ALL_FULL
    return ChoiceGround.FIRST_OF_EQUALS if first == others[0] else ChoiceGround.LEAST_LOADED
