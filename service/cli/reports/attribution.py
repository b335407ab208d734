"""`casebook report attribution`."""

from enum import StrEnum
from typing import Annotated, get_args

import typer

from service import main
from service.cli.reports.period import asked, period_of, say_zone
from service.cli.reports.tables import show_table
from service.cli.terminal.output import out, print_json
from service.database.async_engine import create_async_engine
from service.language import Language, text
from service.main import Database
from service.reports.attribution.documents import AttributionGrouping, AttributionQuery, AttributionReport
from service.reports.attribution.rows import attribution_report
from service.reports.attribution.table import as_tables
from service.settings import Settings

AttributionName = StrEnum("AttributionName", {name: name for name in get_args(AttributionGrouping)})  # type: ignore[misc]  # declared there


def attribution(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Due at or after, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or 2026-03-01T08:00+08:00.",
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Due before.")] = None,
    by: Annotated[AttributionName | None, typer.Option(help="One set of figures for each.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    settings = Settings()
    query = asked(AttributionQuery, from_, to, by=by and by.value)
    with main.database(settings) as database:
        report = main.run(_attribution(database, query))
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_attribution(report, settings.language)


async def _attribution(database: Database, query: AttributionQuery) -> AttributionReport:
    engine = create_async_engine(database.serving_url, application_name="casebook report")
    try:
        async with main.record(database.serving_url) as application, engine.connect() as connection:
            promises = await application.rulebook()
            return await attribution_report(connection, query, promises, main.now())
    finally:
        await engine.dispose()


def show_attribution(report: AttributionReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    values = {**period_of(report, language), "position": f"{report.position:,}"}
    say_zone(language)
    headings = ("title", "audit")
    for heading, table in zip(headings, as_tables(report, language), strict=True):
        out.print(text(f"report.attribution.{heading}", language, **values), soft_wrap=True)
        show_table(table)
