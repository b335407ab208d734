"""Judges a recorded history against the final log.

The log is one total order, so nothing has to be searched for: the operations are strictly serialisable
exactly if the order of positions agrees with what every client was told and with real time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from tests.reliability.history import History, Operation, Outcome, Read, Recorded


class Kind(StrEnum):
    """A promise that was broken."""

    POSITION_GAP = "position_gap"
    STREAM_ORDER = "stream_order"
    LOST = "lost"
    HALF_WRITTEN = "half_written"
    WRITTEN_TWICE = "written_twice"
    SHARED_VERSION = "shared_version"
    ANSWERED_WRONGLY = "answered_wrongly"
    REFUSED_BUT_WRITTEN = "refused_but_written"
    FROM_NOWHERE = "from_nowhere"
    REAL_TIME_ORDER = "real_time_order"
    STALE_READ = "stale_read"
    READ_FROM_THE_FUTURE = "read_from_the_future"
    FOLLOWER_MISLED = "follower_misled"


@dataclass(frozen=True)
class Violation:
    """A broken promise and where."""

    kind: Kind
    where: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}"


def check(history: History, log: Sequence[Recorded]) -> list[Violation]:
    """Return every violation. `log` is the whole record, in any order."""
    rows = sorted(log, key=lambda row: (row.position, row.version))
    return [
        *_positions(rows),
        *_streams(rows),
        *_operations(history.operations, rows),
        *_shared_versions(history.operations),
        *_real_time(history.operations),
        *_reads(history),
        *_followers(history, [row.position for row in rows]),
    ]


def _positions(rows: Sequence[Recorded]) -> Iterator[Violation]:
    for expected, row in enumerate(rows, 1):
        if row.position != expected:
            yield Violation(Kind.POSITION_GAP, f"position {row.position} stands where {expected} belongs")
            return


def _streams(rows: Sequence[Recorded]) -> Iterator[Violation]:
    newest: dict[UUID, int] = defaultdict(int)
    for row in rows:
        if row.version != newest[row.stream_id] + 1:
            told = f"{row.stream_id} has {row.version} after {newest[row.stream_id]} at {row.position}"
            yield Violation(Kind.STREAM_ORDER, told)
        newest[row.stream_id] = row.version


def _operations(operations: Sequence[Operation], rows: Sequence[Recorded]) -> Iterator[Violation]:
    written: dict[str, list[Recorded]] = defaultdict(list)
    for row in rows:
        if row.operation is not None:
            written[row.operation].append(row)
    for operation in operations:
        yield from _operation(operation, written.pop(operation.name, []))
    for name in written:
        yield Violation(Kind.FROM_NOWHERE, name)


def _operation(operation: Operation, rows: Sequence[Recorded]) -> Iterator[Violation]:
    places = [(row.stream_id, row.version, row.position) for row in rows]
    match operation.outcome:
        case Outcome.REFUSED if rows:
            yield Violation(Kind.REFUSED_BUT_WRITTEN, f"{operation.name} at {places}")
        case Outcome.WRITTEN if not rows:
            yield Violation(Kind.LOST, operation.name)
        case Outcome.WRITTEN | Outcome.UNKNOWN if len(rows) > operation.events:
            yield Violation(Kind.WRITTEN_TWICE, f"{operation.name} at {places}")
        case Outcome.WRITTEN if places != _answered(operation):
            told = f"{operation.name} was told {_answered(operation)} and stands at {places}"
            yield Violation(Kind.ANSWERED_WRONGLY, told)
        case Outcome.UNKNOWN if rows and not _is_whole(operation, rows):
            yield Violation(Kind.HALF_WRITTEN, f"{operation.name} at {places}")
        case _:
            pass


def _answered(operation: Operation) -> list[tuple[UUID | None, int, int]]:
    versions = range(operation.versions[0], operation.versions[1] + 1)
    positions = range(operation.positions[0], operation.positions[1] + 1)
    return [(operation.stream_id, *place) for place in zip(versions, positions, strict=False)]


def _is_whole(operation: Operation, rows: Sequence[Recorded]) -> bool:
    """Whether the rows are all of one append: as many as were sent, one stream, neighbours."""
    return len(rows) == operation.events and all(
        (after.stream_id, after.version, after.position)
        == (before.stream_id, before.version + 1, before.position + 1)
        for before, after in pairwise(rows)
    )


def _shared_versions(operations: Iterable[Operation]) -> Iterator[Violation]:
    told = Counter(
        (operation.stream_id, version)
        for operation in operations
        if operation.outcome is Outcome.WRITTEN
        for version in range(operation.versions[0], operation.versions[1] + 1)
    )
    for (stream_id, version), count in told.items():
        if count > 1:
            yield Violation(Kind.SHARED_VERSION, f"{count} were told version {version} of {stream_id}")


def _real_time(operations: Iterable[Operation]) -> Iterator[Violation]:
    """What was answered before another began stands before it."""
    written = [operation for operation in operations if operation.outcome is Outcome.WRITTEN]
    by_return = sorted(written, key=lambda operation: operation.returned_at)
    newest, done = 0, 0
    for operation in sorted(written, key=lambda operation: operation.invoked_at):
        while by_return[done].returned_at < operation.invoked_at:
            newest = max(newest, by_return[done].positions[1])
            done += 1
        if operation.positions[0] <= newest:
            told = f"{operation.name} got {operation.positions[0]} after {newest} had been answered"
            yield Violation(Kind.REAL_TIME_ORDER, told)


def _reads(history: History) -> Iterator[Violation]:
    """A read shows all that had been answered or shown when it began, and nothing not yet asked for."""
    told: dict[UUID, list[tuple[float, float, int]]] = defaultdict(list)
    for operation in history.operations:
        if operation.outcome is Outcome.WRITTEN and operation.stream_id is not None:
            moment = operation.returned_at, operation.invoked_at, operation.versions[1]
            told[operation.stream_id].append(moment)
    by_stream: dict[UUID, list[Read]] = defaultdict(list)
    for read in history.reads:
        by_stream[read.stream_id].append(read)
    for stream_id, reads in by_stream.items():
        yield from _reads_of(reads, told[stream_id])


def _reads_of(reads: Sequence[Read], told: Sequence[tuple[float, float, int]]) -> Iterator[Violation]:
    shown = [(read.returned_at, read.version) for read in reads]
    known = sorted([*shown, *((returned, version) for returned, _, version in told)])
    newest, done = 0, 0
    begun = {version: invoked for _, invoked, version in told}
    for read in sorted(reads, key=lambda read: read.invoked_at):
        while done < len(known) and known[done][0] < read.invoked_at:
            newest = max(newest, known[done][1])
            done += 1
        where = f"{read.reader} was shown version {read.version} of {read.stream_id}"
        if read.version < newest:
            yield Violation(Kind.STALE_READ, f"{where} after {newest} had been told")
        if begun.get(read.version, 0.0) > read.returned_at:
            yield Violation(Kind.READ_FROM_THE_FUTURE, where)


def _followers(history: History, positions: Sequence[int]) -> Iterator[Violation]:
    for name, seen in history.followers.items():
        if seen != list(positions):
            missed = sorted(set(positions) - set(seen))[:5]
            order = next((place for place in pairwise(seen) if place[0] >= place[1]), None)
            told = f"{name} saw {len(seen)} of {len(positions)}, missed {missed}, out of order {order}"
            yield Violation(Kind.FOLLOWER_MISLED, told)
