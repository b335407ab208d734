"""The judgement of a campaign finds each fault that is planted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from service.domain.clocks.events import (
    AnyClockEvent,
    ClockBreached,
    ClockEndedLate,
    ClockEscalated,
    ClockStarted,
    ClockWarned,
    Threshold,
)
from service.domain.vocabulary import EscalationLevel
from service.eventstore.envelope import RecordedEvent
from tests.processes.judgement import judge

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOBODY = UUID(int=0)
MANAGER = EscalationLevel.MANAGER


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def recorded(event: AnyClockEvent, recorded_at: datetime) -> RecordedEvent:
    ids = dict.fromkeys(("event_id", "stream_id", "command_id", "correlation_id"), NOBODY)
    return RecordedEvent(
        event=event,
        payload=b"",
        version=1,
        position=1,
        recorded_at=recorded_at,
        actor="tests",
        command_seq=0,
        command_digest=None,
        causation_id=None,
        **ids,
    )


STARTED = ClockStarted(
    occurred_at=NOON,
    clock_id=NOBODY,
    clock="acknowledgement",
    cycle=1,
    counts_from_at=NOON,
    due_at=at(10),
    calendar_id="always",
    calendar_version=1,
    policy_id="default",
    policy_version=1,
    rule="acknowledgement",
    thresholds=(Threshold(percent=50, at=at(5)), Threshold(percent=150, at=at(15), level=MANAGER)),
)
WARNED = ClockWarned(occurred_at=at(5), clock_id=NOBODY, percent=50)
BREACHED = ClockBreached(occurred_at=at(10), clock_id=NOBODY)
CALLED = ClockEscalated(occurred_at=at(15), clock_id=NOBODY, percent=150, level=MANAGER)
WHOLE: tuple[AnyClockEvent, ...] = (STARTED, WARNED, BREACHED, CALLED)


AN_HOUR_LATER = at(60)


def faults(
    *events: AnyClockEvent, recorded_at: datetime = AN_HOUR_LATER, by: datetime = AN_HOUR_LATER
) -> list[str]:
    return judge([recorded(event, recorded_at) for event in events], by)[1]


def test_a_record_on_which_all_was_noted_once_is_without_fault() -> None:
    noted, found = judge([recorded(event, at(60)) for event in WHOLE], at(60))
    assert found == []
    assert noted == {("warned", 50): 1, ("breached", 100): 1, (MANAGER, 150): 1}


@pytest.mark.parametrize("missing", WHOLE[1:])
def test_what_is_missing_is_found(missing: AnyClockEvent) -> None:
    [fault] = faults(*(event for event in WHOLE if event != missing))
    assert "is not noted" in fault


@pytest.mark.parametrize("twice", WHOLE[1:])
def test_what_is_noted_twice_is_found(twice: AnyClockEvent) -> None:
    [fault] = faults(*WHOLE, twice)
    assert "2 times" in fault


def test_a_breach_at_another_instant_than_the_due_one_is_found() -> None:
    late = BREACHED.model_copy(update={"occurred_at": at(11)})
    [fault] = faults(STARTED, WARNED, late, CALLED)
    assert "noted at" in fault


def test_what_was_recorded_before_its_instant_is_found() -> None:
    assert len(faults(*WHOLE, recorded_at=at(12))) == 1
    assert len(faults(*WHOLE, recorded_at=at(0))) == 3


def test_what_was_not_yet_due_is_not_missed() -> None:
    assert faults(STARTED, by=at(4)) == []
    assert faults(STARTED, WARNED, by=at(10)) == []
    assert len(faults(STARTED, WARNED, by=at(11))) == 1


def test_a_promise_that_was_kept_calls_nobody_afterwards() -> None:
    kept = ClockEndedLate(occurred_at=at(12), clock_id=NOBODY, counted_seconds=720, late_seconds=120)
    assert faults(STARTED, WARNED, BREACHED, kept) == []
    assert len(faults(STARTED, WARNED, kept)) == 1
