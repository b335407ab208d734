"""Rows understood, put into the order of their case, and gathered into batches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from service.importers.fields import Reading
from service.importers.identity import Origin, case_id_of, digest_of, row_id_of
from service.importers.problems import Rejection, RowProblemError
from service.importers.rows import RawRow
from service.importers.sources.source import SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row understood: the case it speaks of, its own command id, and what tells it from another row."""

    line: int
    raw: bytes
    row: SourceRow
    case_id: UUID
    command_id: UUID
    digest: bytes


def read_rows(
    origin: Origin,
    rows: Iterable[RawRow | Rejection],
    reject: Callable[[Rejection], None],
    reading: Reading,
) -> Iterator[ReadRow]:
    """Yield the rows that can be understood by themselves; the others are rejected."""
    source = origin.source
    for raw in rows:
        if isinstance(raw, Rejection):
            reject(raw)
            continue
        try:
            row = source.read(raw.fields, reading)
        except RowProblemError as problem:
            reject(Rejection.of_problem(raw.line, raw.raw, problem))
            continue
        yield ReadRow(
            line=raw.line,
            raw=raw.raw,
            row=row,
            case_id=case_id_of(source, row.number, origin.installation),
            command_id=row_id_of(source, row.number, row.update, origin.installation),
            digest=digest_of(source, raw.fields),
        )


def cases_together(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    """Yield rows of one case that stand together, by their sequence, then by their order in the file.

    A case that comes again further down is yielded again and simply goes on.
    """
    together: list[ReadRow] = []
    for row in rows:
        if together and row.case_id != together[0].case_id:
            yield sorted(together, key=_sequence)
            together = []
        together.append(row)
    if together:
        yield sorted(together, key=_sequence)


def batches(groups: Iterable[list[ReadRow]], size: int) -> Iterator[list[ReadRow]]:
    """Yield whole groups joined until there are at least `size` rows."""
    batch: list[ReadRow] = []
    for group in groups:
        batch += group
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _sequence(row: ReadRow) -> int:
    return row.row.sequence
