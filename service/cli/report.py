"""`casebook report`."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from pydantic import ValidationError
from rich import box
from rich.table import Table

from service import main
from service.api.field_messages import field_problems
from service.cli.output import fail, out, say
from service.language import Language, text
from service.projections.kpi.population import GROUPINGS
from service.reports.kpi import KpiQuery, KpiReport, kpi_report
from service.reports.kpi_table import as_tables
from service.settings import Settings

GroupingName = StrEnum("GroupingName", {name: name for name in GROUPINGS})  # type: ignore[misc]  # from GROUPINGS

app = typer.Typer(help="Reports.", no_args_is_help=True)


OPTIONS = {"from_at": "--from", "to_at": "--to"}


@app.callback()
def _group() -> None:
    """Keep `kpi` a command of its own though it is the only one."""


@app.command()
def kpi(
    from_: Annotated[
        str | None,
        typer.Option("--from", help="Received at or after, e.g. 2026-03-01 or 2026-03-01T08:00+08:00."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Received before.")] = None,
    by: Annotated[GroupingName | None, typer.Option(help="One set of figures for each.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Response times, resolution, waiting and satisfaction of the cases received in a period."""
    settings = Settings()
    query = _query(from_, to, by)
    with main.database(settings) as database:
        main.projections(database.url, settings).catch_up()
        with main.reading_engine(database.url).connect() as connection:
            report = kpi_report(connection, query)
    if json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show_kpis(report, settings.language)


def show_kpis(report: KpiReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    open_end = text("cli.report.open_end", language)
    period = {"from_at": report.from_at or open_end, "to_at": report.to_at or open_end}
    say("report.title", language, **period, position=f"{report.position:,}")
    for told in as_tables(report, language):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for number, heading in enumerate(told.headings):
            is_word = number < told.words
            table.add_column(heading, justify="left" if is_word else "right", no_wrap=True)
        for row in told.rows:
            table.add_row(*row)
        out.print(table)


def _query(from_: str | None, to: str | None, by: GroupingName | None) -> KpiQuery:
    given = {
        "from_at": instant("--from", from_),
        "to_at": instant("--to", to),
        "by": by.value if by else None,
    }
    try:
        return KpiQuery.model_validate(given)
    except ValidationError as error:
        problems = field_problems(error.errors(), Settings().language)
        fail("; ".join(f"{OPTIONS.get(found.field or '', '')}: {found.message}" for found in problems))


def instant(option: str, value: str | None) -> datetime | None:
    """Return the moment that an option names; a day or a time without a zone is UTC."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        fail(f"{option}: {value!r} is no date or time. Write 2026-03-01 or 2026-03-01T08:00:00+08:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
