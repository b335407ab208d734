"""`casebook report kpi`."""

from enum import StrEnum
from typing import Annotated

import typer

from service import main
from service.cli.reports.period import asked, period_of, say_zone
from service.cli.reports.reading import AS_OF_HELP, reading
from service.cli.reports.tables import show_table
from service.cli.terminal.output import print_json, say
from service.language import Language
from service.projections.kpi.population import GROUPINGS
from service.reports.kpis.report import KpiQuery, KpiReport, kpi_report
from service.reports.kpis.table import as_tables
from service.settings import Settings

GroupingName = StrEnum("GroupingName", {name: name for name in GROUPINGS})  # type: ignore[misc]  # from GROUPINGS


def kpi(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Received at or after, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or "
            "2026-03-01T08:00+08:00.",
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Received before.")] = None,
    by: Annotated[GroupingName | None, typer.Option(help="One set of figures for each.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    settings = Settings()
    query = asked(KpiQuery, from_, to, by)
    with main.database(settings) as database, reading(database, settings, as_of) as rows:
        report = kpi_report(rows.connection, query)
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_kpis(report, settings.language)


def show_kpis(report: KpiReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    say("report.title", language, **period_of(report, language), position=f"{report.position:,}")
    say_zone(language)
    for table in as_tables(report, language):
        show_table(table)
