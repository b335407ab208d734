"""One throw-away PostgreSQL for a test run, and a fresh database for each test that asks for one."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from service.database.app_role import ensure_app_role
from service.database.durability import GUARDS
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import create_single_use_engine, libpq_url, parsed_url
from service.database.migrate import migrate
from service.projections.as_of.schemas import ensure_as_of
from service.projections.mart import ensure_mart
from service.projections.rebuild import ensure_tables

SERVER_URL_VARIABLE = "CASEBOOK_TEST_SERVER_URL"
RUN_FOLDER_VARIABLE = "CASEBOOK_TEST_RUN_FOLDER"
TEMPLATE = "template_casebook"
TEMPLATE_LOCK = 4_803_116_502_299
BI_PASSWORD = "one for: all / tests"  # noqa: S105 - the role is shared by all databases of the throw-away server
SETTINGS = {"max_connections": "300", "max_wal_size": "1GB", "autovacuum": "off", "scram_iterations": "1"}
"""A test is over before a vacuum would be of use to it, and connects eight times with a password."""
MEMORY = Path("/dev/shm")  # noqa: S108 - asked for by name: nothing is quicker to copy to
ENOUGH_MEMORY = 4 * 1024**3
"""Bytes that must be free there: a run in two workers holds 1 GB of log and some databases of 16 MB."""

_numbers = itertools.count(1)


class TestCluster:
    """Owned by the process that pytest was called in; its workers inherit the address."""

    __test__ = False

    def __init__(self) -> None:
        # Not below pytest's own folder: that is closed to the account that the server runs as under root.
        remove_what_the_dead_left()
        self._folder = Path(tempfile.mkdtemp(prefix=f"casebook-tests-{os.getpid()}-", dir=fast_place()))
        self._server = EmbeddedPostgres(self._folder / "server", durable=False, settings=SETTINGS)

    def start(self) -> None:
        self._folder.chmod(0o711)
        self._server.start()
        url = self._server.url("postgres")
        with psycopg.connect(url) as admin:  # the password was stored before the settings counted
            change = sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}")
            admin.execute(change.format(sql.Literal(parsed_url(url).password)))
        os.environ[SERVER_URL_VARIABLE] = url
        os.environ[RUN_FOLDER_VARIABLE] = str(self._folder)

    def stop(self) -> None:
        os.environ.pop(SERVER_URL_VARIABLE, None)
        os.environ.pop(RUN_FOLDER_VARIABLE, None)
        self._server.stop()
        shutil.rmtree(self._folder)


def fast_place() -> Path | None:
    """Return the folder in memory if it has room and may be written to; None for the ordinary one."""
    there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if there and shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY else None


def remove_what_the_dead_left() -> None:
    """Free the memory of runs that were killed, which nobody else would do until the machine starts again."""
    for folder in MEMORY.glob("casebook-tests-*-*"):
        if not Path(f"/proc/{folder.name.split('-')[2]}").exists():
            shutil.rmtree(folder, ignore_errors=True)


def run_folder() -> Path:
    """Return the folder of this run, which all of its processes share; any account may pass through it."""
    return Path(os.environ[RUN_FOLDER_VARIABLE])


def server_url(database: str) -> str:
    url = parsed_url(os.environ[SERVER_URL_VARIABLE]).set(database=database)
    return libpq_url(url.render_as_string(hide_password=False))


@contextmanager
def fresh_database(template: str) -> Iterator[str]:
    """Yield the URL of a copy of the template, and drop the copy with whoever is still connected."""
    name = f"t_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(_numbers)}"
    with psycopg.connect(server_url("postgres"), autocommit=True) as admin:
        # To copy the files takes a third of the time of logging each block of them, which nobody replays.
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        admin.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        try:
            yield server_url(name)
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def arrange(url: str) -> None:
    """Bring an empty database to where a start of Casebook brings it."""
    migrate(url)
    ensure_tables(create_single_use_engine(url, application_name="tests"))
    with create_single_use_engine(url, application_name="tests").begin() as connection:
        ensure_mart(connection)
        ensure_as_of(connection)
        ensure_app_role(connection)


def ensure_template(
    name: str = TEMPLATE, source: str = "template1", prepare: Callable[[str], None] = arrange
) -> str:
    """Make a template of another where this run has none yet, and return its name; others wait.

    Args:
        name: What it is called.
        source: The template that it begins as.
        prepare: Brings the database at a URL to what the template is to hold.
    """
    unfinished = f"{name}_unfinished"
    with psycopg.connect(server_url("postgres"), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", (TEMPLATE_LOCK,))
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            admin.execute(f"DROP DATABASE IF EXISTS {unfinished}")
            admin.execute(f"CREATE DATABASE {unfinished} TEMPLATE {source}")
            prepare(server_url(unfinished))
            admin.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    return name


@contextmanager
def without_guards(url: str) -> Iterator[psycopg.Connection]:
    """Yield a connection of the owner while the record's triggers are off, to plant what nobody may do."""
    with psycopg.connect(url, autocommit=True) as owner:
        guards = owner.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger where tgname = any(%s)", (sorted(GUARDS),)
        ).fetchall()
        for table, name in guards:
            owner.execute(f"alter table {table} disable trigger {name}".encode())
        yield owner
        for table, name in guards:
            owner.execute(f"alter table {table} enable always trigger {name}".encode())
