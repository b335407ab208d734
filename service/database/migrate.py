"""Bringing a database to the newest schema, from the program itself: no alembic.ini, no second command."""

import io
from collections.abc import Iterable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from service.database.engine import check_server, create_single_use_engine, open_connection
from service.database.problems import NewerSchemaError, OlderSchemaError
from service.database.schemas import VERSION_TABLE_SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"
MIGRATION_LOCK = 4_803_116_502_201
UNMIGRATED = "base"
RETIRED = {
    **dict.fromkeys(("0004",), "0003"),
    **dict.fromkeys(("0008", "0009", "0010", "0011", "0012"), "0007"),
    **dict.fromkeys(("0016", "0017", "0018"), "0015"),
}
"""Revisions of the read side that are gone, and at which revision a database stands that was left at one."""


def alembic_config(
    connection: Connection, *, target_metadata: MetaData | None = None, versions: Path = VERSIONS
) -> Config:
    """Return alembic's configuration over an open connection, for `alembic.command` functions.

    Args:
        connection: In a transaction, alembic joins it and the caller commits; else alembic commits.
        target_metadata: What autogenerate and `alembic.command.check` compare the database with.
        versions: The folder of revisions.
    """
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", _escaped(MIGRATIONS))
    config.set_main_option("version_locations", _escaped(versions))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    config.attributes["target_metadata"] = target_metadata
    return config


def migrate(url: str, *, versions: Path = VERSIONS) -> str:
    """Upgrade the database to the newest revision and return it (`base` where no revision exists yet).

    All revisions run in one transaction, under a lock that lasts as long: of two starters the second waits
    and finds nothing to do, and a failed upgrade leaves the database as it was. Raises
    DatabaseUnreachableError, UnsupportedServerError, NewerSchemaError, or what a revision raises.
    """
    engine = create_single_use_engine(url, application_name="casebook migrate")
    with open_connection(engine) as connection, connection.begin():
        check_server(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        _leave_retired_revision(connection, versions)
        refuse_newer_schema(connection, versions=versions)
        command.upgrade(alembic_config(connection, versions=versions), "head")
        return _named(_current(connection))


def pending(url: str, *, versions: Path = VERSIONS) -> bool:
    """Tell whether `migrate` would have something to do; changes nothing."""
    engine = create_single_use_engine(url, application_name="casebook migrate")
    with open_connection(engine) as connection:
        return set(_scripts(connection, versions).get_heads()) != set(_current(connection))


def refuse_newer_schema(connection: Connection, *, versions: Path = VERSIONS) -> None:
    """Raise NewerSchemaError where the database stands at a revision that this program does not know."""
    scripts = _scripts(connection, versions)
    unknown = (
        set(_current(connection)) - {script.revision for script in scripts.walk_revisions()} - set(RETIRED)
    )
    if unknown:
        raise NewerSchemaError(_named(unknown), _named(scripts.get_heads()))


def refuse_older_schema(connection: Connection, *, versions: Path = VERSIONS) -> None:
    """Raise OlderSchemaError where a revision that this program knows has not been applied."""
    wanted, found = _scripts(connection, versions).get_heads(), _current(connection)
    if set(wanted) - set(found):
        raise OlderSchemaError(_named(found), _named(wanted))


def _scripts(connection: Connection, versions: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(alembic_config(connection, versions=versions))


def _leave_retired_revision(connection: Connection, versions: Path) -> None:
    known = {script.revision for script in _scripts(connection, versions).walk_revisions()}
    for revision in _current(connection):
        if revision not in known and RETIRED.get(revision) in known:
            stands_at = {"before": revision, "now": RETIRED[revision]}
            connection.execute(
                text(
                    f"UPDATE {VERSION_TABLE_SCHEMA}.alembic_version SET version_num = :now"  # noqa: S608  ours
                    " WHERE version_num = :before"
                ),
                stands_at,
            )


def _named(revisions: Iterable[str]) -> str:
    return ", ".join(sorted(revisions)) or UNMIGRATED


def _current(connection: Connection) -> tuple[str, ...]:
    context = MigrationContext.configure(connection, opts={"version_table_schema": VERSION_TABLE_SCHEMA})
    return context.get_current_heads()


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
