"""The resolution clocks of the ServiceNow log, computed slowly from its rows: minute by minute.

Nothing of the service is used. The working days are those of China's State Council for 2016 and 2017, from 9
to 12 and from 13 to 18 o'clock in Shanghai, which is 1 to 4 and 5 to 10 o'clock UTC of the same date. All
times of the log are whole minutes, so a minute either counts or does not.
"""

import csv
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

EPOCH = datetime(2016, 1, 1, tzinfo=UTC)
LAST_DAY = date(2018, 6, 30)
MINUTES_OF_A_DAY = [*range(60, 240), *range(300, 600)]
REST = {
    *("2016-04-04", "2016-05-02", "2016-06-09", "2016-06-10", "2016-09-15", "2016-09-16"),
    *("2016-10-03", "2016-10-04", "2016-10-05", "2016-10-06", "2016-10-07"),
    *("2017-01-02", "2017-01-27", "2017-01-30", "2017-01-31", "2017-02-01", "2017-02-02"),
    *("2017-04-03", "2017-04-04", "2017-05-01", "2017-05-29", "2017-05-30"),
}
MADE_UP = {"2016-06-12", "2016-09-18", "2016-10-08", "2016-10-09", "2017-01-22", "2017-02-04", "2017-04-01"}

HOURS = {"1 - Critical": 4, "2 - High": 8, "3 - Moderate": 24, "4 - Low": 40}
UNCLASSIFIED_HOURS = 40
HELD = {"Awaiting User Info", "Awaiting Vendor"}
"""Waiting for the customer or a supplier stops the clock; the other waits do not."""

Hours = Mapping[str, int]


@dataclass
class SlowClock:
    """The resolution clock of one cycle, in minutes since the epoch."""

    cycle: int
    start: int
    minutes: int
    pauses: list[list[int | None]]
    end: int | None = None
    how: str = ""
    is_decided: bool = False

    @property
    def due_at(self) -> datetime:
        return EPOCH + timedelta(minutes=self.due(None)[0])

    @property
    def verdict(self) -> str:
        due, _ = self.due(None)
        if self.end is None:
            raise AssertionError("every clock of the log has ended")
        if self.how == "closed":
            return "cancelled" if self.end <= due else "breached"
        return "met" if self.end <= due else "breached"

    @property
    def counted_seconds(self) -> int | None:
        """The minutes that counted to the end. A pause that began when it was late is none."""
        if self.how == "closed" or self.end is None:
            return None
        due, _ = self.due(None)
        held = [pause for pause in self.pauses if pause[0] is not None and pause[0] < due]
        return 60 * sum(not is_held(minute, held) for minute in working(self.start, self.end))

    def due(self, until: int | None) -> tuple[int, bool]:
        """Return when it is due, and whether that lies before `until`."""
        left = self.minutes
        for minute in working(self.start, None):
            if not is_held(minute, self.pauses):
                left -= 1
            if not left:
                return minute + 1, until is not None and minute + 1 < until
            if until is not None and minute >= until:
                return minute + 1, False
        raise AssertionError("the slow calendar ends too early")


def is_held(minute: int, pauses: list[list[int | None]]) -> bool:
    return any(
        began is not None and began <= minute and (ended is None or minute < ended) for began, ended in pauses
    )


@cache
def working_minutes() -> list[int]:
    found: list[int] = []
    day, number = EPOCH.date(), 0
    while day <= LAST_DAY:
        told = day.isoformat()
        if told in MADE_UP or (day.weekday() < 5 and told not in REST):
            found += [number * 1440 + minute for minute in MINUTES_OF_A_DAY]
        day, number = day + timedelta(days=1), number + 1
    return found


def working(start: int, end: int | None) -> Iterator[int]:
    minutes = working_minutes()
    for place in range(bisect_left(minutes, start), len(minutes)):
        if end is not None and minutes[place] >= end:
            return
        yield minutes[place]


def minute_of(told: str) -> int:
    at = datetime.strptime(told, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
    return int((at - EPOCH).total_seconds()) // 60


def slow_clocks(path: Path, hours: Hours = HOURS) -> dict[str, list[SlowClock]]:
    """Return the resolution clocks of each incident, one a cycle."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    together = [(number, list(found)) for number, found in groupby(rows, key=lambda row: row["number"])]
    assert len(together) == len({number for number, _ in together}), "the rows of an incident stand together"
    return {
        number: clocks_of(sorted(found, key=lambda row: int(row["sys_mod_count"])), hours)
        for number, found in together
    }


def clocks_of(rows: list[dict[str, str]], hours: Hours) -> list[SlowClock]:
    clock = SlowClock(1, minute_of(rows[0]["opened_at"]), UNCLASSIFIED_HOURS * 60, [])
    clocks, before, priority = [clock], "", ""
    for row in rows:
        at, state = minute_of(row["sys_updated_at"]), row["incident_state"]
        was_over = before in {"Resolved", "Closed"}
        if before in HELD and state != before and clock.pauses and clock.pauses[-1][1] is None:
            clock.pauses[-1][1] = at
        if (before == "Closed" and state != "Closed") or (
            before == "Resolved" and state not in {"Resolved", "Closed"}
        ):
            clock = SlowClock(clock.cycle + 1, at, clock.minutes, [])
            clock.minutes = hours.get(priority, UNCLASSIFIED_HOURS) * 60
            clocks.append(clock)
            was_over = False
        if row["priority"] != priority:
            priority = row["priority"]
            reclassify(clock, at, hours.get(priority, UNCLASSIFIED_HOURS) * 60)
        if state in HELD and state != before:
            clock.pauses.append([at, None])
        is_over = (state == "Resolved" and before != "Resolved") or (state == "Closed" and not was_over)
        if is_over and clock.end is None:
            clock.end, clock.how = at, state.lower()
        before = state
    return clocks


def reclassify(clock: SlowClock, at: int, minutes: int) -> None:
    """Give a clock another limit from the same start, unless it is over or was late by then."""
    if clock.end is None and not clock.is_decided:
        _, is_late = clock.due(at)
        if is_late:
            clock.is_decided = True
        else:
            clock.minutes = minutes
