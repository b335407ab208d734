"""Promises that were made before in the same situation, made again: only their instants and names are new."""

from datetime import datetime, timedelta
from typing import Any

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.calendars.schedule import Schedule
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import ClockStarted, Threshold
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.situation import Situation
from service.domain.clocks.starting import clock_id_of, start_key


class Opening:
    """A promise by one rule and calendar in one situation, whatever its stream, owner and cycle.

    `pattern` is one that was made so, with a target in seconds and without an agreement. What is made after
    it is what `started` would make; a test compares them.
    """

    __slots__ = ("_levels", "_pattern", "_percents", "_schedule", "calendar", "calendar_id")

    def __init__(self, pattern: ClockStarted, rule: ClockRule, calendar: Calendar) -> None:
        self.calendar = calendar
        self.calendar_id = pattern.calendar_id
        self._pattern = pattern
        self._percents = [percent for percent, _ in rule.shares]
        self._levels = [level for _, level in rule.shares]
        whole = timedelta(seconds=pattern.target_seconds or 0)
        times = (whole, *[whole * percent / 100 for percent in self._percents])
        self._schedule = Schedule(calendar, times)

    def due_at(self, at: datetime) -> datetime:
        """Return when a promise is due that is made at an instant."""
        return self._schedule.instants(at)[0]

    def made(
        self, book: ClockBook, situation: Situation, cycle: int, subject: str | None, at: datetime
    ) -> ClockStarted:
        """Return the fact that the promise was made at an instant, and counts from it."""
        due_at, *instants = self._schedule.instants(at)
        key = start_key(self._pattern.clock, cycle, subject)
        return _renewed(
            self._pattern,
            occurred_at=at,
            clock_id=clock_id_of(book, situation, key),
            cycle=cycle,
            subject=subject,
            counts_from_at=at,
            due_at=due_at,
            owner=situation.owner,
            thresholds=tuple(map(Threshold, self._percents, instants, self._levels)),
        )


_set = object.__setattr__


def _renewed(pattern: ClockStarted, **fields: Any) -> ClockStarted:
    """Return a fact with some of its fields changed, unchecked as facts of our own making are.

    `model_copy` does the same at three times the cost.
    """
    made = object.__new__(ClockStarted)
    _set(made, "__dict__", {**pattern.__dict__, **fields})
    _set(made, "__pydantic_fields_set__", pattern.__pydantic_fields_set__)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made
