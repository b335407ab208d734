"""Whom an account goes to: balanced by number of accounts, among those who have the ability."""

import pytest

from service.domain.account.owner_choice import AccountLoad, NobodySuitsAccountError, choose_owner
from service.domain.guidelines.choosing import Wanted
from service.domain.vocabulary import ChoiceGround, Segment
from tests.domain.staffed import person, staff

PRESSES = Wanted(skills=("presses",))


def load(**accounts: int) -> AccountLoad:
    return AccountLoad(accounts=accounts, position=7)


def test_of_those_with_the_ability_the_one_with_the_fewest_accounts_for_the_capacity_is_chosen() -> None:
    people = staff(
        person("b.li", skills=("presses",), account_capacity=10),
        person("li.na", skills=("presses",), account_capacity=4),
        person("c.zhao"),
    )
    choice = choose_owner(people, PRESSES, load(**{"b.li": 4, "Li.Na": 1}))
    assert (choice.chosen, choice.ground) == ("li.na", ChoiceGround.LEAST_LOADED)
    assert [(one.staff_id, one.accounts) for one in choice.candidates] == [("li.na", 1), ("b.li", 4)]
    assert (choice.guideline_version, choice.position) == (1, 7)


def test_of_equals_the_first_by_staff_id_and_a_full_one_only_if_all_are() -> None:
    people = staff(person("b", account_capacity=1), person("a", account_capacity=1))
    assert choose_owner(people, Wanted(), load()).ground is ChoiceGround.FIRST_OF_EQUALS
    assert choose_owner(people, Wanted(), load(a=1)).chosen == "b"
    full = choose_owner(people, Wanted(), load(a=1, b=1))
    assert (full.chosen, full.ground) == ("a", ChoiceGround.ALL_FULL)
    alone = choose_owner(staff(person("a")), Wanted(), load())
    assert alone.ground is ChoiceGround.ONLY_ONE


def test_nobody_without_the_ability_or_of_another_team_is_a_candidate() -> None:
    people = staff(person("a", skills=("presses",), team="north"))
    for wanted in (Wanted(skills=("pumps",)), Wanted(skills=("presses",), team="south")):
        with pytest.raises(NobodySuitsAccountError):
            choose_owner(people, wanted, load())


def test_a_line_of_business_asks_for_its_skills_else_the_tier_does() -> None:
    people = staff(
        skills_by_industry={"presses": ("presses",)}, skills_by_segment={Segment.HIGH_VALUE: ("contracts",)}
    )
    assert people.skills_for_account("presses", Segment.HIGH_VALUE) == ("presses",)
    assert people.skills_for_account("pumps", Segment.HIGH_VALUE) == ("contracts",)
    assert people.skills_for_account(None, Segment.ORDINARY) == people.skills_for_account(None, None) == ()
