"""Whether the record holds what the reference says: nothing missed, doubled, or beyond the limit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from service.domain.account.record.reminders import (
    ReminderDropped,
    ReminderGaveWay,
    ReminderMoved,
    ReminderRaised,
)
from service.domain.clocks.events import ClockStarted
from tests.reliability.follow_up.reference import CARE, OF_TIER, Reference, promised


@dataclass
class Found:
    """How much was found on the record."""

    raised: int = 0
    gave_way: int = 0
    moved: int = 0
    dropped: int = 0
    promised: int = 0


def differences(
    events: Iterable[object], reference: Reference, until: datetime, found: Found
) -> Iterator[str]:
    """Yield in words how the record of an account differs from the reference, and count what is there."""
    known = list(events)
    raised = [(one.reminder, one.due_on, one.occurred_at) for one in known if isinstance(one, ReminderRaised)]
    gave_way = [
        (one.reminder, one.due_on, one.occurred_at, one.contact_count)
        for one in known
        if isinstance(one, ReminderGaveWay)
    ]
    moved = [(one.reminder, one.due_on, one.occurred_at) for one in known if isinstance(one, ReminderMoved)]
    dropped = [(one.reminder, one.occurred_at) for one in known if isinstance(one, ReminderDropped)]
    begun = [
        (one.clock, one.counts_from_at)
        for one in known
        if isinstance(one, ClockStarted) and one.clock in CARE.keys() | OF_TIER.keys()
    ]
    found.raised += len(raised)
    found.gave_way += len(gave_way)
    found.moved += len(moved)
    found.dropped += len(dropped)
    found.promised += len(begun)
    yield from _compared("raised", raised, reference.raised)
    yield from _compared("gave way", gave_way, reference.gave_way)
    yield from _compared("moved", moved, reference.moved)
    yield from _compared("dropped", dropped, reference.dropped)
    yield from _compared("month of care", begun, promised(reference.told, until))


def _compared(what: str, on_record: Iterable[object], wanted: Iterable[object]) -> Iterator[str]:
    there, right = Counter(on_record), Counter(wanted)
    yield from (f"{what}: missed {one}" for one in (right - there).elements())
    yield from (f"{what}: doubled or wrong {one}" for one in (there - right).elements())
