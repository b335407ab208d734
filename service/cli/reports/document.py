"""`casebook report document` and `casebook report documents`: named reports as files."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service import main
from service.cli.reports.period import asked
from service.cli.reports.reading import AS_OF_HELP, reading
from service.cli.reports.tables import Listing, show_table
from service.cli.rules.rulebook import read_rulebook
from service.cli.terminal.output import fail, say
from service.domain.account.identity import account_id_of
from service.language import Language, text
from service.reports.documents.as_pdf import PdfUnavailableError
from service.reports.documents.asking import DocumentQuery
from service.reports.documents.document import ReportDocument
from service.reports.documents.formats import BINARY, DocumentFormat, rendered
from service.reports.documents.report import document_of
from service.reports.documents.words import spoken
from service.reports.named.registry import REPORTS
from service.settings import Settings

DocumentName = StrEnum("DocumentName", {slug: slug for slug in REPORTS})  # type: ignore[misc]  # from REPORTS

FROM = "Start of the period, e.g. 2026-03-01 (in the zone of CASEBOOK_ZONE) or 2026-03-01T08:00+08:00."


def document(
    slug: Annotated[
        DocumentName, typer.Argument(help="Name of the report, from `casebook report documents`.")
    ],
    *,
    from_: Annotated[str, typer.Option("--from", help=FROM)],
    to: Annotated[str, typer.Option("--to", help="End of the period, excluded, e.g. 2026-04-01.")],
    form: Annotated[DocumentFormat, typer.Option("--format", help="Form.")] = DocumentFormat.JSON,
    output: Annotated[
        Path | None,
        typer.Option(help="File to write. If omitted, standard output; required for xlsx and pdf."),
    ] = None,
    account: Annotated[str | None, typer.Option(help="Only this account, by its number.")] = None,
    language: Annotated[
        Language | None, typer.Option(help="Language. If omitted, CASEBOOK_LANGUAGE.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=AS_OF_HELP)] = None,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with a byte order mark, as Excel wants it.")
    ] = False,
) -> None:
    settings = Settings()
    if output is None and form in BINARY:
        fail(text("cli.report.output_needed", settings.language, form=form))
    account_id = None if account is None else account_id_of(account)
    query = asked(DocumentQuery, from_, to).model_copy(update={"account_id": account_id})
    made = _made(settings, slug, query, as_of)
    try:
        written = rendered(made, form, language or settings.language, bom=bom)
    except PdfUnavailableError as error:
        fail(f"{text('problem.pdf_unavailable.detail', settings.language)} ({error})")
    if output is None:
        sys.stdout.buffer.write(written)
        return
    output.write_bytes(written)
    say("report.written", settings.language, file=output, sha256=made.content_sha256)


def _made(settings: Settings, slug: str, query: DocumentQuery, as_of: str | None) -> ReportDocument:
    book = read_rulebook(settings)
    with main.database(settings) as database, reading(database, settings, as_of) as rows:
        return document_of(REPORTS[slug], rows.connection, query, book)


def documents() -> None:
    language = Settings().language
    headings = [text(f"document.list.{name}", language) for name in ("slug", "title", "cadence", "reader")]
    rows = [
        [
            each.slug,
            spoken(each.title, language),
            text(f"document.cadence.{each.cadence}", language),
            spoken(each.reader, language),
        ]
        for each in REPORTS.values()
    ]
    show_table(Listing(headings, rows, len(headings)))
