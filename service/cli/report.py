"""`casebook report`."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, TypeVar, get_args

import typer
from pydantic import ValidationError
from rich import box
from rich.table import Table

from service import main
from service.api.http.problems.field_messages import field_problems
from service.cli.output import fail, out, print_json, say
from service.database.async_engine import create_async_engine
from service.language import Language, text
from service.main import Database
from service.projections.kpi.population import GROUPINGS
from service.reports.attribution import AttributionGrouping, AttributionQuery, AttributionReport
from service.reports.attribution_rows import attribution_report
from service.reports.attribution_table import AttributionTable
from service.reports.attribution_table import as_tables as attribution_tables
from service.reports.complaint_table import ComplaintTable
from service.reports.complaints import ComplaintQuery, ComplaintReport
from service.reports.kpi import KpiQuery, KpiReport, kpi_report
from service.reports.kpi_table import KpiTable, as_tables
from service.settings import Settings

GroupingName = StrEnum("GroupingName", {name: name for name in GROUPINGS})  # type: ignore[misc]  # from GROUPINGS

AttributionName = StrEnum("AttributionName", {name: name for name in get_args(AttributionGrouping)})  # type: ignore[misc]  # as above
Query = TypeVar("Query", KpiQuery, AttributionQuery, ComplaintQuery)

app = typer.Typer(help="Reports.", no_args_is_help=True)


OPTIONS = {"from_at": "--from", "to_at": "--to"}


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
    query = asked(KpiQuery, from_, to, by)
    with main.database(settings) as database:
        main.projections(database.url, settings).catch_up()
        with main.reading_engine(database.url).connect() as connection:
            report = kpi_report(connection, query)
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_kpis(report, settings.language)


@app.command()
def attribution(
    from_: Annotated[
        str | None,
        typer.Option("--from", help="Due at or after, e.g. 2026-03-01 or 2026-03-01T08:00+08:00."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Due before.")] = None,
    by: Annotated[AttributionName | None, typer.Option(help="One set of figures for each.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Whose the late time of a period is, and pauses held although the customer had answered."""
    settings = Settings()
    query = asked(AttributionQuery, from_, to, by)
    with main.database(settings) as database:
        report = main.run(_attribution(database, query))
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_attribution(report, settings.language)


async def _attribution(database: Database, query: AttributionQuery) -> AttributionReport:
    engine = create_async_engine(database.url, application_name="casebook report")
    try:
        async with main.record(database.url) as application, engine.connect() as connection:
            promises = await application.rulebook()
            return await attribution_report(connection, query, promises, main.now())
    finally:
        await engine.dispose()


def show_attribution(report: AttributionReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    values = {**period_of(report, language), "position": f"{report.position:,}"}
    headings = ("title", "audit")
    for heading, told in zip(headings, attribution_tables(report, language), strict=True):
        out.print(text(f"report.attribution.{heading}", language, **values), soft_wrap=True)
        show_table(told)


def show_kpis(report: KpiReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    say("report.title", language, **period_of(report, language), position=f"{report.position:,}")
    for told in as_tables(report, language):
        show_table(told)


def period_of(
    report: KpiReport | AttributionReport | ComplaintReport, language: Language
) -> dict[str, object]:
    """Return the ends of a period as they are shown."""
    open_end = text("cli.report.open_end", language)
    return {"from_at": report.from_at or open_end, "to_at": report.to_at or open_end}


def show_table(told: KpiTable | AttributionTable | ComplaintTable) -> None:
    """Print a table for the terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for number, heading in enumerate(told.headings):
        is_word = number < told.words
        table.add_column(heading, justify="left" if is_word else "right", no_wrap=True)
    for row in told.rows:
        table.add_row(*row)
    out.print(table)


def asked(kind: type[Query], from_: str | None, to: str | None, by: StrEnum | None = None) -> Query:
    """Return what to report on; leave with a clear message where the options do not fit each other."""
    period = {"from_at": instant("--from", from_), "to_at": instant("--to", to)}
    given = {**period, **({"by": by.value} if by else {})}
    try:
        return kind.model_validate(given)
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
