"""Which position is meant by a position, or by a time of recording."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from service.projections.engine.entries import head

_RECORDED_AT = text("select recorded_at from es.events where position = :position")


class Moment(NamedTuple):
    """A position, and when its event was recorded."""

    position: int
    recorded_at: datetime


class NotYetError(LookupError):
    """The moment has not come; `newest` is the last that has: a position or a time, as was asked."""

    def __init__(self, newest: int | datetime) -> None:
        super().__init__(f"the newest is {newest}")
        self.newest = newest


class BeforeAllError(LookupError):
    """Nothing was recorded by then; `first` is when the first event was, None where there is none."""

    def __init__(self, first: datetime | None) -> None:
        super().__init__(f"the first event was recorded at {first}")
        self.first = first


def moment_of(connection: Connection, as_of: int | datetime, now: datetime) -> Moment:
    """Return the position, or that of the last event recorded by a time. Raises the errors above."""
    newest = head(connection)
    if isinstance(as_of, datetime):
        if as_of > now:
            raise NotYetError(now)
        return _last_by(connection, as_of, newest)
    if as_of > newest:
        raise NotYetError(newest)
    return _moment(connection, as_of)


def _last_by(connection: Connection, at: datetime, newest: int) -> Moment:
    """Search by halves: the time of recording never goes back, and no index holds it."""
    low, high = 0, newest
    while low < high:
        middle = (low + high + 1) // 2
        if _moment(connection, middle).recorded_at <= at:
            low = middle
        else:
            high = middle - 1
    if not low:
        raise BeforeAllError(_moment(connection, 1).recorded_at if newest else None)
    return _moment(connection, low)


def _moment(connection: Connection, position: int) -> Moment:
    return Moment(position, connection.execute(_RECORDED_AT, {"position": position}).scalar_one())
