"""`casebook report revisits`."""

from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError
from rich import box
from rich.table import Table

from service import main
from service.api.http.problems.field_messages import field_problems
from service.cli.reports.period import say_zone
from service.cli.reports.reading import AS_OF_HELP, reading
from service.cli.rules.rulebook import read_rulebook
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail, out, print_json
from service.domain.account.identity import account_id_of
from service.language import Language, text
from service.reports.revisits.records import RevisitRecord, RevisitRecordQuery, all_revisit_records
from service.reports.revisits.summary import summary_of
from service.reports.revisits.table import as_table, summary_line
from service.settings import Settings


def revisits(
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Held at or after, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or "
            "2026-03-01T08:00+08:00.",
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", help="Held before.")] = None,
    account: Annotated[str | None, typer.Option(help="Only this account, by its number.")] = None,
    department: Annotated[
        str | None, typer.Option(help="Only feedback that was given to the head of this department.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON lines instead of a table.")] = False,
) -> None:
    settings = Settings()
    query = _asked(from_, to, account, department)
    book = read_rulebook(settings)
    with main.database(settings) as database, reading(database, settings, as_of) as rows:
        records = all_revisit_records(rows.connection, query, book)
    if json:
        for record in records:
            print_json(record.model_dump_json())
    else:
        show_revisits(records, settings.language)


def show_revisits(records: list[RevisitRecord], language: Language) -> None:
    """Print the record and its numbers for the terminal."""
    out.print(text("report.revisits.title", language, count=f"{len(records):,}"), soft_wrap=True)
    say_zone(language)
    report = as_table(records, language, Settings().business_zone)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for heading in report.headings:
        table.add_column(heading)
    for row in report.rows:
        table.add_row(*row)
    out.print(table)
    out.print(summary_line(summary_of(records), language), soft_wrap=True)


def _asked(
    from_: str | None, to: str | None, account: str | None, department: str | None
) -> RevisitRecordQuery:
    account_id: UUID | None = None if account is None else account_id_of(account)
    given = {
        "from_at": instant("--from", from_),
        "to_at": instant("--to", to),
        "account_id": account_id,
        "department": department,
    }
    try:
        return RevisitRecordQuery.model_validate(given)
    except ValidationError as error:
        problems = field_problems(error.errors(), Settings().language)
        fail("; ".join(f"{found.field}: {found.message}" for found in problems))
