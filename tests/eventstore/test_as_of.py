"""Each moment of a stream holds what lies on it, and nothing that came after."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from service.domain.case.record.replies import NoteAdded
from service.eventstore.as_of import AsOf, as_of
from service.eventstore.envelope import RecordedEvent
from tests.eventstore.record import NOW

HOUR = timedelta(hours=1)
ORDER_OF_BUSINESS = (0, 2, 1)
"""The second event happened last."""


def recorded(version: int, happened_at: datetime) -> RecordedEvent:
    event = NoteAdded(occurred_at=happened_at, text="x")
    rest: dict[str, Any] = dict.fromkeys(("command_digest", "causation_id"))
    return RecordedEvent(
        event=event,
        payload=b"{}",
        event_id=UUID(int=version),
        stream_id=UUID(int=9),
        version=version,
        position=10 * version,
        recorded_at=NOW + version * HOUR,
        actor="agent:7",
        command_id=UUID(int=version),
        command_seq=0,
        correlation_id=UUID(int=version),
        **rest,
    )


STREAM = [
    recorded(number, NOW - 9 * HOUR + after * HOUR) for number, after in enumerate(ORDER_OF_BUSINESS, 1)
]


@pytest.mark.parametrize(
    ("moment", "versions"),
    [
        (AsOf(), [1, 2, 3]),
        (AsOf(version=2), [1, 2]),
        (AsOf(position=20), [1, 2]),
        (AsOf(position=19), [1]),
        (AsOf(position=9), []),
        (AsOf(recorded_at=NOW + 2 * HOUR), [1, 2]),
        (AsOf(recorded_at=NOW + 2 * HOUR - timedelta.resolution), [1]),
        (AsOf(occurred_at=NOW - 8 * HOUR), [1, 3]),
        (AsOf(occurred_at=NOW - 8 * HOUR - timedelta.resolution), [1]),
        (AsOf(position=20, occurred_at=NOW - 8 * HOUR), [1]),
    ],
)
def test_what_lies_on_the_moment_counts_and_what_comes_after_does_not(
    moment: AsOf, versions: list[int]
) -> None:
    assert [event.version for event in as_of(STREAM, moment)] == versions
