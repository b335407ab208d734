"""Whether a row comes in time: after what was taken over of its case already."""

from service.importers.problems import RowProblemError
from service.importers.sources.source import CaseProgress, LastUpdate, Source, SourceRow


def check_order(
    source: Source, row: SourceRow, before: CaseProgress | None, *, is_last_to_come: bool
) -> None:
    """Raise RowProblemError where a later update of the case was taken over already.

    Carried out now, such a row would turn the case back to what it no longer is. The source's sequence
    decides, never the minute, which many rows share. Rows with the same sequence are in the order of the
    file; `is_last_to_come` tells that the last one taken over stands further down in it.
    """
    last = before.last_update if before else None
    if before is None or last is None or row.sequence > last.sequence:
        return
    if row.sequence < last.sequence or (before.is_read_back and (is_last_to_come or _is_earlier(row, last))):
        raise RowProblemError(source.changed_column, "comes_too_late", last_update=last.name)


def _is_earlier(row: SourceRow, last: LastUpdate) -> bool:
    """Compare the times, for want of anything better where the file does not hold the last one."""
    return row.changed_at is not None and row.changed_at < last.at
