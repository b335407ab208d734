"""What the watch notes of a promise: shares of the time used, the breach, the calls along the chain."""

from datetime import datetime

import pytest

from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks.events import ClockBreached, ClockEscalated, ClockWarned
from service.domain.rulebook.decisions import SetRoster, decide
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.evolve import evolve
from service.domain.vocabulary import EscalationLevel, ResponseClass, Segment, WaitingOn
from tests.promises.driving import SECOND, Life, at
from tests.promises.happenings import ACKNOWLEDGE, ANSWER, RESOLVE, begun

ROUTINE, URGENT = ResponseClass.ROUTINE, ResponseClass.URGENT


def noted(life: Life, name: str) -> list[tuple[object, datetime]]:
    """Return what was noted of the one clock of a promise: the share or the rung, and the instant."""
    found: list[tuple[object, datetime]] = []
    for fact in life.told(life.clock(name)):
        if isinstance(fact, ClockWarned):
            found.append((fact.percent, fact.occurred_at))
        if isinstance(fact, ClockBreached):
            found.append(("broken", fact.occurred_at))
        if isinstance(fact, ClockEscalated):
            found.append((fact.level.value, fact.occurred_at))
    return sorted(found, key=lambda each: (each[1], str(each[0])))


CHAIN = [
    (50, at("03-02 10:15")),
    (80, at("03-02 10:24")),
    ("specialist", at("03-02 10:24")),
    ("broken", at("03-02 10:30")),
    ("supervisor", at("03-02 10:30")),
    ("manager", at("03-02 10:45")),
    ("director", at("03-02 11:00")),
]


@pytest.mark.requirement(90)
@pytest.mark.parametrize("looks", [["03-02 11:01"], [f"03-02 {10 + m // 60}:{m % 60:02}" for m in range(62)]])
def test_warnings_breach_and_calls_stand_at_their_instants_whenever_the_watch_looks(looks: list[str]) -> None:
    life = Life().go(begun(ROUTINE))
    for look in looks:
        life.watch(look)
        assert life.watch(look) == ()
    assert noted(life, "first_reply") == CHAIN


def test_nothing_is_noted_before_its_instant() -> None:
    life = Life().go(begun(ROUTINE))
    for _, instant in CHAIN:
        life.watch(instant - SECOND)
        assert all(when < instant for _, when in noted(life, "first_reply"))


def test_a_promise_that_is_kept_at_once_warns_nobody() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:10")))
    life.watch("03-02 17:00")
    assert noted(life, "first_reply") == []


def test_the_share_of_the_time_is_that_of_office_hours() -> None:
    life = Life().go(begun(ROUTINE, at_="03-06 17:50"))
    life.watch("03-09 09:25")
    told = noted(life, "first_reply")
    assert (50, at("03-09 09:05")) in told
    assert (80, at("03-09 09:14")) in told
    assert ("broken", at("03-09 09:20")) in told


def test_a_wait_moves_the_warnings_that_were_still_to_come() -> None:
    life = Life().go(begun(URGENT, (StartWaiting(waiting_on=WaitingOn.CUSTOMER), "03-02 11:00")))
    life.watch("03-03 10:00")
    life.send(EndWaiting(), "03-03 11:00")
    life.watch("03-03 22:01")
    assert noted(life, "resolution") == [(50, at("03-03 22:00"))]


def test_a_rung_on_which_nobody_is_on_duty_is_called_all_the_same_and_names_nobody() -> None:
    life = Life().go(begun(ROUTINE))
    life.watch("03-02 10:24")
    (call,) = [fact for fact in life.facts if isinstance(fact, ClockEscalated)]
    assert (call.level, call.escalated_to) == (EscalationLevel.SPECIALIST, None)


def test_who_was_on_duty_at_the_instant_is_called_however_late_the_watch_looks() -> None:
    life = Life(Segment.HIGH_VALUE)
    for when, person in (("03-01 00:00", "day.person"), ("03-02 19:00", "night.person")):
        duty = Duty(staff_id=person, calendar_id="always")
        roster = SetRoster(level=EscalationLevel.SUPERVISOR, people=(duty,), effective_at=at(when))
        for fact in decide(life.rulebook, roster, at(when)):
            life.rulebook = evolve(life.rulebook, fact)
    life.go(begun(URGENT))
    life.watch("03-02 20:00")
    called = {
        fact.escalated_to for fact in life.facts if isinstance(fact, ClockEscalated) and fact.percent == 100
    }
    assert called == {"day.person"}


def test_a_late_stop_between_two_looks_calls_nobody_but_is_a_breach() -> None:
    life = Life().go(begun(URGENT, (ACKNOWLEDGE, "03-02 10:20")))
    life.watch("03-02 10:21")
    assert ("broken", at("03-02 10:05")) in noted(life, "acknowledgement")
    assert not [fact for fact in life.told(life.clock("acknowledgement")) if isinstance(fact, ClockEscalated)]


def test_a_case_that_was_resolved_warns_of_no_solution_any_more() -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-02 11:00")))
    life.watch("03-20 10:00")
    assert noted(life, "resolution") == []
