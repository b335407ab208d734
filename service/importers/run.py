"""The way of a file onto the record."""

from collections.abc import Callable
from pathlib import Path

from service.eventstore.application import Application
from service.importers.account import account_request
from service.importers.batches import batches, cases_together, read_rows
from service.importers.identity import origin_of
from service.importers.record import LiveRecord, Rehearsal
from service.importers.rejects import Rejects, rejects_for, rejects_path
from service.importers.rows import Table, opened_table
from service.importers.sources.source import Source
from service.importers.summary import ImportSummary
from service.importers.taking import Taking
from service.language import Language

ROWS_PER_BATCH = 500

Progress = Callable[[int, int, int], None]
"""Called with the rows and bytes that are done, and the bytes in all."""


async def import_file(
    path: Path,
    source: Source,
    application: Application,
    *,
    actor: str,
    account_code: str | None = None,
    installation: str | None = None,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    rejects_folder: Path | None = None,
    language: Language = "en",
    rows_per_batch: int = ROWS_PER_BATCH,
) -> ImportSummary:
    """Take a file of another system over, each row as one atomic request, in the order of the file.

    Run it again after a crash or on a longer file: rows on the record are passed over, by their key and
    content; a new row that comes before what was taken over of its case is rejected. `account_code` defaults
    to the source's own, `installation` to the account; the account is opened where it is not. Reasons are
    written in `language` to `<file name>.rejects.csv` in `rejects_folder`. A dry run reports the same
    and leaves the record alone.

    Raises an `ImportFailedError` when nothing could be read or the rejects cannot be written,
    RecordUnavailableError when the record is away.
    """
    origin = origin_of(source, account_code, installation)
    with opened_table(path, source.columns) as table, rejects_for(path, rejects_folder, language) as rejects:
        record = Rehearsal(application) if dry_run else LiveRecord(application)
        opening = account_request(source, origin.account_code, actor)
        await record.open_account(opening)
        taking = Taking(
            origin, record, opening.stream_id, actor=actor, now=application.now, reject=rejects.add
        )
        understood = cases_together(read_rows(origin, table.rows(), rejects.add))
        for batch in batches(understood, rows_per_batch):
            await taking.take(batch)
            _tell(on_progress, table)
        _tell(on_progress, table)
    return _summary(taking, rejects, rejects_path(rejects_folder, path) if rejects_folder else None, dry_run)


def _summary(taking: Taking, rejects: Rejects, rejects_file: Path | None, is_dry_run: bool) -> ImportSummary:
    return ImportSummary(
        accepted=taking.accepted,
        already_known=taking.already_known,
        rejected=rejects.by_code.total(),
        cases=taking.cases,
        rejected_by_code=dict(rejects.by_code),
        rejects_file=rejects_file if rejects.by_code else None,
        is_dry_run=is_dry_run,
    )


def _tell(on_progress: Progress | None, table: Table) -> None:
    if on_progress:
        on_progress(table.rows_done, table.bytes_done, table.bytes_total)
