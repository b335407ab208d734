"""`casebook demo`: the main job on data of its own."""

from datetime import timedelta
from typing import Annotated

import typer
from sqlalchemy import Connection

from service import main
from service.api.http.access import ANYBODY
from service.api.http.keys import Role, list_keys
from service.cli.record.key import new_key
from service.cli.record.settling import fold, note_what_passed
from service.cli.reports.kpi import show_kpis
from service.cli.servers.demo_story import tell_story
from service.cli.servers.serve import Host, Port, announce, refuse_unfit_address, with_address
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import fail, say
from service.cli.terminal.phases import phases
from service.cli.terminal.progress import progress
from service.database.engine import create_single_use_engine, open_connection
from service.demonstration.history import ACTOR, CASES, DAYS, begin_of, history
from service.demonstration.teller import StoryRefusedError
from service.domain.account.record.profile import AccountOpened
from service.domain.refusal import Refusal
from service.eventstore.folding import decode_rows
from service.eventstore.request import Answer, Outcome, Request
from service.importers.rule_files.default_rules import shipped_rulebook
from service.language import text
from service.main import Database, server
from service.reports.kpis.report import KpiQuery, kpi_report
from service.settings import Settings

REQUESTS_AT_ONCE = 500


def demo(
    *,
    exit_: Annotated[bool, typer.Option("--exit", help="End after the report instead of serving.")] = False,
    story: Annotated[
        bool,
        typer.Option("--story", help="Tell one case instead, from Friday 17:40 on, as a story."),
    ] = False,
    seed: Annotated[int, typer.Option(help="Another seed tells another story.")] = 7,
    cases: Annotated[int, typer.Option(min=1, help="Number of cases; fewer are told sooner.")] = CASES,
    into_own_database: Annotated[
        bool, typer.Option("--into-own-database", help="Allow it on the database of CASEBOOK_DATABASE_URL.")
    ] = False,
    host: Host = None,
    port: Port = None,
) -> None:
    settings = with_address(Settings(), host, port)
    configure_logging(settings)
    if settings.database_url is not None and not into_own_database:
        fail(text("cli.demo.own_database", settings.language))
    if not exit_:
        refuse_unfit_address(settings)
    with main.database(settings, own=True) as database:
        if story:
            tell_story(settings, database, lambda role: _key(database, role))
        else:
            _tell_half_a_year(settings, database, seed, cases)
        if exit_:
            return
        key = _key(database, Role.SUPERVISOR)
        main.run(server.serve(settings, database, lambda url: _announce(settings, database, url, key)))


def _tell_half_a_year(settings: Settings, database: Database, seed: int, cases: int) -> None:
    main.run(_tell(settings, database, seed, cases))
    with phases() as shown:
        fold(settings, database, shown)
        if note_what_passed(settings, database, shown):
            fold(settings, database, shown)
    with main.reading_engine(database.serving_url).connect() as connection:
        show_kpis(kpi_report(connection, KpiQuery()), settings.language)


async def _tell(settings: Settings, database: Database, seed: int, cases: int) -> None:
    """Carry out the commands of the story. A story that was begun before gets the same end again."""
    language = settings.language
    ends_at = main.now().replace(microsecond=0)
    async with main.record(database.serving_url, begins_at=begin_of(ends_at)) as application:
        head = await application.log.head()
        accounts = decode_rows(await application.log.between(1, head, 1, [AccountOpened.STORED_NAME]))
        if accounts:
            ends_at = accounts[0].event.occurred_at + timedelta(days=DAYS)
            if accounts[0].actor != ACTOR:
                fail(text("cli.demo.not_empty", language))
        requests = history(seed, ends_at, shipped_rulebook(), cases_count=cases)
        if accounts and accounts[0].command_id != requests[0].command_id:
            fail(text("cli.demo.another_seed", language))
        new = 0
        with progress(text("cli.demo.telling", language), len(requests)) as show:
            for begin in range(0, len(requests), REQUESTS_AT_ONCE):
                chunk = requests[begin : begin + REQUESTS_AT_ONCE]
                new += _accepted(await application.execute_many(chunk), chunk)
                show(begin + len(chunk))
        if not new:
            say("demo.told_before", language)


def _accepted(outcomes: list[Outcome], chunk: list[Request]) -> int:
    """Return how many were new. The story keeps the house's own rules, or it is no demonstration."""
    for outcome, request in zip(outcomes, chunk, strict=True):
        if isinstance(outcome, Refusal):
            raise StoryRefusedError(f"{request.commands} was refused: {outcome!r}") from outcome
    return sum(isinstance(outcome, Answer) and not outcome.is_repeat for outcome in outcomes)


def _key(database: Database, role: Role) -> str:
    engine = create_single_use_engine(database.url, application_name="casebook demo")
    with open_connection(engine) as connection, connection.begin():
        return new_key(connection, _free_name(connection), role, speaks_for=(ANYBODY,))


def _free_name(connection: Connection) -> str:
    taken = {key.name for key in list_keys(connection)}
    return next(name for n in range(1, len(taken) + 2) if (name := f"demo-{n}") not in taken)


def _announce(settings: Settings, database: Database, url: str, key: str) -> None:
    more: dict[str, dict[str, str]] = {
        "demo.look": {},
        "demo.key": {"api_key": key},
        "demo.try": {"url": url, "api_key": key},
    }
    announce(settings, database, url, more=more)
