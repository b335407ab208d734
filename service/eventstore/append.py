"""Events of one command on their way onto the record, and what may become of them."""

import asyncio
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple
from uuid import UUID

from service.eventstore.envelope import StoredEnvelope


class VersionTakenError(Exception):
    """Another writer has written that version of the stream first. Nothing of the append was written."""


class EventBeforeMissingError(VersionTakenError):
    """The event before it is not on the record: it was decided on what never came to be, or was lost."""


class CommandRepeatedError(Exception):
    """The command is on the record already. Nothing was written a second time."""


class RecordBusyError(Exception):
    """More is waiting to be written than the record takes in now. Nothing was written; try again soon."""


class RecordUnavailableError(Exception):
    """The database did not answer in time. The outcome is unknown; to send the same command id is safe."""


class AppenderStoppedError(Exception):
    """The appender takes no more appends because the process is stopping."""


class Before(NamedTuple):
    """An event that must be on the record before an append: any of that version where its id is not known."""

    stream_id: UUID
    version: int
    event_id: UUID | None


@dataclass(eq=False)
class Append:
    """Events of one command to be written together or not at all.

    `gives_up_at` is the time of the event loop at which it is no longer waited for: the sender's, or once it
    is queued the appender's, whichever is earlier.
    `follows` are appends that were decided upon just before, of the same stream or the case's account: when
    one of them fails, so does this, because it was decided on a state that never came to be. `before_id` is
    the event of the stream that it was decided on, where that is known.
    """

    rows: tuple[StoredEnvelope, ...]
    follows: "tuple[Append, ...]" = ()
    before_id: UUID | None = None
    gives_up_at: float = inf
    position: "asyncio.Future[int]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def command_id(self) -> UUID:
        return self.rows[0].command_id

    @property
    def keys(self) -> list[tuple[UUID, int]]:
        """The versions that it wants to write, each a stream and a number."""
        return [(row.stream_id, row.version) for row in self.rows]

    @property
    def before(self) -> list[Before]:
        """What must be on the record before it: in each stream that goes on, the event before."""
        first, last = self.rows[0], self.rows[-1]
        length = last.version - first.version + 1
        if length == len(self.rows) and first.stream_id == last.stream_id:
            version = first.version
            return [Before(first.stream_id, version - 1, self.before_id)] if version > 1 else []
        own = set(self.keys)
        goes_on = [(stream_id, version - 1) for stream_id, version in self.keys if version > 1]
        return [Before(*key, None) for key in goes_on if key not in own]

    @property
    def is_orphaned(self) -> bool:
        """Whether an append it builds on has failed."""
        return any(before.has_failed for before in self.follows)

    @property
    def has_failed(self) -> bool:
        """Whether it was refused, or nobody waits for it any more, so that its fate is unknown here."""
        answer = self.position
        return answer.done() and (answer.cancelled() or answer.exception() is not None)

    def answer(self, first: int) -> None:
        """Say that it is on the record, its first event at this position."""
        if not self.position.done():
            self.position.set_result(first)

    def refuse(self, reason: Exception) -> None:
        """Say that it is not, or not known to be, on the record."""
        if not self.position.done():
            self.position.set_exception(reason)
