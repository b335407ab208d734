"""`casebook doctor`."""

import sys
from typing import Literal

import httpx
import psycopg
from pydantic import SecretStr
from rich import box
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from service import main
from service.api.description import VERSION
from service.api.http.health.routes import RECORD_HEADER, VERSION_HEADER, Health
from service.api.http.watch_health import covered_values
from service.cli.servers.health import SECONDS_TO_ANSWER, own_url
from service.cli.servers.stray_settings import strays
from service.cli.terminal.output import out
from service.database.damage import RecordDamagedError, damage_in, refuse_damage
from service.database.engine import check_database, create_single_use_engine, shown_url
from service.database.file_contents import remove_unnamed
from service.database.problems import DatabaseProblemError
from service.database.record_identity import mark_of
from service.language import text
from service.main import Database
from service.processes.watching import calendar_coverage
from service.projections.kpi.rollups.standing import MOST_UNSETTLED, standing_of
from service.settings import Settings

Finding = tuple[str, Literal["well", "tolerated", "warning", "wrong"], str]
"""What was looked at, how it stands, and the words for it; the first two name texts of the catalogue."""


def doctor() -> None:
    settings = Settings()
    language = settings.language
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("what", "state", "finding"):
        table.add_column(text(f"cli.doctor.{column}", language), overflow="fold")
    for name in Settings.model_fields:
        table.add_row(f"CASEBOOK_{name.upper()}", "", _shown(getattr(settings, name)))
    unknown: list[Finding] = [("settings", "warning", line) for line in strays(language)]
    of_ours, mark = _findings(settings)
    findings = [*unknown, *of_ours, *_of_the_server(settings, mark)]
    for what, state, finding in findings:
        table.add_row(text(f"cli.doctor.{what}", language), text(f"cli.doctor.{state}", language), finding)
    out.print(table)
    sys.exit(1 if any(state == "wrong" for _, state, _ in findings) else 0)


def _shown(value: object) -> str:
    return "********" if isinstance(value, SecretStr) else "" if value is None else str(value)


def _findings(settings: Settings) -> tuple[list[Finding], str | None]:
    """Return what was found, and the mark of the record."""
    try:
        with main.database(settings) as database:
            refuse_damage(database.url)
            found = [
                *_of_the_record(database, settings),
                *_of_the_read_side(database, settings),
                *_of_the_calendars(database, settings),
                *_of_the_files(database, settings),
            ]
            with main.reading_engine(database.serving_url).connect() as connection:
                return found, mark_of(connection)
    except DatabaseProblemError as error:
        return [("server", "wrong", str(problem)) for problem in error.each()], None
    except (psycopg.Error, DBAPIError) as error:
        if (said := damage_in(error)) is None:
            raise
        return [("server", "wrong", str(RecordDamagedError(said)))], None


def _of_the_record(database: Database, settings: Settings) -> list[Finding]:
    version = check_database(database.url)
    assurance = database.assurance
    whole = text("cli.doctor.whole", settings.language, position=assurance.position)
    why = database.logins.why_shared
    shared = text("cli.doctor.shared_login", settings.language, why=why) if why else ""
    return [
        ("server", "well", f"PostgreSQL {version // 10_000}, {database.shown_url}"),
        *([("folder", "well", str(database.folder))] if database.folder else ()),
        *([("server", "warning", shared)] if shared else ()),
        ("record", "well", whole),
        *(("server", "tolerated", str(risk)) for risk in assurance.tolerated),
    ]


def _of_the_read_side(database: Database, settings: Settings) -> list[Finding]:
    status = main.projections(database.folding_url, settings).status()
    lag = text("cli.doctor.lag", settings.language, lag=status.lag_events, head=status.head)
    bi = shown_url(database.bi_url) if database.bi_url else text("cli.serve.no_bi", settings.language)
    return [
        ("projections", "well" if status.failure is None else "wrong", lag),
        _of_the_sums(database, settings),
        ("bi", "well", bi),
    ]


def _of_the_sums(database: Database, settings: Settings) -> Finding:
    with main.reading_engine(database.serving_url).connect() as connection:
        standing = standing_of(connection)
    told = {"count": standing.unsettled_count, "most": MOST_UNSETTLED}
    if standing.answers:
        return "sums", "well", text("cli.doctor.added_up", settings.language, **told)
    why = "too_many_unsettled" if standing.is_whole else "not_added_up"
    return "sums", "warning", text(f"cli.doctor.{why}", settings.language, **told)


def _of_the_calendars(database: Database, settings: Settings) -> list[Finding]:
    exceeded = [known for known in main.run(calendar_coverage(database.serving_url)) if known.is_exceeded]
    if not exceeded:
        return [("calendars", "well", text("cli.doctor.covered", settings.language))]
    said = "warning.calendar_not_covered"
    return [
        ("calendars", "warning", text(said, settings.language, **covered_values(known))) for known in exceeded
    ]


def _of_the_files(database: Database, settings: Settings) -> list[Finding]:
    """Remove what uploads that broke off have left."""
    engine = create_single_use_engine(database.url, application_name="casebook doctor")
    with engine.begin() as connection:
        count, size = remove_unnamed(connection)
    if not count:
        return []
    return [
        ("files", "warning", text("cli.doctor.unnamed_files", settings.language, count=count, bytes=size))
    ]


def _of_the_server(settings: Settings, mark: str | None) -> list[Finding]:
    """Ask a running server how it stands: only it knows whether its projections or its watch have stopped.

    `mark` is that of our record, None where that could not be read.
    """
    language = settings.language
    url = f"{own_url(settings)}/readyz"
    try:
        answer = httpx.get(
            url, headers={"Accept-Language": language}, timeout=SECONDS_TO_ANSWER, trust_env=False
        )
    except httpx.HTTPError:
        return [("api", "well", text("cli.doctor.not_running", language, url=url))]
    theirs, version = (answer.headers.get(name) for name in (RECORD_HEADER, VERSION_HEADER))
    if theirs is None and not _is_away(answer):
        return [("api", "wrong", text("cli.doctor.not_ours", language, url=url))]
    if None not in {theirs, mark} and theirs != mark:
        return [("api", "wrong", text("cli.doctor.another_record", language, url=url))]
    if not answer.is_success:
        return [("api", "wrong", f"{url}: {answer.status_code} {answer.text}")]
    return [*_of_its_version(version or "", settings, url), *_of_its_health(answer, settings, url)]


def _is_away(answer: httpx.Response) -> bool:
    """Whether a server of ours says that it cannot reach its record, and so not which one it is."""
    return "/problems/record_unavailable" in answer.text


def _of_its_version(version: str, settings: Settings, url: str) -> list[Finding]:
    if version == VERSION:
        return []
    told = text("cli.doctor.another_version", settings.language, url=url, theirs=version, ours=VERSION)
    return [("api", "warning", told)]


def _of_its_health(answer: httpx.Response, settings: Settings, url: str) -> list[Finding]:
    ready = text("cli.doctor.ready", settings.language, url=url)
    warnings = Health.model_validate_json(answer.content).warnings
    # What is amiss with the calendars was found on the record itself.
    others = [warning for warning in warnings if warning.slug != "calendar_not_covered"]
    return [("api", "well", ready), *(("api", "warning", warning.message) for warning in others)]
