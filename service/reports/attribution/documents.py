"""The report of late time: whose it was, and which pauses were held although the customer had answered."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from service.domain.clocks.attribution import Holder
from service.domain.event import Instant
from service.domain.invalid import invalid

AttributionGrouping = Literal["clock", "segment", "owner"]
UNKNOWN = "unknown"


class AttributionQuery(BaseModel):
    """What to report on."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    from_at: Instant | None = None
    """Only promises that fell due, and waits that the customer answered, at this instant or later. A breach
    counts once it is noted on the record."""
    to_at: Instant | None = None
    """Only those before this instant; left out, as of now."""
    by: AttributionGrouping | None = None
    """Also give the figures of each value of this. A promise is in the group of its tier and owner when it
    was made, a wait in that of the case's tier at receipt and of its owner when the customer answered."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.from_at is not None and self.to_at is not None and self.from_at >= self.to_at:
            raise invalid("period_runs_backward", field="to_at")
        return self

    def includes(self, at: datetime) -> bool:
        """Say whether an instant lies in the period."""
        return (self.from_at is None or self.from_at <= at) and (self.to_at is None or at < self.to_at)


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class HolderFigures(_Document):
    """The late time that somebody held up."""

    holder: Holder
    """Owner, department, a wait, hours that do not count, or nobody accountable."""
    who: str | None
    """The staff id or the department."""
    seconds: int
    """How long."""
    cases: int
    """In how many cases and accounts."""


class AttributionGroup(_Document):
    """The figures of one group."""

    group: str | None
    """The value grouped by; none for all together."""
    late_clocks: int
    """How many promises were not kept in time."""
    late_cases: int
    """In how many cases and accounts."""
    late_seconds: int
    """How long after their due instants, by the wall clock; so far for what is still not done."""
    holders: list[HolderFigures]
    """Whose the late time is, the largest share first; they add up to `late_seconds`."""
    held_pauses: int
    """How many waits for the customer went on although the customer had answered."""
    held_cases: int
    """In how many cases."""
    held_seconds: int
    """From the answer to the end of the wait. Each wait counts once; by clock, once for each clock that stood
    still in it."""


class AttributionReport(_Document):
    """Whose the late time of a period is, and which pauses were not due."""

    from_at: datetime | None
    """The period's start."""
    to_at: datetime | None
    """The period's end."""
    by: AttributionGrouping | None
    """What the groups are values of."""
    position: int
    """Every event up to this position is in the figures, and none after it."""
    as_of_at: datetime
    """Up to when what is not done is late, and what lasts is held."""
    total: AttributionGroup
    """All together."""
    groups: list[AttributionGroup]
    """Each group, in order of its name; empty where nothing is grouped by."""
