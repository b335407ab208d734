"""What must hold before the first command is taken, so that no acknowledged event is ever lost (ADR 0009)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from service.database.app_role import APP_ROLE, as_application
from service.database.engine import create_single_use_engine, open_connection
from service.database.migrate import refuse_newer_schema, refuse_older_schema
from service.database.problems import (
    ApplicationRoleError,
    DatabaseProblemError,
    ForgetfulServerError,
    RecordNotWholeError,
    RecordUnguardedError,
    SecondWriterError,
    SeveralProblemsError,
)

NAME = "casebook assurance"
DURABILITY: Mapping[str, bool] = {"synchronous_commit": False, "fsync": True, "full_page_writes": True}
"""Settings that must not be off -> whether the embedded server, for evaluation, may have them off."""

GUARDS = frozenset(
    {
        "events_are_never_changed",
        "event_rows_are_never_changed",
        "head_stays_one_row",
        "head_row_stays",
        "head_never_goes_back",
    }
)
"""The triggers of revision 0005."""

OWN_PERSISTENCE_MODULE = "service.eventstore.library.factory"
# The last two are older names that the eventsourcing library still reads.
RECORDER_VARIABLES = ("PERSISTENCE_MODULE", "INFRASTRUCTURE_FACTORY", "FACTORY_TOPIC")
FUNCTIONS_VARIABLE = "POSTGRES_ENABLE_DB_FUNCTIONS"

STANDING_GUARDS = text("""
    select tgname from pg_trigger
    where tgrelid in (to_regclass('es.events'), to_regclass('es.head')) and not tgisinternal
      and tgenabled = 'A'
""")
# One statement, so that both ends are of one moment while others write.
ENDS = text("""
    select (select position from es.head where id = 0), (select coalesce(max(position), 0) from es.events)
""")


@dataclass(frozen=True)
class Assurance:
    """What was found well enough to start: the newest position, and the risks that were tolerated."""

    position: int
    tolerated: tuple[ForgetfulServerError, ...]


def assure(
    url: str,
    environment: Mapping[str, str],
    *,
    is_evaluation: bool,
    allow_unsafe_durability: bool,
    serving_url: str | None = None,
) -> Assurance:
    """Look at a migrated database as the record will use it; changes nothing.

    Raises the DatabaseProblemError of what does not hold, SeveralProblemsError where it is more than one:
    SecondWriterError, NewerSchemaError, OlderSchemaError, ApplicationRoleError, ForgetfulServerError,
    RecordUnguardedError, RecordNotWholeError. `is_evaluation` tolerates `fsync` and `full_page_writes` off,
    `allow_unsafe_durability` also `synchronous_commit` off.
    """
    with open_connection(create_single_use_engine(url, application_name=NAME)) as connection:
        refuse_newer_schema(connection)
        refuse_older_schema(connection)
    problems: list[DatabaseProblemError] = list(_second_writers(environment))
    serving = create_single_use_engine(serving_url or as_application(url), application_name=NAME)
    with open_connection(serving) as connection:
        risks = list(_risks(connection))
        tolerated = [
            risk for risk in risks if allow_unsafe_durability or (is_evaluation and DURABILITY[risk.setting])
        ]
        problems += [risk for risk in risks if risk not in tolerated]
        problems += _wrong_role(connection)
        problems += _missing_guards(connection)
        head, newest = connection.execute(ENDS).one()
    if head != newest:
        problems.append(RecordNotWholeError(head, newest))
    if problems:
        raise problems[0] if len(problems) == 1 else SeveralProblemsError(tuple(problems))
    return Assurance(newest, tuple(tolerated))


def _risks(connection: Connection) -> Iterator[ForgetfulServerError]:
    for setting in DURABILITY:
        if connection.scalar(text("select current_setting(:setting)"), {"setting": setting}) == "off":
            yield ForgetfulServerError(setting)


def _second_writers(environment: Mapping[str, str]) -> Iterator[SecondWriterError]:
    for variable in RECORDER_VARIABLES:
        chosen = environment.get(variable)
        if chosen and chosen.partition(":")[0] != OWN_PERSISTENCE_MODULE:
            yield SecondWriterError(
                variable,
                f"it gives the eventsourcing library a recorder ({chosen}) that knows nothing of es.head, so "
                "positions would have holes and followers would lose events",
            )
    if environment.get(FUNCTIONS_VARIABLE):
        yield SecondWriterError(
            FUNCTIONS_VARIABLE,
            "with database functions the library's stock recorder takes no lock, so followers lose events",
        )


def _wrong_role(connection: Connection) -> Iterator[ApplicationRoleError]:
    found = str(connection.scalar(text("select current_user")))
    if found != APP_ROLE:
        yield ApplicationRoleError(APP_ROLE, found)


def _missing_guards(connection: Connection) -> Iterator[RecordUnguardedError]:
    missing = GUARDS - set(connection.scalars(STANDING_GUARDS))
    if missing:
        yield RecordUnguardedError(tuple(sorted(missing)))
