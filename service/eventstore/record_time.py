"""The time of recording: it never goes back on the record, and while it is doubted that is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from service.domain.command import Command
from service.domain.refusal import TimeInDoubtError


def _never() -> bool:
    """Stand in for whoever compares clocks."""
    return False


@dataclass
class RecordTime:
    """This moment, as commands are decided by it and as it is written on the record.

    `is_doubted` says whether the clock of this machine cannot be believed just now. A clock that was set back
    does not take the record back with it: then events are recorded at the newest time of recording.
    """

    now: Callable[[], datetime]
    is_doubted: Callable[[], bool] = _never
    newest_at: datetime | None = None
    """Newest time of recording that is known."""

    def recorded_at(self, now: datetime) -> datetime:
        """Return the time of recording of what is decided now."""
        if self.newest_at is None or now > self.newest_at:
            self.newest_at = now
        return self.newest_at

    def begin_after(self, recorded_at: datetime | None) -> None:
        """Begin after what is on the record already."""
        if recorded_at is not None:
            self.recorded_at(recorded_at)

    def refuse_doubted(self, commands: Iterable[Command]) -> bool:
        """Return whether the time is in doubt. Raises TimeInDoubtError where a command depends on it."""
        if not self.is_doubted():
            return False
        if any(command.occurred_at is None for command in commands):
            raise TimeInDoubtError
        return True
