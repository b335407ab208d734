"""The clocks of one case or account by its events, with the events behind each. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.account.record.profile import AccountOpened
from service.domain.case.record.intake import CaseReceived
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import ClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.holders import Holders, holders
from service.domain.vocabulary import Segment
from service.eventstore.envelope import RecordedEvent

Stream = Literal["case", "account"]


@dataclass(frozen=True, kw_only=True)
class ClockHistory:
    """All clocks of a case or account as they stood at `as_of_at`, also those that decisions forget."""

    stream_id: UUID
    stream: Stream
    segment: Segment
    began_at: datetime
    """Time of the case's receipt, or of the account's opening."""
    as_of_at: datetime
    version: int
    position: int
    clocks: tuple[Clock, ...]
    """Clocks in the order in which they were started."""
    facts: dict[UUID, tuple[RecordedEvent, ...]]
    """Recorded events of each clock in order, by clock id."""
    causes: dict[UUID, RecordedEvent]
    """By the id of a clock event: the event of the case or account that caused it."""
    held_by: Holders

    def clock(self, clock_id: UUID) -> Clock | None:
        """Return a clock by its id, None where there is none."""
        return next((clock for clock in self.clocks if clock.clock_id == clock_id), None)


def clock_history(
    stream_id: UUID, events: Sequence[RecordedEvent], as_of_at: datetime
) -> ClockHistory | None:
    """Return the clocks after these events; None where they are not those of a case or account."""
    first = next((each for each in events if isinstance(each.event, CaseReceived | AccountOpened)), None)
    if first is None or not isinstance(first.event, CaseReceived | AccountOpened):
        return None
    book = ClockBook(keeps=None)
    facts: dict[UUID, list[RecordedEvent]] = {}
    causes: dict[UUID, RecordedEvent] = {}
    moved_by: RecordedEvent | None = None
    for recorded in events:
        event = recorded.event
        if not isinstance(event, ClockEvent):
            moved_by = recorded
            continue
        book = evolve_clocks(book, event)
        facts.setdefault(event.clock_id, []).append(recorded)
        # The events of clocks follow the event that moved them, in the same command.
        if moved_by is not None and moved_by.command_id == recorded.command_id:
            causes[recorded.event_id] = moved_by
    return ClockHistory(
        stream_id=stream_id,
        stream="case" if isinstance(first.event, CaseReceived) else "account",
        segment=first.event.segment,
        began_at=first.event.occurred_at,
        as_of_at=as_of_at,
        version=events[-1].version,
        position=events[-1].position,
        clocks=book.clocks,
        facts={clock_id: tuple(found) for clock_id, found in facts.items()},
        causes=causes,
        held_by=holders(recorded.event for recorded in events if not isinstance(recorded.event, ClockEvent)),
    )
