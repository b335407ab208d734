"""A PostgreSQL server of our own, for evaluation, development and tests: one host, one owner, no TLS."""

import os
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from service.database.embedded.binaries import Binaries, find_binaries, usable_binaries
from service.database.embedded.cluster import SUPERUSER, ensure_data, read_password, settle_leftover
from service.database.embedded.layout import Layout
from service.database.embedded.orphans import end_orphans
from service.database.embedded.os_user import OsUser, prepare_folder, server_user
from service.database.embedded.ownership import Ownership, ServerAddress
from service.database.embedded.postmaster import Postmaster, free_port
from service.database.embedded.server_settings import server_settings
from service.database.embedded.supervisor import Change, Supervisor
from service.database.problems import (
    FolderUnreachableError,
    PortTakenError,
    UnsupportedPlatformError,
    WrongThreadError,
)

DATABASE = "casebook"
FREE_PORT_ATTEMPTS = 5
OPEN_DATABASES = """
    select datname from pg_database
    where has_database_privilege('public', oid, 'CONNECT')
       or has_database_privilege('public', oid, 'TEMPORARY')
"""


class EmbeddedPostgres:
    """The server on the data in `folder`, ours alone from `start` to `stop`.

    Args:
        folder: Holds data, log, password and lock; made where missing.
        port: On 127.0.0.1; 0 takes a free one.
        durable: False for tests: a crash of the machine may lose everything.
        binaries: Folder of the PostgreSQL programs; None looks for them.
        settings: Further settings of the server, by PostgreSQL's names.
        on_change: Given, a server that ends unasked is started again, on the same port, until `stop`. Every
            called with every step, in a thread of ours.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        durable: bool = True,
        binaries: Path | None = None,
        settings: Mapping[str, str] | None = None,
        on_change: Callable[[Change], None] | None = None,
    ) -> None:
        self._layout = Layout(folder.absolute())
        self._wanted_port = port
        self._durable = durable
        self._configured = binaries
        self._settings = dict(settings or {})
        self._ownership = Ownership(self._layout)
        self._postmaster: Postmaster | None = None
        self._on_change = on_change
        self._supervisor: Supervisor | None = None

    def start(self) -> Self:
        """Start the server and make its database `casebook`.

        To be called from the main thread: Linux ends the server when the thread that started it ends.
        Raises a DatabaseProblemError of the kind that fits: AnotherOwnerError, NoPostgresBinariesError,
        NoServerAccountError, FolderUnreachableError, DataVersionError, PortTakenError, ServerStartError.
        """
        _refuse_unfit_caller()
        account = server_user(os.geteuid())
        found = find_binaries(self._configured)
        prepare_folder(self._layout.folder, account)
        self._ownership.take()
        try:
            binaries = usable_binaries(found, account, self._layout.binaries)
            ensure_data(self._layout, binaries, account, durable=self._durable)
            settle_leftover(self._layout, binaries, account)
            self._postmaster = self._launch(binaries, account)
            ServerAddress(self._postmaster.pid, self._postmaster.port).write(self._layout)
            self._ensure_database()
            self._keep(binaries, account)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stop the server and give up the folder; harmless where nothing runs."""
        if self._postmaster:
            (self._supervisor or self._postmaster).stop()
            self._supervisor = self._postmaster = None
            self._layout.address.unlink(missing_ok=True)
        self._ownership.give_up()

    @property
    def pid(self) -> int:
        return self._running().pid

    @property
    def port(self) -> int:
        return self._running().port

    def url(self, database: str = DATABASE) -> str:
        """Return `postgresql://user:password@127.0.0.1:port/database`."""
        return _url(self._layout, self.port, database)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running(self) -> Postmaster:
        if self._postmaster is None:
            raise RuntimeError("the embedded server was not started")
        return self._supervisor.postmaster if self._supervisor else self._postmaster

    def _launch(self, binaries: Binaries, account: OsUser | None) -> Postmaster:
        """Start on the port asked for, or on a free one, which others may snatch before we listen."""
        for attempts_left in range(0 if self._wanted_port else FREE_PORT_ATTEMPTS - 1, -1, -1):
            port = self._wanted_port or free_port()
            settings = server_settings(port, self._settings, durable=self._durable)
            try:
                return Postmaster.launch(self._layout, binaries, account, port, settings)
            except PortTakenError:
                if not attempts_left:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _keep(self, binaries: Binaries, account: OsUser | None) -> None:
        """Have the server started again when it ends unasked: on its port, which our callers know."""
        first = self._running()
        if self._on_change is None:
            return

        def start_again(abandon: threading.Event) -> Postmaster:
            end_orphans(self._layout.data)
            settle_leftover(self._layout, binaries, account)
            settings = server_settings(first.port, self._settings, durable=self._durable)
            fresh = Postmaster.launch(self._layout, binaries, account, first.port, settings, abandon=abandon)
            try:
                ServerAddress(fresh.pid, fresh.port).write(self._layout)
            except BaseException:
                fresh.stop()
                raise
            return fresh

        self._supervisor = Supervisor(first, start_again, self._on_change)
        self._supervisor.start()

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {DATABASE}")
            # PostgreSQL lets every role into every database: ours names those that it lets in.
            for (name,) in connection.execute(OPEN_DATABASES).fetchall():
                connection.execute(
                    sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(
                        sql.Identifier(name)
                    )
                )


def attach(folder: Path, database: str = DATABASE) -> str | None:
    """Return the URL of the server that another process runs on this folder, or None where none runs.

    Raises FolderUnreachableError where the caller may not read the folder.
    """
    layout = Layout(folder.absolute())
    try:
        address = ServerAddress.read(layout)
        return _url(layout, address.port, database) if address else None
    except PermissionError as error:
        raise FolderUnreachableError(
            f"The server in {folder} belongs to another user ({error}). Run as that user."
        ) from error


def _url(layout: Layout, port: int, database: str) -> str:
    password = quote(read_password(layout), safe="")
    return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/{quote(database, safe='')}"


def _refuse_unfit_caller() -> None:
    if sys.platform == "win32":
        raise UnsupportedPlatformError(
            "The embedded database runs on Linux and macOS. On Windows set CASEBOOK_DATABASE_URL."
        )
    if threading.current_thread() is not threading.main_thread():
        raise WrongThreadError("Start the embedded database from the main thread: it ends with its thread.")
