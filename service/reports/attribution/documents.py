"""The report of late time: whose it was, and which pauses were held although the customer had answered."""

from datetime import datetime
from typing import Literal

from pydantic import model_validator

from service.domain.clocks.attribution import Holder
from service.domain.described import Described
from service.domain.event import Instant
from service.reports.period import must_run_forward

AttributionGrouping = Literal["clock", "segment", "owner"]
UNKNOWN = "unknown"


class AttributionQuery(Described, extra="forbid"):
    """Period and dimension of the report."""

    from_at: Instant | None = None
    """Only promises due, and waits answered by the customer, at this time or later. A breach counts once
    it is recorded."""
    to_at: Instant | None = None
    """Only those before this time. If omitted, up to now."""
    by: AttributionGrouping | None = None
    """Dimension for the groups. A promise belongs to the tier and owner at its start, a wait to the
    case's tier at receipt and its owner when the customer answered. Omit for the total only."""

    _runs_forward = model_validator(mode="after")(must_run_forward)

    def includes(self, at: datetime) -> bool:
        """Say whether an instant lies in the period."""
        return (self.from_at is None or self.from_at <= at) and (self.to_at is None or at < self.to_at)


class HolderFigures(Described):
    """Late time of one holder."""

    holder: Holder
    """Holder of the late time: owner, department, a wait, uncounted hours, or no accountable person."""
    who: str | None
    """Staff id or department; null if neither."""
    seconds: int
    """Late time in seconds."""
    cases: int
    """Number of cases and accounts concerned."""


class AttributionGroup(Described):
    """The figures of one group."""

    group: str | None
    """Value of the dimension; null for the total."""
    late_clocks: int
    """Number of promises not kept in time."""
    late_cases: int
    """Number of cases and accounts concerned."""
    late_seconds: int
    """Seconds after the due times by the wall clock, up to now if still open."""
    holders: list[HolderFigures]
    """Late time by holder, the largest share first; the shares add up to `late_seconds`."""
    held_pauses: int
    """Number of waits for the customer that continued after the customer had answered."""
    held_cases: int
    """Number of cases concerned."""
    held_seconds: int
    """Seconds from the answer to the end of the wait. Each wait counts once; by clock, once per paused
    clock."""


class AttributionReport(Described):
    """Late time of a period by holder, and pauses that were held too long."""

    from_at: datetime | None
    """Start of the period (UTC); null if it has none."""
    to_at: datetime | None
    """End of the period (UTC); null if it has none."""
    by: AttributionGrouping | None
    """Dimension of the groups; null if there is none."""
    position: int
    """Position of the record: the figures contain exactly the events up to it."""
    as_of_at: datetime
    """Time up to which open promises are late and lasting waits are held (UTC)."""
    total: AttributionGroup
    """Figures of all groups together."""
    groups: list[AttributionGroup]
    """Groups in order of their name; empty without a dimension."""
