"""The period that a report is about."""

from datetime import datetime
from typing import Protocol, TypeVar

from service.domain.invalid import invalid


class HasPeriod(Protocol):
    """A query over [from_at, to_at); null: without that end."""

    @property
    def from_at(self) -> datetime | None: ...

    @property
    def to_at(self) -> datetime | None: ...


QueryT = TypeVar("QueryT", bound=HasPeriod)


def must_run_forward(query: QueryT) -> QueryT:
    """Return the query. Refuses `to_at` where the period would end before it begins."""
    if query.from_at is not None and query.to_at is not None and query.from_at >= query.to_at:
        raise invalid("period_runs_backward", field="to_at")
    return query
