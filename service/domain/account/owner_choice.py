"""Whom an account goes to: who has the ability and, for it, the fewest accounts (REQUIREMENTS 112). Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pydantic import Field

from service.domain.clocks.policy import Data
from service.domain.guidelines.choosing import Wanted, ground_of, suits
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import Refusal
from service.domain.staff_id import one_form
from service.domain.text import Code
from service.domain.vocabulary import ChoiceGround


class AccountCandidate(Data):
    """A person who could have been made accountable for the account."""

    staff_id: Code
    """Staff id of the person."""
    accounts: int = Field(ge=0)
    """Number of other accounts of the person."""
    account_capacity: int = Field(ge=1)
    """Maximum number of accounts of the person."""


class AccountChoice(Data):
    """The person chosen for an account, the candidates and the reason (REQUIREMENTS 112)."""

    chosen: Code
    """Staff id of the chosen person."""
    ground: ChoiceGround
    """Reason for the choice."""
    wanted_skills: tuple[Code, ...] = ()
    """Skills that all candidates have."""
    wanted_team: Code | None = None
    """Team of all candidates; null if any team was allowed."""
    candidates: tuple[AccountCandidate, ...] = Field(min_length=1, max_length=1000)
    """Candidates, beginning with the chosen one."""
    guideline_version: int = Field(ge=1)
    """Version of the guideline `staff` in use."""
    position: int = Field(ge=0)
    """Position of the record up to which accounts were counted."""


class NobodySuitsAccountError(Refusal, field="skills"):
    """Who answers for an account has the skills that it asks for (REQUIREMENTS 112)."""


class StaffNotNamedError(Refusal):
    """Accounts are assigned among the people of the guideline `staff` (REQUIREMENTS 112)."""


@dataclass(frozen=True, kw_only=True)
class AccountLoad:
    """How many accounts each person answers for, by staff id, and up to which position that was counted."""

    accounts: Mapping[str, int]
    position: int


def choose_owner(directory: StaffDirectory, wanted: Wanted, load: AccountLoad) -> AccountChoice:
    """Return who takes an account, and why.

    Of those with all skills, of the team and of the level: the one with the fewest accounts in proportion to
    capacity. Of equals the first by staff id, so that it can be done again. Raises NobodySuitsAccountError.
    """
    held: Counter[str] = Counter()
    for staff_id, number in load.accounts.items():
        held[one_form(staff_id)] += number
    candidates = sorted(
        (
            AccountCandidate(
                staff_id=one.staff_id,
                accounts=held[one_form(one.staff_id)],
                account_capacity=one.account_capacity,
            )
            for one in directory.people
            if suits(one, wanted)
        ),
        key=lambda one: (_used(one), one.staff_id),
    )
    if not candidates:
        raise NobodySuitsAccountError(skills=", ".join(wanted.skills) or "-", team=wanted.team or "-")
    return AccountChoice(
        chosen=candidates[0].staff_id,
        ground=ground_of([_used(one) for one in candidates]),
        wanted_skills=wanted.skills,
        wanted_team=wanted.team,
        candidates=tuple(candidates),
        guideline_version=directory.version,
        position=load.position,
    )


def _used(one: AccountCandidate) -> Fraction:
    return Fraction(one.accounts, one.account_capacity)
