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
from service.cli.record.promises import PolicyOption, PromisesFrom, PromisesMade, PromisesOption, promised
from service.cli.record.settling import fold, note_what_passed
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import complain, fail, say
from service.cli.terminal.phases import Phases, phases
from service.importers.date_forms import READINGS
from service.importers.problems import ImportFailedError
from service.importers.run import import_file
from service.importers.sources.registry import SOURCES
from service.importers.sources.source import DateForm
from service.importers.summary import NOTHING_READ, ImportSummary
from service.language import text
from service.main import Database
from service.settings import Settings

SourceName = StrEnum("SourceName", {name: name for name in SOURCES})  # type: ignore[misc]  # declared in SOURCES
DATE_FORMS: dict[str, DateForm] = {form: form for form in READINGS}
DateFormName = StrEnum("DateFormName", {name: name for name in READINGS})  # type: ignore[misc]  # declared in READINGS

Importing = Coroutine[Any, Any, ImportSummary]


Account = Annotated[str | None, typer.Option(help="Customer number under which the cases are filed.")]
Installation = Annotated[
    str | None,
    typer.Option(help="Which installation of the system the numbers are of; else the account's only one."),
]
DateFormOption = Annotated[
    DateFormName | None,
    typer.Option(help="How the times are written; else proved over the whole file before a row is taken."),
]
RejectsFolder = Annotated[
    Path | None, typer.Option(help="Folder for the file of rejected rows; else beside the file.")
]
TakeWhatFits = Annotated[
    bool,
    typer.Option(
        "--take-what-fits",
        help="Reject times in another form, and cases older than their account, row by row.",
    ),
]


def import_(
    source: Annotated[SourceName, typer.Argument(help="The system that the file comes from.")],
    file: Annotated[Path, typer.Argument(help="The file.", dir_okay=False)],
    *,
    account: Account = None,
    installation: Installation = None,
    date_form: DateFormOption = None,
    promises: PromisesOption = PromisesMade.NONE,
    policy: PolicyOption = None,
    promises_from: PromisesFrom = None,
    rejects: RejectsFolder = None,
    take_what_fits: TakeWhatFits = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, write nothing.")] = False,
) -> None:
    """Exit code 0: every row is on the record; 1: some rows were rejected; 2: nothing could be read."""
    settings = Settings()
    configure_logging(settings)
    plan = partial(
        import_file,
        file,
        SOURCES[source.value],
        account_code=account,
        installation=installation,
        date_form=DATE_FORMS.get(date_form or ""),
        promised=promised(promises, policy, promises_from, settings.language),
        take_what_fits=take_what_fits,
        dry_run=dry_run,
        rejects_folder=rejects or file.parent,
    )
    with main.database(settings) as database, phases() as shown:
        started = time.perf_counter()
        summary = _run(settings, database, plan, file, shown)
        if not dry_run:
            fold(settings, database, shown)
            if note_what_passed(settings, database, shown):
                fold(settings, database, shown)
        seconds = time.perf_counter() - started
    _tell(settings, summary, file, source.value, seconds=seconds)
    sys.exit(summary.exit_code)


def _run(
    settings: Settings,
    database: Database,
    plan: Callable[..., Importing],
    file: Path,
    shown: Phases,
) -> ImportSummary:
    """Carry the plan out; a file of which nothing can be read ends the command."""
    checking, reading = (
        text(f"cli.import.{phase}", settings.language, file=file.name) for phase in ("checking", "reading")
    )

    async def carry_out() -> ImportSummary:
        async with main.record(database.serving_url) as application:
            return await plan(
                application,
                actor="import",
                on_look=lambda rows, done, total: shown.show(checking, done, total, rows),
                on_progress=lambda rows, done, total: shown.show(reading, done, total, rows),
                language=settings.language,
            )

    try:
        return main.run(carry_out())
    except ImportFailedError as error:
        shown.end()
        fail(error.message(settings.language))


def _tell(settings: Settings, summary: ImportSummary, file: Path, source: str, *, seconds: float) -> None:
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
    if summary.cases and not summary.is_judged:
        say("import.no_promises", language)
    if summary.is_cut_off:
        complain(text("cli.import.cut_off", language, file=file))
    if summary.rejects_file:
        say("import.rejects", language, file=summary.rejects_file)
    first = summary.first_rejection
    if first and summary.exit_code == NOTHING_READ:
        told = {"line": first.line, "reason": first.reason(language)}
        complain(
            text("cli.import.nothing_taken", language, file=file, rows=summary.rows, source=source, **told)
        )
