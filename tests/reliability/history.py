"""What clients did, saw and were told, with the moments: the input of the checker."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What a client was told in the end."""

    WRITTEN = "written"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One append as its caller meant it: one operation, however often it was sent.

    `name` is the caller's own and stands in the payload, so that the check needs nothing of the store's own
    bookkeeping. Moments are seconds of one monotonic clock: before the first sending, after the last answer.
    `events` are how many it sent; `versions` and `positions` are theirs as answered, first and last, and only
    there when it was written.
    """

    name: str
    outcome: Outcome
    invoked_at: float
    returned_at: float
    events: int = 1
    stream_id: UUID | None = None
    versions: tuple[int, int] = (0, 0)
    positions: tuple[int, int] = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Read:
    """One reading of a stream: the version that was shown."""

    reader: str
    stream_id: UUID
    version: int
    invoked_at: float
    returned_at: float


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One row of the final log; `operation` is the name in its payload, None where no client wrote it."""

    position: int
    stream_id: UUID
    version: int
    operation: str | None


@dataclass
class History:
    """All that was observed of a run; `followers` are the positions that each tailing reader saw."""

    operations: list[Operation] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    followers: dict[str, list[int]] = field(default_factory=dict)

    def count(self, outcome: Outcome) -> int:
        return sum(operation.outcome is outcome for operation in self.operations)
