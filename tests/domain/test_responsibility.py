"""Who answers for a case, who holds it, how it comes down again, and that none ends without anybody."""

import pytest

from service.domain.case.commands import CloseCase, DeescalateCase, EscalateCase, ResolveCase
from service.domain.case.escalations import highest
from service.domain.case.events import (
    CaseDeescalated,
    CaseHandedOver,
    CaseResolved,
    CollaborationCompleted,
    OwnerAssigned,
    SourceUpdateRecorded,
    WaitingStarted,
)
from service.domain.case.held_by import HeldBy, held_by
from service.domain.case.owners import Tenure, tenures
from service.domain.case.refused.balancing import NobodyAccountableError
from service.domain.vocabulary import CloseReason, EscalationKind, EscalationLevel, WaitingOn
from tests.domain.facts import (
    CLOSED,
    COLLABORATION_ID,
    ELEVEN,
    NINE,
    TEN,
    collaboration_requested,
    received,
    resolved,
)
from tests.domain.staffed import A_WANG_WORKS, person, staffed
from tests.domain.ways.dispatching import escalated
from tests.specification import case_after, given

SUPERVISOR, MANAGER, DIRECTOR = (
    EscalationLevel.SUPERVISOR,
    EscalationLevel.MANAGER,
    EscalationLevel.DIRECTOR,
)
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


def test_a_case_comes_down_the_ladder_and_can_climb_it_again() -> None:
    climbed = (received(), escalated(SUPERVISOR), escalated(MANAGER), escalated(DIRECTOR))
    down = DeescalateCase(level=SUPERVISOR, reason="The part is here")
    came_down = CaseDeescalated(
        occurred_at=ELEVEN, kind=EscalationKind.HIERARCHICAL, level=SUPERVISOR, reason="The part is here"
    )
    given(*climbed).when(down, at=ELEVEN).then(came_down)
    assert highest(case_after(*climbed).escalations) is DIRECTOR
    assert highest(case_after(*climbed, came_down).escalations) is SUPERVISOR
    given(*climbed, came_down).when(down, at=ELEVEN).then_nothing()
    again = EscalateCase(level=MANAGER, reason="Third stop")
    given(*climbed, came_down).when(again, at=ELEVEN).then(escalated(MANAGER, occurred_at=ELEVEN))


def test_coming_down_from_one_kind_leaves_the_other() -> None:
    across = escalated(MANAGER, kind=EscalationKind.FUNCTIONAL)
    history = (received(), escalated(MANAGER), across)
    (left,) = given(*history).when(DeescalateCase(reason="Settled"), at=ELEVEN).decided()
    assert {kind for kind, _, _ in case_after(*history, left).escalations} == {EscalationKind.FUNCTIONAL}


def test_a_case_that_was_never_escalated_does_not_come_down() -> None:
    given(received()).when(DeescalateCase(reason="Settled"), at=ELEVEN).then_nothing()


@pytest.mark.requirement(13)
def test_where_the_house_has_named_its_people_no_case_ends_for_which_nobody_answers() -> None:
    withdrawn = CloseCase(reason=CloseReason.WITHDRAWN)
    for command in (ResolveCase(), withdrawn):
        given(received()).when(command, at=ELEVEN, rulebook=A_WANG_WORKS).then_refused(NobodyAccountableError)
    owned = given(received(), OWNED).when(ResolveCase(), at=ELEVEN, rulebook=A_WANG_WORKS)
    owned.then(CaseResolved(occurred_at=ELEVEN, cycle=1))


def test_a_house_can_do_without_and_what_another_system_decided_is_taken_over() -> None:
    lax = staffed(person("a.wang"), owner_required=False)
    resolve = given(received()).when(ResolveCase(), at=ELEVEN, rulebook=lax)
    resolve.then(CaseResolved(occurred_at=ELEVEN, cycle=1))
    update = SourceUpdateRecorded(occurred_at=TEN, source="jira", reference="SUP-7", update="3")
    imported = given(received(), update).when(ResolveCase(), at=ELEVEN, rulebook=A_WANG_WORKS)
    imported.then(CaseResolved(occurred_at=ELEVEN, cycle=1))
    closed = CloseCase(reason=CloseReason.SOURCE_CLOSED)
    assert given(received(), resolved()).when(closed, at=ELEVEN, rulebook=A_WANG_WORKS).decided()
