"""`casebook report retention`."""

from typing import Annotated

import typer

from service import main
from service.cli.reports.period import asked, period_of, say_zone
from service.cli.reports.reading import AS_OF_HELP, reading
from service.cli.reports.tables import show_table
from service.cli.rules.rulebook import read_rulebook
from service.cli.terminal.output import out, print_json
from service.language import Language, text
from service.reports.retention.documents import RetentionQuery, RetentionReport
from service.reports.retention.report import retention_report
from service.reports.retention.table import as_tables
from service.settings import Settings


def retention(
    from_: Annotated[
        str | None,
        typer.Option("--from", help="Beginning, e.g. 2026-03-01; a year before the end if omitted."),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="End; now if omitted.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    settings = Settings()
    query = asked(RetentionQuery, from_, to)
    book = read_rulebook(settings)
    with main.database(settings) as database, reading(database, settings, as_of) as rows:
        report = retention_report(rows.connection, query, book, rows.now)
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_retention(report, settings.language)


def show_retention(report: RetentionReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    values = {**period_of(report, language), "position": f"{report.position:,}"}
    out.print(text("report.retention.title", language, **values), soft_wrap=True)
    say_zone(language)
    for name, table in as_tables(report, language).items():
        out.print(text(f"report.retention.{name}", language), soft_wrap=True)
        show_table(table)
