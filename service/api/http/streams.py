"""Events of a case or account, looked through for what is shown of it."""

from collections.abc import Sequence
from typing import TypeVar

from service.domain.event import Event
from service.eventstore.envelope import RecordedEvent

Kind = TypeVar("Kind", bound=Event)


def last_of(events: Sequence[RecordedEvent], kind: type[Kind]) -> Kind | None:
    """Return the last event of a kind, None if there is none."""
    found = (recorded.event for recorded in reversed(events) if isinstance(recorded.event, kind))
    return next(found, None)
