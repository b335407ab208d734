"""Events of one command on their way onto the record, and what may become of them."""

import asyncio
from dataclasses import dataclass, field
from math import inf
from uuid import UUID

from service.eventstore.envelope import StoredEnvelope


class VersionTakenError(Exception):
    """Another writer has written that version of the stream first. Nothing of the append was written."""


class EventBeforeMissingError(VersionTakenError):
    """The event before it is not on the record, so it was decided on what never came to be, or was lost."""


class CommandRepeatedError(Exception):
    """The command is on the record already. Nothing was written a second time."""


class RecordBusyError(Exception):
    """More is waiting to be written than the record takes in now. Nothing was written; try again soon."""


class RecordUnavailableError(Exception):
    """The database did not answer in time. The outcome is unknown; to send the same command id is safe."""


class AppenderStoppedError(Exception):
    """The appender takes no more appends because the process is stopping."""


@dataclass(eq=False)
class Append:
    """Events of one command to be written together or not at all.

    `gives_up_at` is the time of the event loop at which it is no longer waited for, known once it is queued.
    `follows` are appends that were decided upon just before, of the same stream or the case's account: when
    one of them fails, so does this, because it was decided on a state that never came to be.
    """

    rows: tuple[StoredEnvelope, ...]
    follows: "tuple[Append, ...]" = ()
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
        return [(row.stream_id, row.originator_version) for row in self.rows]

    @property
    def key_before(self) -> tuple[UUID, int] | None:
        """What must be on the record before it; None at the beginning of a stream."""
        first = self.rows[0]
        version = first.originator_version
        return (first.stream_id, version - 1) if version > 1 else None

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
