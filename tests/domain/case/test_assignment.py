"""Who is accountable for a case, and how responsibility moves."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.assignment import AssignOwner, HandOverCase
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.refusal import LaterEventContradictsError
from service.domain.vocabulary import CloseReason
from tests.domain.facts import ELEVEN, TEN, closed, received
from tests.specification import case_after, given

OWNED = OwnerAssigned(occurred_at=TEN, owner="a.wang", team="drives")


@pytest.mark.requirement(31)
def test_a_hand_over_names_who_was_accountable_and_who_is_now() -> None:
    handed_over = CaseHandedOver(
        occurred_at=ELEVEN, from_owner="a.wang", from_team="drives", to_owner="b.li", to_team="spindles"
    )
    given(received(), OWNED).when(HandOverCase(to_owner="b.li", to_team="spindles"), at=ELEVEN).then(
        handed_over
    )
    case = case_after(received(), OWNED, handed_over)
    assert (case.owner, case.team) == ("b.li", "spindles")


def test_there_and_back_are_two_hand_overs() -> None:
    there = CaseHandedOver(
        occurred_at=TEN, from_owner="a.wang", from_team="drives", to_owner="b.li", to_team="drives"
    )
    back = CaseHandedOver(
        occurred_at=ELEVEN, from_owner="b.li", from_team="drives", to_owner="a.wang", to_team="drives"
    )
    given(received(), OWNED, there).when(HandOverCase(to_owner="a.wang"), at=ELEVEN).then(back)


def test_handing_over_to_who_has_it_already_is_no_hand_over() -> None:
    given(received(), OWNED).when(HandOverCase(to_owner="a.wang"), at=ELEVEN).then_nothing()


def test_an_assignment_is_no_hand_over() -> None:
    assigned = OwnerAssigned(occurred_at=ELEVEN, owner="b.li", team="drives")
    given(received(), OWNED).when(AssignOwner(owner="b.li"), at=ELEVEN).then(assigned)


def test_a_case_given_to_a_team_keeps_its_accountable_person() -> None:
    assigned = OwnerAssigned(occurred_at=ELEVEN, owner="a.wang", team="spindles")
    given(received(), OWNED).when(AssignOwner(team="spindles"), at=ELEVEN).then(assigned)


def test_a_case_handed_to_a_team_is_answered_for_by_the_last_person_until_one_of_the_team_takes_it() -> None:
    there = CaseHandedOver(
        occurred_at=ELEVEN, from_owner="a.wang", from_team="drives", to_owner="a.wang", to_team="spindles"
    )
    given(received(), OWNED).when(HandOverCase(to_team="spindles"), at=ELEVEN).then(there)
    taken = OwnerAssigned(occurred_at=ELEVEN, owner="b.li", team="spindles")
    given(received(), OWNED, there).when(AssignOwner(owner="b.li"), at=ELEVEN).then(taken)
    assert case_after(received(), OWNED, there, taken).owner == "b.li"


def test_a_case_that_nobody_has_taken_yet_can_be_given_to_a_team() -> None:
    assigned = OwnerAssigned(occurred_at=ELEVEN, team="spindles")
    given(received()).when(AssignOwner(team="spindles"), at=ELEVEN).then(assigned)
    assert case_after(received(), assigned).owner is None


def test_the_accountable_person_of_a_closed_case_can_still_be_put_right() -> None:
    history = (received(), closed(CloseReason.WITHDRAWN))
    given(*history).when(AssignOwner(owner="a.wang", team="drives"), at=TEN).then(OWNED)


@pytest.mark.parametrize("kind", [AssignOwner, HandOverCase])
def test_nobody_cannot_be_made_accountable(kind: type[AssignOwner | HandOverCase]) -> None:
    with pytest.raises(ValidationError, match="nobody_named"):
        kind()


def test_the_newest_owner_by_business_time_stays_whatever_is_told_last() -> None:
    at_ten = OwnerAssigned(occurred_at=TEN, owner="li.na", team="presses")
    earlier = AssignOwner(owner="gao.f", team="presses", occurred_at=TEN - timedelta(minutes=30))
    (event,) = given(received(), at_ten).when(earlier, at=ELEVEN).decided()
    assert case_after(received(), at_ten, event).owner == "li.na"


def test_a_hand_over_by_nobody_is_not_preceded_by_an_owner_told_late() -> None:
    handed = CaseHandedOver(occurred_at=TEN, to_owner="li.na", to_team="presses")
    earlier = AssignOwner(owner="gao.f", occurred_at=TEN - timedelta(minutes=30))
    given(received(), handed).when(earlier, at=ELEVEN).then_refused(LaterEventContradictsError)


def test_a_team_assigned_without_an_owner_takes_nobodys_place_afterwards() -> None:
    team_alone = OwnerAssigned(occurred_at=TEN, owner=None, team="presses")
    earlier = AssignOwner(owner="gao.f", occurred_at=TEN - timedelta(minutes=30))
    given(received(), team_alone).when(earlier, at=ELEVEN).then_refused(LaterEventContradictsError)
