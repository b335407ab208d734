"""`casebook guideline`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
import yaml

from service import main
from service.cli.rules.rulebook import publish as put_on_record
from service.cli.rules.rulebook import read_rulebook, reading_a_file
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail, say
from service.domain.guidelines.usual_times import UsualTime, UsualTimes
from service.domain.rulebook.decisions import PublishGuideline
from service.importers.rule_files.guidelines import read_guideline
from service.language import text
from service.projections.cases.usual_times import measured_times
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.command()
def show(guideline: Annotated[str, typer.Argument(help="The kind, such as departments.")]) -> None:
    """Print the version in force as a file, to be changed and published."""
    settings = Settings()
    book, now = read_rulebook(settings), main.now()
    kinds = {known.content.guideline: type(known.content) for known in book.guidelines}
    found = book.guideline(kinds[guideline], now) if guideline in kinds else None
    if found is None:
        fail(
            text(
                "cli.guideline.unknown",
                settings.language,
                guideline=guideline,
                known=", ".join(sorted(kinds)),
            )
        )
    content = {"guideline": guideline, **found.model_dump(mode="json", exclude_defaults=True)}
    typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110), nl=False)


@app.command()
def measure(
    from_: Annotated[
        str | None, typer.Option("--from", help="Cases received at or after, such as 2026-01-01.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Cases received before.")] = None,
    at_least: Annotated[int, typer.Option(help="How many resolved cases make a class known.", min=1)] = 30,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the version, publish nothing.")] = False,
) -> None:
    """Make the next version of usual_times from the record: what four of five cases took at most.

    Promises shorter than that are warned of. A class with too few cases keeps the time that it had.
    """
    settings = Settings()
    book, now = read_rulebook(settings), main.now()
    current = book.guideline(UsualTimes, now) or UsualTimes(version=1)
    measured = _measured(settings, instant("--from", from_), instant("--to", to), at_least)
    times = current.with_measured(measured)
    if times == current.times:
        say("guideline.nothing_measured", settings.language, at_least=at_least)
        return
    found = UsualTimes(version=book.newest_guideline(current.guideline) + 1, times=times)
    content = {"guideline": found.guideline, **found.model_dump(mode="json", exclude_defaults=True)}
    typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110), nl=False)
    if not dry_run:
        put_on_record(settings, PublishGuideline(content=found))
        say("guideline.published", settings.language, guideline=found.guideline, version=found.version)


def _measured(
    settings: Settings, from_at: datetime | None, to_at: datetime | None, at_least: int
) -> tuple[UsualTime, ...]:
    with main.database(settings) as database:
        main.projections(database.folding_url, settings).catch_up()
        with main.reading_engine(database.serving_url).connect() as connection:
            return measured_times(connection, from_at, to_at, at_least=at_least)


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The YAML file of the version.", dir_okay=False)],
    effective_at: Annotated[
        str | None,
        typer.Option(help="From when on, such as 2026-03-01T00:00+08:00; else as the file says, else now."),
    ] = None,
) -> None:
    """Put a version on the record. It holds from its instant on; what was done by an older one stays."""
    settings = Settings()
    with reading_a_file(settings):
        command = read_guideline(file, effective_at=instant("--effective-at", effective_at))
    answer = put_on_record(settings, command)
    said = "published" if answer.events else "so_already"
    say(
        f"guideline.{said}",
        settings.language,
        guideline=command.content.guideline,
        version=command.content.version,
    )
