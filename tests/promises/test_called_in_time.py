"""People are called for what is due now. What is noticed later than the policy says is noted, no more."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from service.domain.clocks.events import AnyClockEvent, ClockEscalated
from service.domain.clocks.policy import Policy
from service.domain.rulebook.decisions import SetRoster, decide
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.evolve import evolve
from service.domain.vocabulary import EscalationLevel, ResponseClass
from tests.promises.driving import SECOND, Life, at
from tests.promises.happenings import ACKNOWLEDGE, begun

URGENT = ResponseClass.URGENT
DUE = at("03-02 10:05")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def staffed(**of_policy: Any) -> Life:
    """Return a life in which somebody is on duty on each level; with these fields of the policy changed."""
    life = Life()
    for level in EscalationLevel:
        duty = Duty(staff_id=f"{level.value}.person", calendar_id="always")
        for fact in decide(life.rulebook, SetRoster(level=level, people=(duty,)), at("01-01 00:00")):
            life.rulebook = evolve(life.rulebook, fact)
    if of_policy:
        life.publish("02-01 00:00", **of_policy)
    return life


def rungs(facts: list[AnyClockEvent]) -> list[tuple[str, str | None, bool | None]]:
    """Return the rungs that were reached: level, who was called, and what is said of the call."""
    return [
        (fact.level.value, fact.escalated_to, fact.called)
        for fact in facts
        if isinstance(fact, ClockEscalated)
    ]


def of_acknowledgement(life: Life) -> list[tuple[str, str | None, bool | None]]:
    return rungs(life.told(life.clock("acknowledgement")))


LEVELS = ("specialist", "supervisor", "manager", "director")
CALLED = [(level, f"{level}.person", None) for level in LEVELS]
NOT_CALLED = [(level, None, False) for level in LEVELS]


@pytest.mark.parametrize(
    ("looked_at", "expected"),
    [
        (DUE + HOUR, CALLED),
        (DUE + DAY - timedelta(minutes=1), CALLED),  # the first rung was reached a minute before
        (DUE + DAY, [*NOT_CALLED[:1], *CALLED[1:]]),
        (DUE + DAY + SECOND, [*NOT_CALLED[:2], *CALLED[2:]]),
        (DUE + DAY + timedelta(minutes=5), [*NOT_CALLED[:3], *CALLED[3:]]),
        (DUE + 2 * DAY, NOT_CALLED),
        (DUE + 21 * DAY, NOT_CALLED),
    ],
)
def test_a_rung_calls_somebody_within_a_day_and_is_only_noted_afterwards(
    looked_at: datetime, expected: list[tuple[str, str | None, bool | None]]
) -> None:
    life = staffed().go(begun(URGENT))
    life.watch(looked_at)
    assert of_acknowledgement(life) == expected


@pytest.mark.parametrize("later", [SECOND, HOUR, 3 * DAY])
def test_what_was_noted_too_late_to_call_is_not_noted_again(later: timedelta) -> None:
    life = staffed().go(begun(URGENT))
    life.watch(DUE + 30 * DAY)
    told = of_acknowledgement(life)
    life.watch(DUE + 30 * DAY + later)
    assert of_acknowledgement(life) == told == NOT_CALLED


@pytest.mark.parametrize("weeks", [1, 3, 40])
def test_a_case_that_is_told_weeks_late_calls_nobody_and_its_breach_stands_at_its_instant(weeks: int) -> None:
    life = staffed()
    told_at = at("03-02 10:00") + timedelta(weeks=weeks)
    for command, when in begun(URGENT):
        life.send(command, when, told_at)
    life.watch(told_at + SECOND)
    assert of_acknowledgement(life) == NOT_CALLED
    assert life.clock("acknowledgement").breached_at == DUE


@pytest.mark.parametrize(
    ("seconds", "after", "expected"),
    [
        (600, timedelta(minutes=10), [*NOT_CALLED[:1], *CALLED[1:]]),
        (600, timedelta(minutes=30), NOT_CALLED),
        (60 * 86_400, 59 * DAY, CALLED),
        (None, 12 * HOUR, CALLED),
        (None, 2 * DAY, NOT_CALLED),
    ],
)
def test_the_bound_is_that_of_the_policy(
    seconds: int | None, after: timedelta, expected: list[tuple[str, str | None, bool | None]]
) -> None:
    life = staffed(calls_within_seconds=seconds).go(begun(URGENT))
    life.watch(DUE + after)
    assert of_acknowledgement(life) == expected


def test_a_promise_keeps_the_bound_of_the_version_under_which_it_was_made() -> None:
    life = staffed(calls_within_seconds=600).go(begun(URGENT))
    life.publish("03-02 10:01", calls_within_seconds=60 * 86_400)
    life.watch(DUE + 2 * DAY)
    assert of_acknowledgement(life) == NOT_CALLED


@pytest.mark.parametrize(("looked_at", "is_called"), [(DUE + HOUR, None), (DUE + 3 * DAY, False)])
def test_a_promise_that_is_still_broken_notes_the_rungs_to_come_by_the_same_bound(
    looked_at: datetime, is_called: bool | None
) -> None:
    life = staffed().go(begun(URGENT, (ACKNOWLEDGE, "03-02 10:01")))
    life.watch(looked_at)
    found = {called for _, _, called in rungs(life.told(life.clock("first_reply")))}
    assert found == {is_called}


def test_a_policy_without_the_bound_is_read_as_before() -> None:
    stored = staffed().rulebook.policies[-1].policy.model_dump(mode="json", exclude_none=True)
    del stored["calls_within_seconds"]
    read = Policy.model_validate(stored)
    assert read.calls_within == DAY
    assert "calls_within_seconds" not in read.model_dump(mode="json", exclude_none=True)
