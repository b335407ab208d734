"""How facts about a clock change its row. Pure; the domain's own fold decides, a row only says the result."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, Label, Text, cast

from service.domain.clocks.clock import Clock, Pause
from service.domain.clocks.events import (
    AnyClockEvent,
    ClockBreached,
    ClockEscalated,
    ClockRescheduled,
    ClockVoided,
    ClockWaived,
    ClockWarned,
    Threshold,
)
from service.domain.clocks.evolve import evolve_clock
from service.domain.clocks.verdict import is_breached
from service.domain.timeline.tolerance import told_late_seconds
from service.domain.vocabulary import EscalationLevel, WaitingOn
from service.projections.clocks.table import clocks

Row = dict[str, Any]
Stream = Literal["case", "account"]
ClockStatus = Literal["running", "paused", "met", "late", "cancelled", "voided"]
_A_MOMENT, _SECOND = timedelta(microseconds=1), timedelta(seconds=1)
OPEN: tuple[ClockStatus, ...] = ("running", "paused")


class Details(BaseModel):
    """What a clock holds that its row has no columns for: thresholds and pauses without their names."""

    model_config = ConfigDict(frozen=True)

    base_due_at: datetime
    thresholds: tuple[tuple[int, datetime, EscalationLevel | None], ...]
    pauses: tuple[tuple[datetime, datetime | None, WaitingOn | None], ...]
    warned: tuple[int, ...]
    escalated: tuple[tuple[int, EscalationLevel], ...]
    waived_by: tuple[str, ...]


@dataclass(kw_only=True)
class ClockEntry:
    """A clock, and what its row says besides."""

    clock: Clock
    stream_id: UUID
    stream: Stream
    account_id: UUID
    first_due_at: datetime
    version: int = 0
    source_position: int = 0
    waived_at: datetime | None = None
    escalated_level: EscalationLevel | None = None
    escalation_count: int = 0
    unanswered_escalation_count: int = 0
    uncalled_escalation_count: int = 0
    told_late_seconds: int | None = None
    voided_by: str | None = None
    put_off_late_seconds: int | None = None
    renegotiation_count: int = 0

    def fold(self, event: AnyClockEvent, recorded_at: datetime, actor: str) -> None:
        """Bring the clock to its state after an event, told by `actor`."""
        before, self.clock = self.clock, evolve_clock(self.clock, event)
        match event:
            case ClockWarned() | ClockBreached():
                return
            case ClockEscalated() if event.is_call:
                self.escalated_level = event.level
                self.escalation_count += 1
                self.unanswered_escalation_count += event.escalated_to is None
                return
            case ClockEscalated():
                self.uncalled_escalation_count += 1
                return
            case ClockRescheduled(reason="renegotiated"):
                self.renegotiation_count += 1
            case ClockWaived():
                self.waived_at = event.occurred_at
            case _:
                pass
        self._judge(before, event, recorded_at, actor)

    def _judge(self, before: Clock, event: AnyClockEvent, recorded_at: datetime, actor: str) -> None:
        """Say how late what moves the verdict was told, and who made the clock void."""
        after, void_by = self.clock, self.clock.void_by
        # An end that is judged anew, by its pauses or its limit, was told when it was told first.
        if after.ended_at != before.ended_at:
            if after.ended_at is not None:
                self.told_late_seconds = told_late_seconds(after.ended_at, recorded_at)
        # What was told after it was due, and is no end of it, has moved the due instant on.
        elif void_by is None and is_breached(before, recorded_at) and not is_breached(after, recorded_at):
            self.put_off_late_seconds = (recorded_at - before.due_at) // _SECOND
        if void_by is None:
            self.voided_by = None
        elif void_by != before.void_by or isinstance(event, ClockVoided):
            self.voided_by = actor


_OF_ENTRY = tuple(each.name for each in fields(ClockEntry) if each.name != "clock")
_OF_CLOCK = tuple(
    each.name for each in fields(Clock) if each.name in clocks.c and each.name not in Details.model_fields
)
_NAMES = _OF_CLOCK + _OF_ENTRY
_of_clock, _of_entry = attrgetter(*_OF_CLOCK), attrgetter(*_OF_ENTRY)


CLOCK_COLUMNS: tuple[Column[Any] | Label[Any], ...] = tuple(
    cast(each, Text).label(each.name) if each is clocks.c.details else each for each in clocks.c
)
"""What is read of a row, `details` as the text that `clock_of` takes."""


def row_of(entry: ClockEntry) -> Row:
    """Return the row of a clock, `details` as what JSON is made of."""
    clock = entry.clock
    row = dict(zip(_NAMES, _of_clock(clock) + _of_entry(entry), strict=True))
    row["status"] = _status(clock)
    row["end_reason"] = clock.end_reason or clock.void_by
    row["was_breached"] = _was_breached(clock)
    row["waived_by"] = clock.waived_by[-1] if clock.waived_by else None
    row["warned_percent"] = max(clock.warned, default=None)
    row["warning_count"] = len(clock.warned)
    row["details"] = _details(clock)
    return row


def entry_of(row: Mapping[str, Any]) -> ClockEntry:
    """Return what a row was made of: the reverse of `row_of`."""
    return ClockEntry(clock=clock_of(row), **{name: row[name] for name in _OF_ENTRY})


def clock_of(row: Mapping[str, Any]) -> Clock:
    """Return the clock of a row as read by CLOCK_COLUMNS."""
    details = Details.model_validate_json(row["details"])
    return Clock(
        **{**{name: row[name] for name in _OF_CLOCK}, **_end_of(row)},
        base_due_at=details.base_due_at,
        thresholds=tuple(
            Threshold(percent=percent, at=at, level=level) for percent, at, level in details.thresholds
        ),
        pauses=tuple(Pause(*pause) for pause in details.pauses),
        warned=details.warned,
        escalated=details.escalated,
        waived_by=details.waived_by,
    )


def _end_of(row: Mapping[str, Any]) -> Row:
    """Return how a clock ended by its row, which says the act that made it void also while it can go on."""
    if row["ended_at"] is None:
        return {"end": None, "end_reason": None}
    return {"end": "cancelled" if row["end_reason"] == "reclassified" else row["status"]}


def _status(clock: Clock) -> ClockStatus:
    if clock.void_by is not None:
        return "voided"
    if clock.end is not None:
        return clock.end
    return "running" if clock.paused_at is None else "paused"


def _was_breached(clock: Clock) -> bool:
    """Return whether it is broken by what is on the record; an open one once that is noted there."""
    if clock.end == "met":
        return False
    return is_breached(clock, clock.due_at if clock.breached_at is None else clock.breached_at + _A_MOMENT)


def _details(clock: Clock) -> Row:
    return {
        "base_due_at": clock.base_due_at,
        "thresholds": [(each.percent, each.at, each.level) for each in clock.thresholds],
        "pauses": [(each.began_at, each.ended_at, each.waiting_on) for each in clock.pauses],
        "warned": clock.warned,
        "escalated": clock.escalated,
        "waived_by": clock.waived_by,
    }
