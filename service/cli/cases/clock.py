"""`casebook clock`."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import typer

from service import main
from service.api.clocks.documents import ClockView
from service.api.clocks.explanation_views import explanation_view
from service.api.clocks.views import clocks_view
from service.cli.cases.case_argument import case_id_of
from service.cli.cases.clock_tables import clocks_table, intervals_table, promise_lines, shares_table
from service.cli.terminal.output import fail, out, print_json, say
from service.domain.rulebook.state import Rulebook
from service.eventstore.folding import decode_rows
from service.language import text
from service.main import Database
from service.reports.clocks.history import ClockHistory, clock_history
from service.settings import Settings

MOST_STRETCHES = 40

app = typer.Typer(no_args_is_help=True)

CaseArgument = Annotated[
    str, typer.Argument(help="The id of a case or account, or the reference of a case such as CB-000042.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@dataclass(frozen=True)
class _Found:
    """A case or account with its clocks, and the rules that made them."""

    history: ClockHistory
    rules: Rulebook


@app.command("list")
def list_(case: CaseArgument, *, json: Json = False) -> None:
    """List the clocks of a case or account: what was promised, by when, and whether it was kept."""
    settings = Settings()
    found = _found(settings, case)
    view = clocks_view(found.history, found.rules)
    if json:
        print_json(view.model_dump_json(indent=2))
        return
    if not view.clocks:
        say("clock.none", settings.language)
        return
    out.print(clocks_table(view, settings.language))
    if view.held_pauses:
        say("clock.held_pauses", settings.language, pauses=len(view.held_pauses), seconds=view.held_seconds)


@app.command()
def explain(
    case: CaseArgument,
    clock: Annotated[
        str,
        typer.Argument(help="The id of the clock or the first figures of it, or its name: the newest one."),
    ],
    *,
    all_: Annotated[
        bool, typer.Option("--all", help=f"Show every stretch of time, not only the first {MOST_STRETCHES}.")
    ] = False,
    json: Json = False,
) -> None:
    """Explain a clock: which time counted, which did not and why, and whose the late time is."""
    settings = Settings()
    found = _found(settings, case)
    shown = clocks_view(found.history, found.rules).clocks
    view = explanation_view(found.history, _clock_id(shown, clock, settings), found.rules)
    if json:
        print_json(view.model_dump_json(indent=2))
        return
    for line in promise_lines(view, settings.language):
        out.print(line, soft_wrap=True)
    out.print(intervals_table(view, settings.language, None if all_ else MOST_STRETCHES))
    if view.attribution:
        out.print(shares_table(view, settings.language))
    if view.held_seconds:
        say("clock.held", settings.language, seconds=view.held_seconds)


def _found(settings: Settings, case: str) -> _Found:
    with main.database(settings) as database:
        stream_id = case_id_of(database, settings, case)
        found = main.run(_read(database, stream_id))
    if found is None:
        fail(text("cli.replay.unknown", settings.language, case=case))
    return found


async def _read(database: Database, stream_id: UUID) -> _Found | None:
    async with main.record(database.serving_url) as application:
        events = decode_rows(await application.log.stream(stream_id))
        history = clock_history(stream_id, events, main.now())
        rules = await application.rulebook()
    if history is None:
        return None
    return _Found(history, rules)


def _clock_id(clocks: list[ClockView], wanted: str, settings: Settings) -> UUID:
    """Return the clock of an id, of a part of one, or the newest of a name."""
    named = [clock for clock in clocks if clock.clock == wanted]
    if named:
        return named[-1].clock_id
    meant = [clock for clock in clocks if str(clock.clock_id).startswith(wanted.lower())]
    if len(meant) != 1:
        reason = "ambiguous" if meant else "unknown"
        fail(text(f"cli.clock.{reason}", settings.language, clock=wanted))
    return meant[0].clock_id
