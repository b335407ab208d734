"""`casebook report attribution`."""

from enum import StrEnum
from typing import Annotated, get_args

import typer

from service import main
from service.cli.reports.period import asked, period_of, say_zone
from service.cli.reports.reading import AS_OF_HELP, caught_up
from service.cli.reports.tables import show_table
from service.cli.terminal.output import out, print_json
from service.database.async_engine import create_async_engine
from service.language import Language, text
from service.main import Database
from service.projections.as_of.moment import Moment
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
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    settings = Settings()
    query = asked(AttributionQuery, from_, to, by=by and by.value)
    with main.database(settings) as database:
        report = main.run(_attribution(database, query, caught_up(database, settings, as_of)))
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_attribution(report, settings.language)


async def _attribution(
    database: Database, query: AttributionQuery, moment: Moment | None
) -> AttributionReport:
    engine = create_async_engine(database.serving_url, application_name="casebook report")
    try:
        async with main.record(database.serving_url) as application, engine.connect() as connection:
            promises = await application.rulebook()
            now, position = (moment.recorded_at, moment.position) if moment else (main.now(), None)
            return await attribution_report(connection, query, promises, now, position=position)
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
