"""`casebook replay`: a case as it was, and the steps that led there."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from service import main
from service.cli.case_argument import case_id_of
from service.cli.output import fail, out, say
from service.cli.report import instant
from service.domain.case.state import Case, Classification
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import fold, opened
from service.eventstore.request import Loaded
from service.language import Language, text
from service.main import Database
from service.settings import Settings

ENVELOPE_FIELDS = {"type", "occurred_at"}


def replay(
    case: Annotated[str, typer.Argument(help="The id of the case, or its reference such as CB-000042.")],
    at: Annotated[
        str | None,
        typer.Option(help="A version (7), or a time (2026-03-01T08:00+08:00): what had happened by then."),
    ] = None,
    *,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="With a time: what had been recorded by then.")
    ] = False,
) -> None:
    """Show a case as it was, and each step that led there."""
    settings = Settings()
    if recorded and (at is None or at.isdecimal()):
        fail(text("cli.replay.recorded_needs_time", settings.language))
    with main.database(settings) as database:
        case_id = case_id_of(database, settings, case)
        events = main.run(_history(database, case_id))
    if not events or not isinstance(fold(Loaded(stream_id=case_id), events).state, Case):
        fail(text("cli.replay.unknown", settings.language, case=case))
    steps = _until(events, at, recorded=recorded)
    out.print(_table(steps, settings.language))
    if steps:
        _print_state(fold(Loaded(stream_id=case_id), steps), settings.language)
    else:
        say("replay.nothing_yet", settings.language)


async def _history(database: Database, case_id: UUID) -> list[RecordedEvent]:
    async with main.record(database.url) as application:
        return opened(await application.log.stream(case_id))


def _until(events: list[RecordedEvent], at: str | None, *, recorded: bool) -> list[RecordedEvent]:
    """Keep the steps up to a version, or those that had happened (or been recorded) by a moment."""
    if at is None:
        return events
    if at.isdecimal():
        if int(at) > events[-1].version:
            fail(text("cli.replay.no_such_version", Settings().language, at=at, newest=events[-1].version))
        return [step for step in events if step.version <= int(at)]
    moment = instant("--at", at)
    return [step for step in events if moment is None or _moment(step, recorded=recorded) <= moment]


def _moment(step: RecordedEvent, *, recorded: bool) -> datetime:
    return step.recorded_at if recorded else step.event.occurred_at


def _table(steps: list[RecordedEvent], language: Language) -> Table:
    columns = ("version", "occurred_at", "recorded_at", "actor", "event", "content")
    table = Table(*(text(f"cli.replay.{column}", language) for column in columns), show_lines=False)
    for step in steps:
        table.add_row(
            str(step.version),
            f"{step.event.occurred_at:%Y-%m-%d %H:%M:%S}",
            f"{step.recorded_at:%Y-%m-%d %H:%M:%S}",
            step.actor,
            text(f"event.{type(step.event).__name__}", language),
            _content(step),
        )
    return table


def _content(step: RecordedEvent) -> str:
    told = step.event.model_dump(mode="json", exclude=ENVELOPE_FIELDS, exclude_none=True)
    return "\n".join(f"{name}: {value}" for name, value in told.items())


def _print_state(loaded: Loaded, language: Language) -> None:
    say("replay.state", language, version=loaded.version)
    if isinstance(loaded.state, Case):
        _print_fields(loaded.state)
        _print_fields(loaded.state.classification)


def _print_fields(state: Case | Classification) -> None:
    for field in fields(state):
        value = getattr(state, field.name)
        if value not in (None, frozenset()) and not isinstance(value, Classification | frozenset):
            out.print(f"  {field.name}: {value}")
