"""Whom a case goes to: balanced by number of cases, with regard to skill, and why."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.domain.case.decisions.assignment import AssignOwner
from service.domain.case.looked_up import LookedUp
from service.domain.case.readings.owner_choice import Load, NobodySuitsError, choose, skills_wanted
from service.domain.case.record.assignment import OwnerAssigned, OwnerChoice
from service.domain.case.record.classification import CaseClassified
from service.domain.guidelines.choosing import Wanted
from service.domain.guidelines.staff import StaffDirectory, StaffMember
from service.domain.vocabulary import CaseKind, ChoiceGround, EscalationLevel
from tests.domain.facts import TEN, received
from tests.domain.staffed import person, staff
from tests.specification import case_after
from tests.specification import given as specified

ANYBODY = Wanted()


def chosen(
    directory: StaffDirectory,
    wanted: Wanted = ANYBODY,
    is_on_duty: Callable[[StaffMember], bool] = lambda _: True,
    **open_cases: int,
) -> OwnerChoice:
    counted = {name.replace("_", "."): number for name, number in open_cases.items()}
    return choose(directory, wanted, Load(open_cases=counted, position=7), is_on_duty)


def test_the_least_loaded_in_proportion_to_capacity_takes_it_and_the_record_says_why() -> None:
    directory = staff(person("a.wang", capacity=10), person("b.li", capacity=20))
    choice = chosen(directory, a_wang=4, b_li=6)
    assert (choice.chosen, choice.ground) == ("b.li", ChoiceGround.LEAST_LOADED)
    assert [(one.staff_id, one.open_cases, one.capacity) for one in choice.candidates] == [
        ("b.li", 6, 20),
        ("a.wang", 4, 10),
    ]
    assert (choice.guideline_version, choice.position) == (1, 7)


def test_only_those_with_all_the_skills_of_the_team_and_on_the_rung_are_asked() -> None:
    directory = staff(
        person("a.wang", skills=("drives",)),
        person("b.li", skills=("drives", "spindles"), team="presses"),
        person("c.zhao", skills=("drives", "spindles"), team="presses", level=EscalationLevel.MANAGER),
        person("d.sun", skills=("drives", "spindles"), team="field"),
    )
    wanted = Wanted(skills=("drives", "spindles"), team="presses")
    choice = chosen(directory, wanted, b_li=19)
    assert (choice.chosen, choice.ground) == ("b.li", ChoiceGround.ONLY_ONE)
    assert (choice.wanted_skills, choice.wanted_team) == (("drives", "spindles"), "presses")


def test_of_equals_the_first_by_staff_id_takes_it() -> None:
    choice = chosen(staff(person("b.li"), person("a.wang")))
    assert (choice.chosen, choice.ground) == ("a.wang", ChoiceGround.FIRST_OF_EQUALS)


def test_who_is_full_comes_last_and_where_all_are_full_the_least_so() -> None:
    directory = staff(person("a.wang", capacity=2), person("b.li", capacity=2))
    assert chosen(directory, a_wang=2, b_li=1).chosen == "b.li"
    choice = chosen(directory, a_wang=3, b_li=2)
    assert (choice.chosen, choice.ground) == ("b.li", ChoiceGround.ALL_FULL)


def test_who_is_off_duty_is_not_asked() -> None:
    directory = staff(person("a.wang"), person("b.li", calendar_id="nights"))
    choice = chosen(directory, is_on_duty=lambda one: one.calendar_id is None, a_wang=9)
    assert choice.chosen == "a.wang"


def test_where_nobody_suits_the_skills_are_named() -> None:
    with pytest.raises(NobodySuitsError) as refused:
        chosen(staff(person("a.wang")), Wanted(skills=("legal",)))
    assert refused.value.values == {"skills": "legal", "team": "-"}


def test_a_case_asks_for_the_skills_of_its_subject_area_else_of_its_kind() -> None:
    directory = staff(
        skills_by_category={"firmware": ("code",)}, skills_by_kind={CaseKind.TECHNICAL: ("drives",)}
    )
    classified = CaseClassified(occurred_at=TEN, category="firmware")
    assert skills_wanted(case_after(received()), directory) == ("drives",)
    assert skills_wanted(case_after(received(), classified), directory) == ("code",)
    assert skills_wanted(case_after(received(kind=CaseKind.ENQUIRY)), directory) == ()


def test_a_choice_that_was_looked_up_stands_on_the_record_and_none_can_be_sent() -> None:
    choice = chosen(staff(person("a.wang")))
    assigned = OwnerAssigned(occurred_at=TEN, owner="a.wang", choice=choice)
    asked = AssignOwner(owner="a.wang")
    specified(received()).when(asked, at=TEN, looked_up=LookedUp(choice=choice)).then(assigned)
    with pytest.raises(ValidationError, match="extra_forbidden"):
        AssignOwner.model_validate({"owner": "a.wang", "choice": choice.model_dump()})


def test_nobody_stands_in_the_directory_twice() -> None:
    with pytest.raises(ValidationError, match="named_twice"):
        staff(person("a.wang"), person("a.wang"))


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 60)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_nobody_less_loaded_is_passed_over_in_whatever_order_they_stand(
    people: list[tuple[int, int]], dice: object
) -> None:
    members = [person(f"p{number}", capacity=capacity) for number, (capacity, _) in enumerate(people)]
    open_cases = {f"p{number}": count for number, (_, count) in enumerate(people)}
    load = Load(open_cases=open_cases, position=1)
    choice = choose(staff(*members), ANYBODY, load, lambda _: True)
    dice.shuffle(members)  # type: ignore[attr-defined]  # the strategy gives a Random
    assert choose(staff(*members), ANYBODY, load, lambda _: True) == choice
    number = int(choice.chosen[1:])
    capacity, count = people[number]
    assert all(count * other <= cases * capacity for other, cases in people)
