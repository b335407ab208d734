"""How the watch of the clocks stands, as far as the HTTP side tells of it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol


class ClockDoubt(Protocol):
    """Why the watch does not believe the time."""

    @property
    def kind(self) -> str: ...
    @property
    def seconds(self) -> float: ...


class CalendarCoverage(Protocol):
    """How far the holidays of a calendar are known."""

    @property
    def calendar_id(self) -> str: ...
    @property
    def covered_until(self) -> date: ...
    @property
    def last_due_at(self) -> datetime | None: ...


class WatchHealth(Protocol):
    """What is told of a watch that runs in this process."""

    @property
    def state(self) -> str:
        """One of watching, holding, interrupted, stopped."""

    @property
    def doubt(self) -> ClockDoubt | None: ...
    @property
    def failing_streams(self) -> int: ...
    @property
    def exceeded(self) -> Sequence[CalendarCoverage]:
        """The calendars by which something is promised beyond what is known of them."""


def warnings_of(status: WatchHealth) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what somebody should know though all can be served: `warning.<slug>` and its values."""
    if status.state == "interrupted":
        yield "watch_interrupted", {}
    if status.doubt is not None:
        yield status.doubt.kind, {"seconds": round(status.doubt.seconds, 1)}
    if status.failing_streams:
        yield "streams_not_observed", {"streams": status.failing_streams}
    for covered in status.exceeded:
        yield "calendar_not_covered", covered_values(covered)


def covered_values(covered: CalendarCoverage) -> dict[str, object]:
    """Return what the warning of a calendar that is not known far enough says."""
    return {
        "calendar": covered.calendar_id,
        "covered_until": covered.covered_until,
        "last_due_on": covered.last_due_at.date() if covered.last_due_at else "",
    }
