"""Make pictures of all named reports, to be looked at: PDF, then PNG, in Chinese and English.

    uv run python tools/render_reports.py FOLDER --from 2026-03-01 --to 2026-04-01 [--account KA-1]

The record is that of the settings (CASEBOOK_DATA_FOLDER or CASEBOOK_DATABASE_URL). Needs the library Pango.
"""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

import pypdfium2

from service import main as casebook
from service.cli.rules.rulebook import read_rulebook
from service.domain.account.identity import account_id_of
from service.language import LANGUAGES
from service.reports.documents.asking import DocumentQuery
from service.reports.documents.formats import DocumentFormat, rendered
from service.reports.documents.report import document_of
from service.reports.named.registry import REPORTS
from service.settings import Settings

DOTS_AN_INCH, POINTS_AN_INCH = 80, 72


def pictures(pdf: bytes, stem: Path) -> int:
    """Write a PNG a page; return how many."""
    pages = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(pages, start=1):
        page.render(scale=DOTS_AN_INCH / POINTS_AN_INCH).to_pil().save(f"{stem}.{number}.png")
    return len(pages)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make pictures of all named reports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--from", dest="from_", required=True, type=datetime.fromisoformat)
    parser.add_argument("--to", required=True, type=datetime.fromisoformat)
    parser.add_argument("--account")
    parser.add_argument("--only", action="append", choices=REPORTS)
    told, settings = parser.parse_args(), Settings()
    told.folder.mkdir(parents=True, exist_ok=True)
    query = DocumentQuery(
        from_at=told.from_.replace(tzinfo=settings.business_zone),
        to_at=told.to.replace(tzinfo=settings.business_zone),
        account_id=account_id_of(told.account) if told.account else None,
    )
    book = read_rulebook(settings)
    with casebook.database(settings) as database:
        casebook.projections(database.folding_url, settings).catch_up()
        engine = casebook.reading_engine(database.serving_url)
        for slug in told.only or REPORTS:
            with engine.connect() as connection:
                document = document_of(REPORTS[slug], connection, query, book)
            for language in LANGUAGES:
                pdf = rendered(document, DocumentFormat.PDF, language)
                (told.folder / f"{slug}.{language}.pdf").write_bytes(pdf)
                count = pictures(pdf, told.folder / f"{slug}.{language}")
                print(f"{slug}.{language}: {count} pages, content {document.content_sha256[:12]}")


if __name__ == "__main__":
    main()
