"""What is asked of the record, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.aggregates.aggregate import Aggregate
from service.domain.case.looked_up import NOTHING, LookedUp
from service.domain.command import Command
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import Refusal
from service.domain.timeline.history import History
from service.eventstore.envelope import RecordedEvent


@dataclass(frozen=True, kw_only=True)
class Request:
    """Commands on one stream, to be carried out in order, all or none, once.

    `command_id` makes it safe to send twice; `digest` tells a repeat from another request under the same id.
    `expected_version` refuses it when the stream has moved on. `looked_up` comes from actions, and from the
    record itself for what it must find out by whatever way a request comes. `teller` is the holder of a key;
    None: whoever has the database at hand. `decided_at` is the time by which it is decided and recorded, for
    a story that has a clock of its own; None: this moment. The time of recording never goes back for it.
    """

    stream_id: UUID
    commands: tuple[Command, ...]
    command_id: UUID
    actor: str
    teller: Teller | None = None
    digest: bytes | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    expected_version: int | None = None
    looked_up: LookedUp = NOTHING
    decided_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request did; a repeat did it once before."""

    stream_id: UUID
    version: int
    position: int
    is_repeat: bool = False
    tell: Callable[[], tuple[RecordedEvent, ...]] = tuple
    """Returns the events in their envelopes; many callers do not need them."""

    @property
    def is_unchanged(self) -> bool:
        """Whether all was so already, so that nothing was written."""
        return self.tell is tuple

    @property
    def says_nothing_new(self) -> bool:
        """Whether all was so already, or was done before."""
        return self.is_repeat or self.is_unchanged

    @property
    def events(self) -> tuple[RecordedEvent, ...]:
        """The events as recorded; none when all was so already."""
        return self.tell()


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A stream folded: `version` 0 and no state where there is nothing. `event_id` is its newest event's.

    `history` is there where a decision needed it, and stays for as long as the stream is told of late.
    """

    stream_id: UUID
    version: int = 0
    position: int = 0
    event_id: UUID | None = None
    state: Aggregate | None = None
    history: History | None = None


Outcome = Answer | Refusal
