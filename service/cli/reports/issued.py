"""`casebook report issued`."""

from typing import Annotated

import typer

from service.api.reports.issued import IssuedQuery, IssuedReports, issued_views
from service.cli.reports.tables import Listing, show_table
from service.cli.rules.rulebook import read_rulebook
from service.cli.terminal.output import print_json
from service.language import text
from service.reports.documents.words import spoken
from service.settings import Settings


def issued(
    recipient: Annotated[
        str | None, typer.Option(help="Only those that this department or role gets.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    settings = Settings()
    found = issued_views(read_rulebook(settings).issued, IssuedQuery(recipient=recipient))
    if json:
        print_json(IssuedReports(items=found).model_dump_json(indent=2))
        return
    names = ("report", "period", "position", "recipients", "late", "sha256")
    headings = [text(f"cli.issued.{name}", settings.language) for name in names]
    zone = settings.business_zone
    rows = [
        [
            spoken(each.title, settings.language),
            f"{each.from_at.astimezone(zone):%Y-%m-%d} – {each.to_at.astimezone(zone):%Y-%m-%d}",
            f"{each.position:,}",
            ", ".join(each.recipients),
            text(f"cli.issued.is_late_{str(each.is_late).lower()}", settings.language),
            each.sha256,
        ]
        for each in found
    ]
    show_table(Listing(headings, rows, len(headings)))
