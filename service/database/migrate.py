"""Bringing a database to the newest schema, from the program itself: no alembic.ini, no second command."""

import io
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from service.database.engine import check_server, create_single_use_engine, open_connection
from service.database.schemas import VERSION_TABLE_SCHEMA

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"
MIGRATION_LOCK = 4_803_116_502_201
UNMIGRATED = "base"


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
    DatabaseUnreachableError, UnsupportedServerError, or what a revision raises.
    """
    engine = create_single_use_engine(url, application_name="casebook migrate")
    with open_connection(engine) as connection, connection.begin():
        check_server(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        command.upgrade(alembic_config(connection, versions=versions), "head")
        return ", ".join(_current(connection)) or UNMIGRATED


def pending(url: str, *, versions: Path = VERSIONS) -> bool:
    """Tell whether `migrate` would have something to do; changes nothing."""
    engine = create_single_use_engine(url, application_name="casebook migrate")
    with open_connection(engine) as connection:
        wanted = ScriptDirectory.from_config(alembic_config(connection, versions=versions)).get_heads()
        return set(wanted) != set(_current(connection))


def _current(connection: Connection) -> tuple[str, ...]:
    context = MigrationContext.configure(connection, opts={"version_table_schema": VERSION_TABLE_SCHEMA})
    return context.get_current_heads()


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
