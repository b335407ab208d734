"""Keeps the rows up with the record."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from service.domain.described import Described
from service.eventstore.following.announcer import CHANNEL
from service.projections.engine.advance import advance
from service.projections.engine.checkpoints import begin, projection_position
from service.projections.engine.entries import driver, head
from service.projections.kpi.rollups.noting import note
from service.projections.models import LIVE, MODELS

POLL_SECONDS = 1.0
GATHERING_SECONDS = 0.03
BATCH_SIZE = 20_000
_FOLLOWED = replace(LIVE, note=note)

_log = structlog.get_logger()


class Failure(Described):
    """Why the projection does not move on."""

    type: str
    """Name of the error class."""
    message: str
    """Error message, free of personal data."""
    position: int
    """Position up to which the rows are complete."""
    is_final: bool
    """Whether a person must intervene; if not, it is tried again."""


class RunnerStatus(Described):
    """How far the rows are behind the record."""

    position: int
    """Position up to which the rows are complete."""
    head: int
    """Position of the newest event."""
    lag_events: int
    """Number of events that are not in the rows yet."""
    failure: Failure | None
    """Reason for the standstill; None if there is none."""


class Runner:
    """Folds the record into rows. Any number may run: one at a time works, the others wait or look on.

    Args:
        engine: Where the record and the tables of the models stand.
        batch_size: Events a transaction.
        on_change: Told when following fails, and when it goes on again.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        batch_size: int = BATCH_SIZE,
        on_change: Callable[[Failure | None], None] | None = None,
    ) -> None:
        self._engine = engine
        self._batch_size = batch_size
        self._on_change = on_change or log_change
        self._failure: Failure | None = None
        self._position = 0
        self._has_begun = False

    def run_once(self) -> int:
        """Fold one batch and return how many events it held: 0 at the head, or while another runner folds."""
        return self._fold(waits=False)

    def catch_up(self, on_progress: Callable[[int, int], None] | None = None) -> int:
        """Fold until the rows hold every event that is on the record now; return how many were folded here.

        While another runner folds, wait for it and take turns. `on_progress` is told the position that the
        rows have reached and the newest one, whoever folded.
        """
        folded = 0
        while True:
            with self._engine.connect() as connection:
                newest, position = head(connection), projection_position(connection)
            if on_progress:
                on_progress(position, newest)
            if position >= newest:
                return folded
            folded += self._fold(waits=True)

    def run(self, stop: threading.Event) -> None:
        """Follow the record until `stop` is set.

        A lost connection is tried again. Any other error stops the projection: nothing is skipped, `status`
        says why.
        """
        while not stop.is_set():
            try:
                self._follow(stop)
            except (OperationalError, psycopg.OperationalError) as error:
                self._failed(error, is_final=False)
                stop.wait(POLL_SECONDS)
            except Exception as error:  # noqa: BLE001  whatever it is, it stops the projection and is shown
                self._failed(error, is_final=True)
                return

    def status(self) -> RunnerStatus:
        """Return how far the rows are. Raises OperationalError where the database cannot be reached."""
        return status_of(self._engine, self._failure)

    def _fold(self, *, waits: bool) -> int:
        with self._engine.begin() as connection:
            if not self._has_begun:
                begin(connection, MODELS)
            self._position = projection_position(connection)
            folded = advance(connection, _FOLLOWED, self._batch_size, waits=waits)
        self._has_begun = True
        return folded

    def _follow(self, stop: threading.Event) -> None:
        with self._listening() as listener:
            while not stop.is_set():
                while self.run_once() and not stop.is_set():
                    self._works()
                self._works()
                for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                    # Under load more are on their way: a batch of them costs little more than one event.
                    stop.wait(GATHERING_SECONDS)

    @contextmanager
    def _listening(self) -> Iterator[psycopg.Connection]:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            listener = driver(connection)
            connection.detach()  # a connection that listens does not go back into the pool
            try:
                listener.execute(f"listen {CHANNEL}")
                yield listener
            except psycopg.OperationalError:
                connection.invalidate()  # there is nothing left to be reset
                raise

    def _works(self) -> None:
        if self._failure is not None:
            self._failure = None
            self._on_change(None)

    def _failed(self, error: Exception, *, is_final: bool) -> None:
        self._failure = Failure(
            type=type(error).__name__, message=_said(error), position=self._position, is_final=is_final
        )
        self._on_change(self._failure)


def status_of(engine: Engine, failure: Failure | None) -> RunnerStatus:
    """Return how far the rows are, with what is known to stand in the way. Raises OperationalError."""
    with engine.connect() as connection:
        position, newest = projection_position(connection), head(connection)
    return RunnerStatus(position=position, head=newest, lag_events=max(newest - position, 0), failure=failure)


def log_change(failure: Failure | None) -> None:
    """Log it without traceback: that might quote an event, and events hold personal data."""
    if failure is None:
        _log.info("projection_goes_on")
        return
    event = "projection_stopped" if failure.is_final else "projection_interrupted"
    _log.error(event, error=failure.type, message=failure.message, position=failure.position)


def _said(error: Exception) -> str:
    """Return the error's own words, of the database's only the first line: the rest quotes rows."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error) and cause.diag.message_primary:
        return cause.diag.message_primary
    return str(cause)
