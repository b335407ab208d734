"""Keeps the embedded server running: waits for its end, and starts it again unless the end was asked for."""

import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from service.database.embedded.postmaster import Postmaster
from service.database.problems import DatabaseProblemError, StartAbandonedError
from service.language import Language, text

FIRST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 10.0
STEADY_SECONDS = 60.0
"""A server that lived shorter counts as a failed start: one that dies at once is not started without end."""


@dataclass(frozen=True)
class Ended:
    """The server ended unasked. `exit_code` is the negative number of a signal, as subprocess gives it."""

    pid: int
    exit_code: int


@dataclass(frozen=True)
class NotStarted:
    """A start failed; the next follows after `wait_seconds`."""

    problem: DatabaseProblemError | OSError | subprocess.SubprocessError
    wait_seconds: float


@dataclass(frozen=True)
class RunningAgain:
    pid: int
    away_seconds: float


Change = Ended | NotStarted | RunningAgain


class Supervisor:
    """Has a server run until `stop`, in a thread that outlives every server that it starts.

    Args:
        postmaster: The server that runs now.
        start_again: Starts it anew; breaks off with a StartAbandonedError once the event is set.
        on_change: Called, in the supervisor's thread, on every end, failed start and return.
    """

    def __init__(
        self,
        postmaster: Postmaster,
        start_again: Callable[[threading.Event], Postmaster],
        on_change: Callable[[Change], None],
    ) -> None:
        self.postmaster = postmaster
        self._start_again = start_again
        self._on_change = on_change
        self._asked_to_stop = threading.Event()
        # A daemon: a process that ends without `stop` must not wait for us, and its end ends the server.
        self._thread = threading.Thread(target=self._keep, name="embedded-postgres-supervisor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop the server for good.

        Either the supervisor sees the request after it put a fresh server in place, or we see that server.
        """
        self._asked_to_stop.set()
        self.postmaster.stop()
        self._thread.join()

    def _keep(self) -> None:
        failures = 0
        while not self._asked_to_stop.is_set():
            began_at = time.monotonic()
            exit_code = self.postmaster.await_end()
            if self._asked_to_stop.is_set():
                return
            ended_at = time.monotonic()
            self._on_change(Ended(self.postmaster.pid, exit_code))
            failures = failures + 1 if ended_at - began_at < STEADY_SECONDS else 0
            if self._bring_back(failures):
                self._on_change(RunningAgain(self.postmaster.pid, time.monotonic() - ended_at))
        self.postmaster.stop()

    def _bring_back(self, failures: int) -> bool:
        """Try until the server runs, or until we are asked to stop: then return False."""
        while not self._asked_to_stop.wait(wait_seconds(failures)):
            try:
                self.postmaster = self._start_again(self._asked_to_stop)
            except StartAbandonedError:
                return False
            except (DatabaseProblemError, OSError, subprocess.SubprocessError) as problem:
                failures += 1
                self._on_change(NotStarted(problem, wait_seconds(failures)))
            else:
                return True
        return False


def wait_seconds(failures: int) -> float:
    """Return how long to wait before the next start: nothing at first, then doubling up to a bound."""
    doublings = min(failures - 1, 30)
    return min(FIRST_WAIT_SECONDS * 2**doublings, LONGEST_WAIT_SECONDS) if failures else 0.0


def message_of(change: Change, language: Language) -> str:
    """Return a change in words, with what to do about it."""
    match change:
        case Ended(pid, exit_code) if exit_code < 0:
            return text("database.ended_by_signal", language, pid=pid, signal=-exit_code)
        case Ended(pid, exit_code):
            return text("database.ended_by_itself", language, pid=pid, exit_code=exit_code)
        case NotStarted(problem, seconds):
            return text(
                "database.not_started", language, reason=reason(str(problem)), wait_seconds=f"{seconds:g}"
            )
        case RunningAgain(pid, seconds):
            return text("database.running_again", language, pid=pid, away_seconds=f"{seconds:.1f}")


def reason(problem: str) -> str:
    """Return the line of a problem that says why: PostgreSQL's last fatal one, else the last."""
    lines = problem.strip().splitlines() or [""]
    return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), lines[-1])
