"""Whom a case goes to: the least loaded of those who have the skill. Pure; counts and hours are handed in."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from service.domain.case.record.assignment import Candidate, OwnerChoice
from service.domain.case.state import Case
from service.domain.guidelines.choosing import Wanted, ground_of, suits
from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.refusal import Refusal
from service.domain.staff_id import one_form


class NobodySuitsError(Refusal, field="skills"):
    """No person on duty in that team and level has all required skills."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """How many open cases each person answers for, by staff id, and up to which position that was counted."""

    open_cases: Mapping[str, int]
    position: int


def skills_wanted(case: Case, directory: StaffDirectory) -> tuple[str, ...]:
    """Return the skills that a case asks for: those of its subject area, else those of its kind."""
    return directory.skills_of(case.kind, case.classification.category)


def choose(
    directory: StaffDirectory, wanted: Wanted, load: Load, is_on_duty: Callable[[StaffMember], bool]
) -> OwnerChoice:
    """Return who takes a case, and why.

    Of those with all skills, of the team and of the level, who are on duty: the one with the fewest open
    cases in proportion to capacity; who is full comes after all who are not. Of equals the first by staff
    id, so that it can be done again. Raises NobodySuitsError.
    """
    open_cases: Counter[str] = Counter()
    for staff_id, number in load.open_cases.items():
        open_cases[one_form(staff_id)] += number
    suited = [one for one in directory.people if suits(one, wanted) and is_on_duty(one)]
    candidates = sorted(
        (
            Candidate(
                staff_id=one.staff_id, open_cases=open_cases[one_form(one.staff_id)], capacity=one.capacity
            )
            for one in suited
        ),
        key=lambda one: (_used(one), one.staff_id),
    )
    if not candidates:
        raise NobodySuitsError(skills=", ".join(wanted.skills) or "-", team=wanted.team or "-")
    return OwnerChoice(
        chosen=candidates[0].staff_id,
        ground=ground_of([_used(one) for one in candidates]),
        wanted_skills=wanted.skills,
        wanted_team=wanted.team,
        candidates=tuple(candidates),
        guideline_version=directory.version,
        position=load.position,
    )


def _used(one: Candidate) -> Fraction:
    return Fraction(one.open_cases, one.capacity)
