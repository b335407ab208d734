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
    """A stretch of time that counted, or did not, for one reason."""

    start_at: datetime
    """From when."""
    end_at: datetime
    """To when."""
    counts: bool
    """Whether its time counts."""
    seconds: int
    """How long it is by the wall clock. Parts of a second are carried on, so that the sums are exact."""
    counted_seconds: int
    """How much of it counts."""
    is_late: bool
    """Whether it lies after the due instant."""
    why: str
    """The reason: a rule of the calendar, `waiting`, `merged`, or `before_start`."""
    words: Title
    """The reason in words."""
    waiting_on: WaitingOn | None
    """Whom we waited for."""
    fact: FactOnRecord | None
    """The fact about the clock behind it; null where the calendar decides."""
    because_of: FactOnRecord | None
    """The fact of the case or account that moved the clock to it."""


class ReasonSum(Document):
    """All stretches of one reason together."""

    why: str
    """The reason."""
    waiting_on: WaitingOn | None
    """Whom we waited for."""
    seconds: int
    """How long they are by the wall clock."""
    counted_seconds: int
    """How much of them counts."""


class ShareView(Document):
    """How much of the late time is somebody's."""

    holder: Holder
    """Who held it up: owner, department, a wait, hours that do not count, or nobody accountable."""
    who: str | None
    """The staff id or the department."""
    seconds: int
    """How long."""
    words: Title
    """The holder in words."""


class ExplanationView(Document):
    """Why a clock shows what it shows."""

    stream_id: UUID
    """The case or account."""
    stream: Literal["case", "account"]
    """Which of them."""
    version: int
    """Its version shown."""
    as_of_at: datetime
    """The instant of which it is true."""
    clock: ClockView
    """The clock."""
    calendar: Title
    """The calendar by its name."""
    is_covered: bool
    """Whether the calendar knows the special days up to the due instant; if not, it may yet move."""
    from_at: datetime
    """Where the stretches begin: the receipt of the case, or the start of the clock if that is earlier."""
    until: datetime
    """Where they end: the end of the clock, or `as_of_at` while it is open."""
    intervals: list[IntervalView]
    """All time from `from_at` to `until`, without gaps."""
    sums: list[ReasonSum]
    """The same by reason."""
    seconds: int
    """The sum of all `seconds`: the whole time."""
    counted_seconds: int
    """The sum of all `counted_seconds`: what the clock shows."""
    late_seconds: int
    """The time after the due instant by the wall clock, 0 where it is not late."""
    attribution: list[ShareView]
    """Whose the late time is; the shares add up to `late_seconds`."""
    held_seconds: int
    """The pause audit: how long it stood still for the customer although the customer had answered."""
