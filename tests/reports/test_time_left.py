"""What is left of a promise, in a calendar with nights and a lunch hour."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from service.domain.clocks.calendars.calendar import Calendar, compiled
from service.domain.clocks.clock import Clock, Pause
from service.domain.vocabulary import WaitingOn
from service.importers.rule_files.default_rules import default_calendars
from service.reports.clocks.time_left import TimeLeft, time_left

HOUR = 3600
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""Nine o'clock in Shanghai: the working day of cn_5x8 begins; it goes 9-12 and 13-18."""


def at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


@pytest.fixture
def calendar() -> Calendar:
    (document,) = (each.calendar for each in default_calendars() if each.calendar.calendar_id == "cn_5x8")
    return compiled(document)


def clock(calendar: Calendar, target_hours: float | None = 5, **told: object) -> Clock:
    due_at = at(10) if target_hours is None else calendar.due_at(MONDAY, timedelta(hours=target_hours))
    promised = {
        "clock_id": UUID(int=1),
        "clock": "resolution",
        "cycle": 1,
        "subject": None,
        "started_at": MONDAY,
        "counts_from_at": MONDAY,
        "target_seconds": None if target_hours is None else int(target_hours * HOUR),
        "base_due_at": due_at,
        "due_at": due_at,
        "calendar_id": "cn_5x8",
        "calendar_version": 1,
        "policy_id": "default",
        "policy_version": 1,
        "rule": "resolution",
    }
    return Clock(**{**promised, **told})  # type: ignore[arg-type]


def test_a_lunch_hour_is_left_by_the_wall_clock_only(calendar: Calendar) -> None:
    running = clock(calendar)  # 9-12, 13-15
    assert running.due_at == at(6)
    assert time_left(running, calendar, at(0)) == TimeLeft(6 * HOUR, 5 * HOUR)
    assert time_left(running, calendar, at(3.5)) == TimeLeft(int(2.5 * HOUR), 2 * HOUR)
    assert time_left(running, calendar, at(4)) == TimeLeft(2 * HOUR, 2 * HOUR)


def test_at_the_due_instant_nothing_is_left_and_a_moment_later_less(calendar: Calendar) -> None:
    running = clock(calendar)
    assert time_left(running, calendar, at(6)) == TimeLeft(0, 0)
    assert time_left(running, calendar, at(6) + timedelta(microseconds=1)) == TimeLeft(-1, -1)


def test_overdue_time_counts_like_any_other(calendar: Calendar) -> None:
    running = clock(calendar)  # due at 15; the night does not count
    assert time_left(running, calendar, at(24)) == TimeLeft(-18 * HOUR, -3 * HOUR)


def test_a_clock_that_stands_still_keeps_what_it_had(calendar: Calendar) -> None:
    paused = clock(calendar, pauses=(Pause(at(1), None, WaitingOn.CUSTOMER),))
    assert time_left(paused, calendar, at(2)) == TimeLeft(5 * HOUR, 4 * HOUR)  # 11-12, 13-16
    assert time_left(paused, calendar, at(24)) == TimeLeft(5 * HOUR, 4 * HOUR)  # next day 9-12, 13-14
    assert time_left(paused, calendar, at(10)) == TimeLeft(19 * HOUR, 4 * HOUR)  # at 19, over night


def test_an_instant_that_was_promised_moves_on_by_the_length_of_the_pause(calendar: Calendar) -> None:
    paused = clock(calendar, target_hours=None, pauses=(Pause(at(8), None, WaitingOn.CUSTOMER),))
    assert (
        time_left(paused, calendar, at(9)) == time_left(paused, calendar, at(50)) == TimeLeft(2 * HOUR, HOUR)
    )


def test_what_is_over_has_nothing_left(calendar: Calendar) -> None:
    assert time_left(clock(calendar, end="met", ended_at=at(1)), calendar, at(2)) is None
