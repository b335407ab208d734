"""`casebook import`."""

import sys
import time
from collections.abc import Callable, Coroutine
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from service import main
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import fail, say
from service.cli.terminal.progress import Show, progress
from service.importers.problems import ImportFailedError
from service.importers.run import import_file
from service.importers.sources.registry import SOURCES
from service.importers.summary import ImportSummary
from service.language import text
from service.main import Database
from service.settings import Settings

SourceName = StrEnum("SourceName", {name: name for name in SOURCES})  # type: ignore[misc]  # declared in SOURCES

Importing = Coroutine[Any, Any, ImportSummary]


def import_(
    source: Annotated[SourceName, typer.Argument(help="The system that the file comes from.")],
    file: Annotated[Path, typer.Argument(help="The file.", dir_okay=False)],
    account: Annotated[
        str | None, typer.Option(help="Customer number under which the cases are filed.")
    ] = None,
    installation: Annotated[
        str | None,
        typer.Option(
            help="Which installation of the system the numbers are of; else the account's only one."
        ),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="Folder for the file of rejected rows; else beside the file.")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, write nothing.")] = False,
) -> None:
    """Exit code 0: every row is on the record; 1: some rows were rejected; 2: nothing could be read."""
    settings = Settings()
    configure_logging(settings)
    with main.database(settings) as database:
        started = time.perf_counter()
        plan = partial(
            import_file,
            file,
            SOURCES[source.value],
            account_code=account,
            installation=installation,
            dry_run=dry_run,
        )
        summary = _run(settings, database, plan, file, rejects or file.parent)
        seconds = time.perf_counter() - started
        if not dry_run:
            main.projections(database.url, settings).catch_up()
    _tell(settings, summary, seconds=seconds)
    sys.exit(summary.exit_code)


def _run(
    settings: Settings, database: Database, plan: Callable[..., Importing], file: Path, rejects: Path
) -> ImportSummary:
    """Carry the plan out with a progress bar; a file of which nothing can be read ends the command."""

    async def carry_out(show: Show) -> ImportSummary:
        async with main.record(database.url) as application:
            return await plan(
                application,
                actor="import",
                on_progress=lambda rows, done, _total: show(done, rows),
                rejects_folder=rejects,
                language=settings.language,
            )

    size = file.stat().st_size if file.exists() else 0
    with progress(text("cli.import.reading", settings.language, file=file.name), size) as show:
        try:
            return main.run(carry_out(show))
        except ImportFailedError as error:
            fail(error.message(settings.language))


def _tell(settings: Settings, summary: ImportSummary, *, seconds: float) -> None:
    language = settings.language
    say(
        "import.would_do" if summary.is_dry_run else "import.done",
        language,
        accepted=summary.accepted,
        known=summary.already_known,
        rejected=summary.rejected,
        seconds=f"{seconds:.1f}",
        rate=f"{summary.rows / seconds:,.0f}",
    )
    if summary.rejects_file:
        say("import.rejects", language, file=summary.rejects_file)
