"""Who answered for a case and when, and whose move it is."""

import pytest

from service.domain.case.readings.held_by import HeldBy, held_by
from service.domain.case.readings.owners import Tenure, tenures
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.collaborations import CollaborationCompleted
from service.domain.case.record.waiting import WaitingStarted
from service.domain.vocabulary import WaitingOn
from tests.domain.case.examples.escalations import escalated
from tests.domain.facts import CLOSED, COLLABORATION_ID, ELEVEN, NINE, TEN, collaboration_requested, received
from tests.specification import case_after

OWNED = OwnerAssigned(occurred_at=TEN, owner="a.wang", team="drives")
HANDED = CaseHandedOver(
    occurred_at=ELEVEN, from_owner="a.wang", from_team="drives", to_owner="b.li", to_team="drives"
)


@pytest.mark.requirement(31)
def test_the_history_of_owners_says_who_from_when_until_when_and_how() -> None:
    first = Tenure(owner="a.wang", team="drives", from_at=TEN, until_at=ELEVEN, how="assigned")
    second = Tenure(owner="b.li", team="drives", from_at=ELEVEN, until_at=None, how="handed_over")
    assert tenures((received(), OWNED, HANDED, escalated())) == (first, second)


def test_an_assignment_found_out_late_stands_in_its_place() -> None:
    earlier = OwnerAssigned(occurred_at=NINE, owner="c.zhao")
    found = tenures((received(), OWNED, earlier))
    assert [(one.owner, one.until_at) for one in found] == [("c.zhao", TEN), ("a.wang", None)]


def test_whose_move_it_is_is_the_departments_then_who_is_waited_for_then_the_owner() -> None:
    waiting = WaitingStarted(occurred_at=TEN, waiting_on=WaitingOn.SUPPLIER)
    done = CollaborationCompleted(occurred_at=ELEVEN, collaboration_id=COLLABORATION_ID)
    history = (received(), OWNED, waiting, collaboration_requested())
    assert held_by(case_after(*history)) == HeldBy(kind="departments", names=("logistics",))
    assert held_by(case_after(*history, done)) == HeldBy(kind="supplier")
    assert held_by(case_after(received(), OWNED)) == HeldBy(kind="owner", names=("a.wang",))
    team = OwnerAssigned(occurred_at=TEN, team="drives")
    assert held_by(case_after(received(), team)) == HeldBy(kind="team", names=("drives",))
    assert held_by(case_after(received())) == HeldBy(kind="nobody")
    assert held_by(case_after(*CLOSED, OWNED)) == HeldBy(kind="nobody")
