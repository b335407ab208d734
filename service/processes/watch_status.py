"""How the watch stands, for those who run the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from service.processes.clock_guard import Doubt
from service.processes.coverage import Coverage


@dataclass(frozen=True, kw_only=True)
class WatchFailure:
    """Why the watch cannot look."""

    type: str
    """Name of the error class."""
    message: str
    """Error message, free of personal data."""
    is_final: bool
    """Whether a person must intervene; if not, it is tried again."""


@dataclass(frozen=True, kw_only=True)
class WatchStatus:
    """How the watch stands. `doubt` and `failure` are None while it looks and believes the time."""

    doubt: Doubt | None = None
    failure: WatchFailure | None = None
    looked_at: datetime | None = None
    """Time up to which everything due has been noted; None before the first look."""
    lag_seconds: float = 0.0
    """Seconds for which the oldest due entry has not been noted."""
    noted: Mapping[str, int] = field(default_factory=dict)
    """Number of entries noted by this process, by kind."""
    failing_streams: int = 0
    """Number of cases and accounts that could not be observed at the last try."""
    coverage: tuple[Coverage, ...] = ()
    """Coverage of the calendars."""

    @property
    def state(self) -> Literal["watching", "holding", "interrupted", "stopped"]:
        """The standing in one word."""
        if self.failure is not None:
            return "stopped" if self.failure.is_final else "interrupted"
        return "watching" if self.doubt is None else "holding"

    @property
    def exceeded(self) -> tuple[Coverage, ...]:
        """The calendars by which something is promised beyond what is known of them."""
        return tuple(coverage for coverage in self.coverage if coverage.is_exceeded)
