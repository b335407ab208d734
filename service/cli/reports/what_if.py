"""`casebook whatif`."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from service import main
from service.api.http.problems.field_messages import field_problems
from service.cli.reports.period import say_zone
from service.cli.reports.tables import show_table
from service.cli.rules.rulebook import reading_a_file
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail, out, print_json
from service.importers.rule_files.calendars import read_calendar
from service.importers.rule_files.policies import read_policy
from service.importers.rule_files.rosters import read_rosters
from service.language import Language, text
from service.reports.what_if.documents import WhatIfReport
from service.reports.what_if.query import HIGHEST_MOST_CHANGES, WHAT_IF_GROUPINGS, WhatIf
from service.reports.what_if.report import what_if
from service.reports.what_if.table import changes_table, figures_table, title
from service.settings import Settings

WhatIfGroupingName = StrEnum("WhatIfGroupingName", {name: name for name in WHAT_IF_GROUPINGS})  # type: ignore[misc]  # declared there

OPTIONS = {"from_at": "--from: ", "to_at": "--to: ", "policy": "POLICY: "}
A_FEW = 20


PolicyFile = Annotated[
    Path | None, typer.Argument(help="The YAML file of a policy; left out, those on record.", dir_okay=False)
]
From = Annotated[
    str | None, typer.Option("--from", help="Promises that count from then or later, e.g. 2026-03-01.")
]
To = Annotated[str | None, typer.Option("--to", help="Promises that count from before then.")]
By = Annotated[WhatIfGroupingName | None, typer.Option(help="One line of figures for each.")]
CalendarFiles = Annotated[
    list[Path] | None, typer.Option(help="The YAML file of a calendar; can be given again.", dir_okay=False)
]
RosterFile = Annotated[
    Path | None, typer.Option(help="The YAML file of rosters: the calls are replayed too.", dir_okay=False)
]
Changes = Annotated[
    int, typer.Option(min=0, max=HIGHEST_MOST_CHANGES, help="List so many of the promises that change.")
]


def whatif(  # noqa: PLR0917  typer passes arguments by position
    policy: PolicyFile = None,
    from_: From = None,
    to: To = None,
    by: By = None,
    calendar: CalendarFiles = None,
    roster: RosterFile = None,
    changes: Changes = A_FEW,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Nothing on the record changes."""
    settings = Settings()
    given = _rules(settings, policy, calendar or (), roster)
    given |= {"from_at": instant("--from", from_), "to_at": instant("--to", to), "most_changes": changes}
    query = _query(settings.language, by=by.value if by else None, **given)
    with (
        main.database(settings) as database,
        main.reading_engine(database.serving_url).connect() as connection,
    ):
        report = what_if(connection, query, main.now())
    if json:
        print_json(report.model_dump_json(indent=2))
    else:
        _show(report, settings.language)


def _rules(
    settings: Settings, policy: Path | None, calendars: Iterable[Path], roster: Path | None
) -> dict[str, object]:
    """Return the rules that the files suppose, by the names of the query."""
    with reading_a_file(settings):
        return {
            "policy": read_policy(policy).command.policy if policy else None,
            "calendars": tuple(read_calendar(file).calendar for file in calendars),
            "rosters": read_rosters(roster) if roster else (),
        }


def _query(language: Language, **given: object) -> WhatIf:
    try:
        return WhatIf.model_validate(given)
    except ValidationError as error:
        problems = field_problems(error.errors(), language)
        fail("; ".join(f"{OPTIONS.get(found.field or '', '')}{found.message}" for found in problems))


def _show(report: WhatIfReport, language: Language) -> None:
    out.print(title(report, language), soft_wrap=True)
    say_zone(language)
    streams, position = f"{report.streams:,}", f"{report.position:,}"
    out.print(text("what_if.true_of", language, streams=streams, position=position), soft_wrap=True)
    show_table(figures_table(report, language))
    if not report.changed_promises:
        out.print(text("what_if.no_change", language))
        return
    changes = text(
        "what_if.changes",
        language,
        promises=f"{report.changed_promises:,}",
        streams=f"{report.changed_streams:,}",
        shown=len(report.changes),
    )
    out.print(changes, soft_wrap=True)
    show_table(changes_table(report.changes, language))
