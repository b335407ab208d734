"""`casebook report complaints`."""

from typing import Annotated

import typer

from service import main
from service.cli.reports.period import asked, period_of, say_zone
from service.cli.reports.reading import AS_OF_HELP, reading
from service.cli.reports.tables import show_table
from service.cli.rules.rulebook import read_rulebook
from service.cli.terminal.output import out, print_json
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.remedies import RemedyCatalogue
from service.language import Language, text
from service.reports.complaints.documents import ComplaintQuery, ComplaintReport
from service.reports.complaints.figures import complaint_report
from service.reports.complaints.table import as_tables
from service.settings import Settings


def complaints(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Received at or after, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or "
            "2026-03-01T08:00+08:00.",
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Received before.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    settings = Settings()
    query = asked(ComplaintQuery, from_, to)
    book = read_rulebook(settings)
    with main.database(settings) as database, reading(database, settings, as_of) as rows:
        causes, remedies = (
            book.guideline(CauseCatalogue, rows.now),
            book.guideline(RemedyCatalogue, rows.now),
        )
        report = complaint_report(rows.connection, query, causes, remedies)
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        show_complaints(report, settings.language)


def show_complaints(report: ComplaintReport, language: Language) -> None:
    """Print the report as tables for the terminal."""
    counted = {"complaints": f"{report.total.complaints:,}", "cases": f"{report.cases:,}"}
    values = {**period_of(report, language), **counted, "position": f"{report.position:,}"}
    out.print(text("report.complaints.title", language, **values), soft_wrap=True)
    say_zone(language)
    for name, table in as_tables(report, language).items():
        out.print(text(f"report.complaints.{name}", language), soft_wrap=True)
        show_table(table)
