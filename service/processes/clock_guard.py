"""Whether the time can be believed: a machine's clock that is wrong must break no promise."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

TOLERANCE_SECONDS = 5.0
SETTLING_SECONDS = 30.0

NO_TIME = timedelta()


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the clocks said.

    Our own just before and just after the database was asked, the database's, and the one of ours that only
    ever runs forward, read together with the first.
    """

    asked_at: datetime
    answered_at: datetime
    database_at: datetime
    monotonic_seconds: float

    @property
    def earliest(self) -> datetime:
        """The earlier of both machines' times: what is due by then is due by either."""
        return min(self.asked_at, self.database_at)

    @property
    def difference(self) -> timedelta:
        """How far the database's clock is from ours, at least, however long it took to answer."""
        return max(self.asked_at - self.database_at, self.database_at - self.answered_at, NO_TIME)


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Why the time is not believed."""

    kind: Literal["clocks_differ", "clock_jumped"]
    seconds: float
    """Seconds between the two clocks, or seconds by which ours jumped (negative: back)."""


class ClockGuard:
    """Judges one look after the other.

    A doubt stays until the looks of a whole `settling_seconds` agree, two at least: with each other and with
    the database. A clock that was put right by hand, or a machine that slept, is believed again by itself.
    """

    def __init__(
        self, *, tolerance_seconds: float = TOLERANCE_SECONDS, settling_seconds: float = SETTLING_SECONDS
    ) -> None:
        self._tolerance = timedelta(seconds=tolerance_seconds)
        self._settling_seconds = settling_seconds
        self._last: Look | None = None
        self._agreeing_since: float | None = None
        self.doubt: Doubt | None = None

    def judge(self, look: Look) -> Doubt | None:
        """Return why the time of a look is not to be believed; None: it is."""
        last, self._last = self._last, look
        jump = _jump(last, look) if last else NO_TIME
        if look.difference > self._tolerance:
            seconds = look.difference.total_seconds()
            self._agreeing_since = None
            self.doubt = Doubt(kind="clocks_differ", seconds=seconds)
        elif abs(jump) > self._tolerance:
            self._agreeing_since = look.monotonic_seconds
            self.doubt = Doubt(kind="clock_jumped", seconds=jump.total_seconds())
        elif self.doubt is not None and self._has_settled(look):
            self.doubt = None
        return self.doubt

    def _has_settled(self, look: Look) -> bool:
        if self._agreeing_since is None:
            self._agreeing_since = look.monotonic_seconds
            return False
        return look.monotonic_seconds - self._agreeing_since >= self._settling_seconds


def _jump(last: Look, look: Look) -> timedelta:
    """Return by how much our clock on the wall ran ahead of the one that only runs forward."""
    run = timedelta(seconds=look.monotonic_seconds - last.monotonic_seconds)
    return (look.asked_at - last.asked_at) - run
