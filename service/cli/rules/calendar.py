"""`casebook calendar`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from service.cli.rules.rulebook import publish, read_rulebook, reading_a_file
from service.cli.terminal.output import out, say
from service.domain.rulebook.decisions import PublishCalendar
from service.importers.rule_files.calendar_overrides import overridden
from service.importers.rule_files.calendars import read_calendar
from service.language import text
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List every version on the record."""
    settings = Settings()
    columns = ("calendar", "version", "calendar_title", "zone", "special_days", "covered_until")
    table = Table(*(text(f"policy.column.{column}", settings.language) for column in columns))
    for known in read_rulebook(settings).calendars:
        title = known.title.zh if settings.language == "zh" else known.title.en
        table.add_row(
            known.calendar_id,
            str(known.version),
            title,
            known.zone,
            str(len(known.special_days)),
            str(known.covered_until or ""),
        )
    out.print(table)


@app.command()
def show(
    calendar: Annotated[str, typer.Argument(help="The calendar's id, as `calendar list` shows it.")],
    version: Annotated[int | None, typer.Option(help="A version of it; left out, the newest.")] = None,
) -> None:
    """Show the weekly windows and the special days of a calendar."""
    settings = Settings()
    document = read_rulebook(settings).calendar(calendar, version).document
    title = document.title.zh if settings.language == "zh" else document.title.en
    out.print(f"{document.calendar_id} {document.version}: {title}, {document.zone}")
    table = Table(
        *(text(f"cli.calendar.{column}", settings.language) for column in ("day", "windows", "name"))
    )
    if document.always:
        table.add_row("", text("cli.calendar.always", settings.language), "")
    for weekday, windows in document.weekly.items():
        table.add_row(text(f"cli.calendar.{weekday}", settings.language), ", ".join(windows), "")
    for day in document.special_days:
        name = day.name.zh if settings.language == "zh" else day.name.en
        table.add_row(str(day.date), ", ".join(day.windows) or "-", name)
    out.print(table)


@app.command()
def override(
    calendar: Annotated[str, typer.Argument(help="The calendar's id, as `calendar list` shows it.")],
    file: Annotated[Path, typer.Argument(help="CSV: date,name_zh,name_en,windows.", dir_okay=False)],
    covered_until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last date for which the special days are now known."),
    ] = None,
) -> None:
    """Put special days onto a calendar: its next version, made of the newest and a file."""
    settings = Settings()
    newest = read_rulebook(settings).calendar(calendar).document
    known_until = covered_until.date() if covered_until else None
    with reading_a_file(settings):
        document = overridden(newest, file, covered_until=known_until)
    _publish(settings, PublishCalendar(calendar=document))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="The YAML file of the version.", dir_okay=False)],
) -> None:
    """Put a version on the record. Clocks that start from now on count by it."""
    settings = Settings()
    with reading_a_file(settings):
        command = read_calendar(file)
    _publish(settings, command)


def _publish(settings: Settings, command: PublishCalendar) -> None:
    answer = publish(settings, command)
    said = "published" if answer.events else "so_already"
    document = command.calendar
    say(f"calendar.{said}", settings.language, calendar=document.calendar_id, version=document.version)
