"""Somebody answers for a promise that is not kept."""

from datetime import datetime
from uuid import UUID

from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import AnyClockEvent, ClockWaived


class UnknownClockError(LookupError):
    """No clock of this id is in the book. Take the id from the clocks of the case or account."""


def waive(
    book: ClockBook, clock_id: UUID, waived_by: str | None, reason: str, at: datetime
) -> tuple[AnyClockEvent, ...]:
    """Return the waiver of a promise; nothing if the same person has waived it already.

    It clears no breach: it stands beside it. Raises UnknownClockError.
    """
    clock = book.clock(clock_id)
    if clock is None:
        raise UnknownClockError(f"clock_id {clock_id} names no clock here: take it from the list of clocks")
    if waived_by is None or waived_by in clock.waived_by:
        return ()
    return (ClockWaived(occurred_at=at, clock_id=clock_id, waived_by=waived_by, reason=reason),)
