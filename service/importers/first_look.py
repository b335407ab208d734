"""A first look through the whole file, before anything is written: its form of times, and its first case."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.importers.batches import ReadRow, read_rows
from service.importers.date_forms import READINGS, FormsSeen
from service.importers.fields import Reading
from service.importers.identity import Origin
from service.importers.mapping import check_times
from service.importers.problems import FileWithoutRowsError, Rejection, RowProblemError
from service.importers.rows import RawRow, Table, opened_table
from service.importers.sources.source import DateForm

ROWS_BETWEEN_TELLING = 1000

Progress = Callable[[int, int, int], None]
"""Called with the rows and bytes that are done, and the bytes in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """A file, how its times are read, and when its first case was received; None where there is none."""

    path: Path
    origin: Origin
    reading: Reading
    first_received_at: datetime | None


def first_look(
    path: Path,
    origin: Origin,
    now: datetime,
    date_form: DateForm | None,
    *,
    takes_what_fits: bool,
    on_progress: Progress | None = None,
) -> FirstLook:
    """Look through a file twice: for the form of its times, then for its first case.

    Raises FileWithoutRowsError, DateFormMixedError, DateFormUnclearError, or what `opened_table` raises.
    """
    seen = FormsSeen(path, origin.source)
    with opened_table(path, origin.source.columns, origin.source.hindsight) as table:
        for raw in _told(table, on_progress, looks_before=0):
            if isinstance(raw, RawRow):
                seen.add(raw)
        if not table.rows_done:
            raise FileWithoutRowsError(file=path)
    form = seen.declared(date_form, takes_what_fits=takes_what_fits) if date_form else seen.proved()
    reading = READINGS[form]
    with opened_table(path, origin.source.columns, origin.source.hindsight) as table:
        rows = read_rows(origin, _told(table, on_progress, looks_before=1), _pass_over, reading)
        received = (read.row.standing.received_at for read in rows if _can_begin_a_case(origin, read, now))
        first = min(received, default=None)
    return FirstLook(path=path, origin=origin, reading=reading, first_received_at=first)


def rows_received_before(instant: datetime, look: FirstLook, now: datetime) -> Iterator[ReadRow]:
    """Yield the rows of a file whose case was received before an instant."""
    origin, source = look.origin, look.origin.source
    with opened_table(look.path, source.columns, source.hindsight) as table:
        for read in read_rows(origin, table.rows(), _pass_over, look.reading):
            if read.row.standing.received_at < instant and _can_begin_a_case(origin, read, now):
                yield read


def _can_begin_a_case(origin: Origin, read: ReadRow, now: datetime) -> bool:
    try:
        check_times(origin.source, read.row, None, now)
    except RowProblemError:
        return False
    return True


def _pass_over(_: Rejection) -> None:
    """Leave the row to the import itself, which rejects it for good."""


def _told(table: Table, on_progress: Progress | None, *, looks_before: int) -> Iterator[RawRow | Rejection]:
    """Yield the rows, telling how far both looks together have come."""
    for raw in table.rows():
        yield raw
        if on_progress and table.rows_done % ROWS_BETWEEN_TELLING == 0:
            _tell(table, on_progress, looks_before)
    if on_progress:
        _tell(table, on_progress, looks_before)


def _tell(table: Table, on_progress: Progress, looks_before: int) -> None:
    done = table.bytes_done + looks_before * table.bytes_total
    on_progress(table.rows_done, done, 2 * table.bytes_total)
