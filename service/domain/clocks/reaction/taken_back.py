"""What facts take back that are found to have come about earlier: promises that they alone had opened."""

from collections.abc import Collection

from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import AnyClockEvent
from service.domain.clocks.memory import forget
from service.domain.clocks.milestones import ClockTrigger
from service.domain.clocks.reaction.line import opening_of
from service.domain.clocks.reaction.notes import Notes
from service.domain.clocks.situation import Promises


def taken_back(
    book: ClockBook, gone: Collection[ClockTrigger], promises: Promises
) -> tuple[tuple[AnyClockEvent, ...], ClockBook]:
    """Return the cancellations of promises that count from facts that are gone, and the book without both."""
    if not gone:
        return (), book
    instants = {fact.at for fact in gone}
    before, after = Notes(book, promises), Notes(forget(book, gone), promises)
    for clock in book.clocks:
        was_opened = (
            clock.counts_from_at in instants and not clock.is_void and opening_of(before, clock) is not None
        )
        if was_opened and opening_of(after, clock) is None:
            after.cancel(clock, "superseded", clock.counts_from_at)
    return tuple(after.events), after.book
