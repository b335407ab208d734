"""How a clock explains itself over HTTP."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from service.api.clocks.documents import ClockView, FactOnRecord
from service.api.http.document import Document
from service.domain.clocks.attribution import Holder
from service.domain.clocks.policy import Title
from service.domain.vocabulary import WaitingOn


class IntervalView(Document):
    """An interval that counts, or does not count, for one reason."""

    start_at: datetime
    """Start of the interval (UTC)."""
    end_at: datetime
    """End of the interval (UTC)."""
    counts: bool
    """Whether the time of the interval counts."""
    seconds: int
    """Length in seconds by the wall clock. Fractions are carried over, so that the sums are exact."""
    counted_seconds: int
    """Counted seconds."""
    is_late: bool
    """Whether the interval lies after the due time."""
    why: str
    """Reason code: a rule of the calendar, `waiting`, `merged` or `before_start`."""
    words: Title
    """Reason in words."""
    waiting_on: WaitingOn | None
    """Party for whom the case waited; null if it did not wait."""
    fact: FactOnRecord | None
    """Clock event that began the interval; null if the calendar decides."""
    because_of: FactOnRecord | None
    """Event of the case or account that caused the clock event; null if there is none."""


class ReasonSum(Document):
    """Total of all intervals with one reason."""

    why: str
    """Code of the reason."""
    waiting_on: WaitingOn | None
    """Party for whom the case waited; null if it did not wait."""
    seconds: int
    """Total length in seconds by the wall clock."""
    counted_seconds: int
    """Total counted seconds."""


class ShareView(Document):
    """Share of the late time of one holder."""

    holder: Holder
    """Holder of the late time: owner, department, a wait, uncounted hours, or no accountable person."""
    who: str | None
    """Staff id or department; null if neither."""
    seconds: int
    """Late time in seconds."""
    words: Title
    """Holder in words."""


class ExplanationView(Document):
    """Explanation of how a clock arrived at its figures."""

    stream_id: UUID
    stream: Literal["case", "account"]
    """Whether it belongs to a case or an account."""
    version: int
    """Version shown."""
    as_of_at: datetime
    """Time for which the explanation holds (UTC)."""
    clock: ClockView
    """Id of the clock."""
    calendar: Title
    """Name of the calendar."""
    is_covered: bool
    """Whether the calendar covers all special days up to the due time; if not, the due time can still
    change."""
    from_at: datetime
    """Start of the first interval (UTC): receipt of the case, or start of the clock if earlier."""
    until: datetime
    """End of the last interval (UTC): end of the clock, or `as_of_at` if it is open."""
    intervals: list[IntervalView]
    """Intervals from `from_at` to `until`, without gaps; of many, those of this page."""
    interval_count: int
    """Number of intervals from `from_at` to `until`."""
    next: str | None
    """Path of the next page of intervals; null on the last."""
    sums: list[ReasonSum]
    """Totals by reason, over all intervals."""
    seconds: int
    """Sum of all `seconds`."""
    counted_seconds: int
    """Sum of all `counted_seconds`, as shown by the clock."""
    late_seconds: int
    """Seconds after the due time by the wall clock; 0 if not late."""
    attribution: list[ShareView]
    """Late time by holder; the shares add up to `late_seconds`."""
    held_seconds: int
    """Pause audit: seconds of pauses that continued after the customer had answered."""
