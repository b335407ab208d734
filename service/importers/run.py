"""The way of a file onto the record."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers.account import account_request, check_first_case
from service.importers.batches import ReadRow, batches, cases_together, read_rows
from service.importers.belonging import Belonging
from service.importers.first_look import FirstLook, Progress, first_look
from service.importers.identity import origin_of
from service.importers.promised import NOTHING_PROMISED, Promised
from service.importers.record import LiveRecord, Rehearsal
from service.importers.rejects import Rejects, rejects_for
from service.importers.rows import Table, opened_table
from service.importers.sources.source import DateForm, Source
from service.importers.summary import ImportSummary
from service.importers.taking import Taking
from service.language import Language

ROWS_PER_BATCH = 500


async def import_file(
    path: Path,
    source: Source,
    application: Application,
    *,
    actor: str,
    account_code: str | None = None,
    installation: str | None = None,
    date_form: DateForm | None = None,
    promised: Promised = NOTHING_PROMISED,
    take_what_fits: bool = False,
    dry_run: bool = False,
    on_look: Progress | None = None,
    on_progress: Progress | None = None,
    rejects_folder: Path | None = None,
    language: Language = "en",
    rows_per_batch: int = ROWS_PER_BATCH,
) -> ImportSummary:
    """Take a file of another system over, each row as one atomic request, in the order of the file.

    Run it again after a crash or on a longer file: rows on the record are passed over, by their key and
    content. `account_code` defaults to the source's own, `installation` to the account. `promised` is what
    was promised before. With `take_what_fits` times in a form other than `date_form`, and cases older than
    their account, are rejected row by row, else the file is refused. Reasons go to `<file name>.rejects.csv`
    in `rejects_folder`. Raises an `ImportFailedError`, or RecordUnavailableError.
    """
    origin, now, fits = origin_of(source, account_code, installation), application.now, take_what_fits
    record = Rehearsal(application) if dry_run else LiveRecord(application)
    promised.check(await application.rulebook())
    look = first_look(path, origin, now(), date_form, takes_what_fits=fits, on_progress=on_look)
    opening = account_request(origin, actor, look.first_received_at)
    with (
        opened_table(path, source.columns, source.hindsight) as table,
        rejects_for(path, rejects_folder, language) as rejects,
    ):
        belonging = Belonging(origin, record, opening.stream_id, rejects.add)
        taking = await _begun(look, belonging, opening, now, promised, take_what_fits=fits)
        understood = cases_together(read_rows(origin, table.rows(), rejects.add, look.reading))
        await _take_all(taking, batches(understood, rows_per_batch), table, on_progress)
    return _summary(taking, rejects, dry_run=dry_run, is_cut_off=table.is_cut_off, promised=promised)


async def _begun(
    look: FirstLook,
    belonging: Belonging,
    opening: Request,
    now: Callable[[], datetime],
    promised: Promised,
    *,
    take_what_fits: bool,
) -> Taking:
    """Look at the account, unless it is not open yet, before the rows of the file are taken."""
    record = belonging.record
    account = await record.account(opening.stream_id)
    opened_at = account.opened_at if account else None
    if opened_at and not take_what_fits:
        await check_first_case(look, belonging, opened_at=opened_at, now=now())
    return Taking(look.origin, record, belonging, opening, opened_at=opened_at, promised=promised, now=now)


async def _take_all(
    taking: Taking, taken: Iterable[list[ReadRow]], table: Table, on_progress: Progress | None
) -> None:
    for batch in taken:
        await taking.take(batch)
        _tell(on_progress, table)
    _tell(on_progress, table)


def _summary(
    taking: Taking, rejects: Rejects, *, dry_run: bool, is_cut_off: bool, promised: Promised
) -> ImportSummary:
    return ImportSummary(
        accepted=taking.accepted,
        already_known=taking.already_known,
        rejected=rejects.by_code.total(),
        cases=taking.cases,
        rejected_by_code=dict(rejects.by_code),
        rejects_file=rejects.file,
        is_dry_run=dry_run,
        first_rejection=rejects.first,
        is_cut_off=is_cut_off,
        is_judged=promised.policy_id is not None,
    )


def _tell(on_progress: Progress | None, table: Table) -> None:
    if on_progress:
        on_progress(table.rows_done, table.bytes_done, table.bytes_total)
