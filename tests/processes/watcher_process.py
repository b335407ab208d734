"""A watch in a process of its own: `casebook watch` without its command line."""

import multiprocessing
import os
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import SecretStr

from service import main
from service.cli.servers.watch import keep_watch
from service.cli.terminal.log_output import configure_logging
from service.settings import Settings

SECONDS_TO_END = 60
# One process has all modules loaded; every watch is forked off it and composed anew.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["service.cli.servers.watch", "service.eventstore.application", "uvloop"])


def watch(database_url: str, log: str, ready: Connection) -> None:
    """Watch until a signal says stop; all output goes to `log`. Exits with 1 where an error stopped it."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    settings = Settings(database_url=SecretStr(database_url), allow_unsafe_durability=True)
    configure_logging(settings)
    with main.database(settings) as database:
        sys.exit(0 if main.run(keep_watch(settings, database, ready.close)) else 1)


class Watcher:
    """A process that watches, to be killed and started again."""

    def __init__(self, database_url: str, log: Path) -> None:
        self._log = log
        self._ready, told = _FORKS.Pipe(duplex=False)
        self._process = _FORKS.Process(target=watch, args=(database_url, str(log), told), daemon=True)
        self._process.start()
        told.close()

    def kill(self) -> None:
        """End it as a power cut would. Raises RuntimeError where it had ended by itself."""
        if self._process.exitcode is not None:
            raise RuntimeError(f"a watch ended with {self._process.exitcode}: {self._said()}")
        self._process.kill()
        self._process.join()

    def stop(self) -> None:
        """End it as an operator would, once it watches. Raises RuntimeError where that fails."""
        with suppress(EOFError):  # it says nothing but that it has begun, by closing its end
            self._ready.recv()
        self._process.terminate()
        self._process.join(SECONDS_TO_END)
        if self._process.exitcode != 0:
            self._process.kill()
            raise RuntimeError(f"a watch ended with {self._process.exitcode}: {self._said()}")

    def _said(self) -> str:
        return self._log.read_text(errors="replace")[-2_000:]
