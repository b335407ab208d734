"""`casebook replay`: a case as it was, and the steps that led there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from rich import box
from rich.table import Table

from service import main
from service.api.clocks.views import clocks_view
from service.cli.cases.case_argument import case_id_of
from service.cli.cases.case_lines import case_lines
from service.cli.terminal.instants import instant
from service.cli.terminal.output import fail, out, say
from service.domain.case.state import Case
from service.domain.rulebook.state import Rulebook
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded
from service.language import Language, text
from service.main import Database
from service.reports.clocks.history import clock_history
from service.reports.story.code_titles import code_titles
from service.reports.story.document import story
from service.settings import Settings


def replay(
    case: Annotated[str, typer.Argument(help="The id of the case, or its reference such as CB-000042.")],
    at: Annotated[
        str | None,
        typer.Option(
            help="A version (7), or a time (2026-03-01T08:00, in the business zone, CASEBOOK_ZONE, unless "
            "it names another): what had happened by then."
        ),
    ] = None,
    *,
    recorded: Annotated[
        bool, typer.Option("--recorded", help="With a time: what had been recorded by then.")
    ] = False,
) -> None:
    settings = Settings()
    moment = _moment_meant(at)
    if recorded and moment is None:
        fail(text("cli.replay.recorded_needs_time", settings.language))
    with main.database(settings) as database:
        case_id = case_id_of(database, settings, case)
        events, rulebook = main.run(_read(database, case_id))
    if not events or not isinstance(fold(Loaded(stream_id=case_id), events).state, Case):
        fail(text("cli.replay.unknown", settings.language, case=case))
    steps = _until(events, moment, recorded=recorded) if moment else _up_to(events, at)
    _introduce(steps, moment, settings.language, recorded=recorded)
    if steps:
        as_of_at = main.now() if at is None else moment or max(step.event.occurred_at for step in steps)
        _show(case_id, steps, rulebook, as_of_at, settings.language)


async def _read(database: Database, case_id: UUID) -> tuple[list[RecordedEvent], Rulebook]:
    async with main.record(database.serving_url) as application:
        return decode_rows(await application.log.stream(case_id)), await application.rulebook()


def _moment_meant(at: str | None) -> datetime | None:
    """Return the time that is meant; None where it is a version, or nothing."""
    moment = None if at is None or at.isdecimal() else instant("--at", at)
    if moment is None or at is None:
        return None
    try:
        return moment.astimezone(Settings().business_zone)
    except OverflowError:
        fail(text("cli.replay.no_such_time", Settings().language, at=at))


def _up_to(events: list[RecordedEvent], version: str | None) -> list[RecordedEvent]:
    """Keep the steps up to a version."""
    newest = events[-1].version
    wanted = newest if version is None else int(version)
    if wanted > newest:
        fail(text("cli.replay.no_such_version", Settings().language, at=version, newest=newest))
    return [step for step in events if step.version <= wanted]


def _until(events: list[RecordedEvent], moment: datetime, *, recorded: bool) -> list[RecordedEvent]:
    """Keep the steps that had happened (or been recorded) by a moment."""
    return [step for step in events if (step.recorded_at if recorded else step.event.occurred_at) <= moment]


def _introduce(
    steps: list[RecordedEvent], moment: datetime | None, language: Language, *, recorded: bool
) -> None:
    """Say which moment was understood, or that nothing had come about by then."""
    if moment is None:
        if not steps:
            say("replay.nothing_yet", language)
        return
    which = "recorded_by" if recorded else "happened_by"
    say(
        f"replay.{which}" if steps else f"replay.nothing_{which}",
        language,
        at=_shown(moment),
        zone=Settings().zone,
    )


def _show(
    case_id: UUID, steps: list[RecordedEvent], rulebook: Rulebook, as_of_at: datetime, language: Language
) -> None:
    zone = Settings().business_zone
    titles = code_titles(rulebook, max(step.recorded_at for step in steps))
    sentences = {
        line.version: line.sentence
        for line in story(case_id, steps, rulebook, language, "all", zone=zone).lines
    }
    out.print(_table(steps, sentences, language))
    loaded = fold(Loaded(stream_id=case_id), steps)
    history = clock_history(case_id, steps, as_of_at)
    say("replay.state", language, version=loaded.version)
    if isinstance(loaded.state, Case) and history is not None:
        clocks = clocks_view(history, rulebook).clocks
        for line in case_lines(loaded.state, clocks, language, titles, zone):
            out.print(f"  {line}", soft_wrap=True)


def _table(steps: Sequence[RecordedEvent], sentences: Mapping[int, str], language: Language) -> Table:
    """Return a row a step; what it says has the room that remains."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(text("cli.replay.version", language), justify="right")
    table.add_column(
        text("cli.replay.occurred_at", language, zone=Settings().zone),
        width=len("2026-03-01 08:00:00"),
        overflow="fold",
    )
    table.add_column(text("cli.replay.content", language), overflow="fold", ratio=1)
    for step in steps:
        name = text(f"event.{type(step.event).__name__}.title", language)
        recorded_at = _shown(step.recorded_at)
        source = text("cli.replay.source", language, actor=step.actor, recorded_at=recorded_at)
        content = "\n".join((name, sentences[step.version], source))
        table.add_row(str(step.version), _shown(step.event.occurred_at), content)
    return table


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(Settings().business_zone):%Y-%m-%d %H:%M:%S}"
