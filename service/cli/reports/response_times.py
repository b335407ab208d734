"""`casebook report response-times`."""

from typing import Annotated

import typer
from rich import box
from rich.table import Table

from service import main
from service.cli.rules.rulebook import read_rulebook
from service.cli.terminal.output import out, print_json, say
from service.reports.response_times.report import response_times
from service.reports.response_times.table import as_rows, calendar_lines
from service.settings import Settings


def show(
    *, json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False
) -> None:
    settings = Settings()
    report = response_times(read_rulebook(settings), main.now())
    if json:
        print_json(report.model_dump_json(indent=2))
        return
    say("response_times.title", settings.language, policy=report.policy_id, version=report.policy_version)
    headings, rows = as_rows(report, settings.language)
    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for row in rows:
        table.add_row(*row)
    out.print(table)
    for line in calendar_lines(report, settings.language):
        out.print(line, soft_wrap=True)
