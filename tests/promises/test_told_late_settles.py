"""A fact that arrives after the due instant settles its promises at once, whether or not the watch looked."""

from datetime import timedelta

import pytest

from service.domain.case.decisions.commitments import KeepCommitment, MakeCommitment
from service.domain.case.decisions.replies import RecordCustomerMessage
from service.domain.clocks.clock import Clock
from service.domain.clocks.events import ClockBreached, ClockEscalated
from service.domain.clocks.verdict import verdict
from service.domain.command import Command
from service.domain.vocabulary import Channel, ResponseClass
from tests.promises.driving import SECOND, Life, Step, at
from tests.promises.happenings import ACKNOWLEDGE, ANSWER, COMMITMENT_ID, RESOLVE, begun

URGENT, ROUTINE = ResponseClass.URGENT, ResponseClass.ROUTINE
WEEKS_LATER = at("03-23 10:00")
MESSAGE = (RecordCustomerMessage(text="And now?", channel=Channel.PHONE), "03-02 10:20")
PROMISE = (
    MakeCommitment(commitment_id=COMMITMENT_ID, what="We ring at six", due_at=at("03-02 18:00")),
    "03-02 10:20",
)
KEPT: list[tuple[str, tuple[Step, ...], Command, str]] = [
    ("acknowledgement", begun(URGENT), ACKNOWLEDGE, "03-02 10:01"),
    ("first_reply", begun(ROUTINE), ANSWER, "03-02 10:10"),
    ("resolution", begun(URGENT), RESOLVE, "03-02 15:00"),
    ("next_reply", begun(URGENT, (ACKNOWLEDGE, "03-02 10:01"), MESSAGE), ANSWER, "03-02 10:25"),
    ("commitment", begun(URGENT, PROMISE), KeepCommitment(commitment_id=COMMITMENT_ID), "03-02 17:00"),
]


def ways(life: Life, clock: Clock) -> list[str]:
    """Return what stands on the record of a clock, its class and its notices left out."""
    return [name for name in life.names(clock) if name != "Rescheduled"]


def told_late(steps: tuple[Step, ...]) -> Life:
    life = Life()
    for command, when in steps:
        life.send(command, when, WEEKS_LATER)
    return life


@pytest.mark.parametrize(("name", "steps", "command", "when"), KEPT, ids=lambda value: str(value)[:20])
def test_what_was_done_in_time_and_is_told_weeks_late_notes_no_breach(
    name: str, steps: tuple[Step, ...], command: Command, when: str
) -> None:
    life = told_late(steps)
    clock_id = life.clock(name).clock_id
    told = life.send(command, when, WEEKS_LATER + SECOND)
    of_clock = [fact for fact in told if getattr(fact, "clock_id", None) == clock_id]
    assert [fact for fact in of_clock if isinstance(fact, ClockBreached | ClockEscalated)] == []
    assert life.again(life.clock(name)).end == "met"
    life.watch(WEEKS_LATER + timedelta(minutes=1))
    assert ways(life, life.clock(name)) == ["Started", "Met"]


@pytest.mark.parametrize(("name", "steps", "command", "when"), KEPT, ids=lambda value: str(value)[:20])
def test_the_watch_that_looks_in_between_calls_nobody_and_the_promise_is_found_kept(
    name: str, steps: tuple[Step, ...], command: Command, when: str
) -> None:
    life = told_late(steps)
    life.watch(WEEKS_LATER + SECOND)
    clock = life.clock(name)
    assert clock.breached_at == clock.due_at
    life.send(command, when, WEEKS_LATER + 2 * SECOND)
    life.watch(WEEKS_LATER + 3 * SECOND)
    assert verdict(life.again(clock), WEEKS_LATER + timedelta(days=1)) == "met"
    assert ways(life, clock) == ["Started", "Breached", "Met"]
    assert {fact.is_call for fact in life.told(clock) if isinstance(fact, ClockEscalated)} <= {False}


@pytest.mark.parametrize(("name", "steps", "command", "when"), KEPT, ids=lambda value: str(value)[:20])
def test_what_is_done_too_late_and_told_later_still_is_broken_by_the_same_append(
    name: str, steps: tuple[Step, ...], command: Command, when: str
) -> None:
    life = told_late(steps)
    clock = life.clock(name)
    life.send(command, clock.due_at + SECOND, WEEKS_LATER + SECOND)
    assert ways(life, clock) == ["Started", "Breached", "EndedLate"]
    assert at(when) <= clock.due_at
    assert life.again(clock).late_seconds == 1
