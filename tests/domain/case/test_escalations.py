"""A case climbs the ladder, comes down again, and the risk that it must climb is flagged."""

from datetime import timedelta

import pytest

from service.domain.case.decisions.escalations import (
    ClearEscalationRisk,
    DeescalateCase,
    EscalateCase,
    EscalatedToSamePersonError,
    FlagEscalationRisk,
)
from service.domain.case.record.assignment import OwnerAssigned
from service.domain.case.record.escalations import (
    CaseDeescalated,
    CaseEscalated,
    EscalationRiskFlagged,
    highest,
)
from service.domain.refusal import LaterEventContradictsError, NoEffectThenError
from service.domain.vocabulary import Degree, EscalationKind, EscalationLevel
from tests.domain.case.examples.escalations import escalated
from tests.domain.facts import ELEVEN, NINE, TEN, received
from tests.specification import case_after, given


def test_a_risk_of_another_degree_is_an_event_and_the_same_is_none() -> None:
    flagged = EscalationRiskFlagged(occurred_at=TEN, degree=Degree.LOW, reason="Short answers")
    same = FlagEscalationRisk(degree=Degree.LOW, reason="Still")
    given(received(), flagged).when(same, at=ELEVEN).then_nothing()
    worse = FlagEscalationRisk(degree=Degree.HIGH, reason="Names a lawyer")
    (event,) = given(received(), flagged).when(worse, at=ELEVEN).decided()
    assert case_after(received(), flagged, event).escalation_risk is Degree.HIGH
    given(received()).when(ClearEscalationRisk(reason="None seen"), at=ELEVEN).then_nothing()


@pytest.mark.requirement(90)
def test_a_case_climbs_the_ladder_from_specialist_to_director() -> None:
    rungs = [
        CaseEscalated(occurred_at=TEN, kind=EscalationKind.HIERARCHICAL, level=level, reason="Third stop")
        for level in EscalationLevel
    ]
    for number, rung in enumerate(rungs):
        escalate = EscalateCase(level=rung.level, reason="Third stop")
        given(received(), *rungs[:number]).when(escalate, at=TEN).then(rung)
    assert [rung.level.value for rung in rungs] == ["specialist", "supervisor", "manager", "director"]


def test_another_specialism_on_the_same_rung_is_an_escalation_of_its_own() -> None:
    up = CaseEscalated(
        occurred_at=TEN, kind=EscalationKind.HIERARCHICAL, level=EscalationLevel.MANAGER, reason="Third stop"
    )
    across = up.model_copy(update={"occurred_at": ELEVEN, "kind": EscalationKind.FUNCTIONAL})
    command = EscalateCase(kind=EscalationKind.FUNCTIONAL, level=EscalationLevel.MANAGER, reason="Third stop")
    given(received(), up).when(command, at=ELEVEN).then(across)


SUPERVISOR, MANAGER, DIRECTOR = (
    EscalationLevel.SUPERVISOR,
    EscalationLevel.MANAGER,
    EscalationLevel.DIRECTOR,
)


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


def test_an_escalation_or_risk_is_not_taken_back_before_it_was_there() -> None:
    earlier = TEN - timedelta(minutes=30)
    flagged = EscalationRiskFlagged(occurred_at=TEN, degree=Degree.LOW, reason="Short answers")
    clear = ClearEscalationRisk(reason="Calm", occurred_at=earlier)
    given(received(), flagged).when(clear, at=ELEVEN).then_refused(NoEffectThenError)
    down = DeescalateCase(reason="The part is here", occurred_at=earlier)
    rung = CaseEscalated(
        occurred_at=TEN, kind=EscalationKind.HIERARCHICAL, level=EscalationLevel.MANAGER, reason="Third stop"
    )
    given(received(), rung).when(down, at=ELEVEN).then_refused(NoEffectThenError, last_happened_at=TEN)


def test_what_was_taken_back_later_is_not_taken_back_earlier_too() -> None:
    rung = CaseEscalated(
        occurred_at=TEN, kind=EscalationKind.HIERARCHICAL, level=EscalationLevel.MANAGER, reason="Third stop"
    )
    down = CaseDeescalated(occurred_at=ELEVEN, kind=EscalationKind.HIERARCHICAL, reason="The part is here")
    earlier = DeescalateCase(reason="The part is here", occurred_at=ELEVEN - timedelta(minutes=30))
    given(received(), rung, down).when(earlier, at=ELEVEN).then_refused(
        LaterEventContradictsError, event="CaseDeescalated"
    )


def test_nobody_is_called_who_has_the_case_already_on_another_rung_or_as_its_owner() -> None:
    owned = (received(), OwnerAssigned(occurred_at=NINE, owner="li.na"))
    to_owner = EscalateCase(level=SUPERVISOR, escalated_to="li.na", reason="Third stop")
    given(*owned).when(to_owner, at=TEN).then_refused(EscalatedToSamePersonError, staff_id="li.na")
    called = (*owned, escalated(SUPERVISOR, escalated_to="sun.d"))
    for kind in EscalationKind:
        up = EscalateCase(kind=kind, level=MANAGER, escalated_to="sun.d", reason="Third stop")
        given(*called).when(up, at=ELEVEN).then_refused(EscalatedToSamePersonError, staff_id="sun.d")
    again = EscalateCase(level=SUPERVISOR, escalated_to="sun.d", reason="Third stop")
    given(*called).when(again, at=ELEVEN).then_nothing()
    two = EscalateCase(level=SUPERVISOR, escalated_to="wang.a", reason="Third stop")
    assert len(given(*called).when(two, at=ELEVEN).decided()) == 1


def test_who_left_a_rung_can_be_called_on_another_and_so_can_who_gave_the_case_away() -> None:
    left = CaseDeescalated(occurred_at=ELEVEN, kind=EscalationKind.HIERARCHICAL, reason="The part is here")
    history = (received(), escalated(SUPERVISOR, escalated_to="sun.d"), left)
    up = EscalateCase(level=MANAGER, escalated_to="sun.d", reason="Third stop")
    assert len(given(*history).when(up, at=ELEVEN).decided()) == 1


def test_an_owner_of_then_rules_out_a_call_that_is_told_late_and_one_of_later_does_not() -> None:
    history = (
        received(),
        OwnerAssigned(occurred_at=NINE, owner="li.na"),
        OwnerAssigned(occurred_at=ELEVEN, owner="wang.a"),
    )
    told = {"level": SUPERVISOR, "reason": "Third stop", "occurred_at": TEN}
    to_owner_of_then = EscalateCase.model_validate({**told, "escalated_to": "li.na"})
    given(*history).when(to_owner_of_then, at=ELEVEN).then_refused(EscalatedToSamePersonError)
    to_later_owner = EscalateCase.model_validate({**told, "escalated_to": "wang.a"})
    assert len(given(*history).when(to_later_owner, at=ELEVEN).decided()) == 1
