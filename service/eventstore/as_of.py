"""What a stream was, at a version, a position, or a moment of either time. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from service.eventstore.envelope import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """A moment in the life of a stream: one of these, or none for the newest.

    `version` and `position` end the stream there. `recorded_at` shows what was known at that moment.
    `occurred_at` shows what had happened in the world by then, as it is known now.
    """

    version: int | None = None
    position: int | None = None
    recorded_at: datetime | None = None
    occurred_at: datetime | None = None


def as_of(events: Iterable[RecordedEvent], moment: AsOf) -> list[RecordedEvent]:
    """Return the events of a stream that count at a moment, in order of version.

    Business time may jump back and forth within a stream, so later versions may count where earlier do not;
    the other three end the stream. What is shown of them is folded in the order of business time.
    """
    version, position, known_at = moment.version, moment.position, moment.recorded_at
    found = list(
        takewhile(
            lambda recorded: (
                (version is None or recorded.version <= version)
                and (position is None or recorded.position <= position)
                and (known_at is None or recorded.recorded_at <= known_at)
            ),
            events,
        )
    )
    if moment.occurred_at is None:
        return found
    return [recorded for recorded in found if recorded.event.occurred_at <= moment.occurred_at]
