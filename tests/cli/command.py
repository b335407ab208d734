"""The `casebook` command as a user starts it: a process of its own."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from tests.cli import warm

ENDED_BY_SIGTERM = 0


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a user who has set nothing but where the data is."""
    # The tests' own server forgets on purpose; the embedded one of a data folder does not.
    forgetful = {"CASEBOOK_ALLOW_UNSAFE_DURABILITY": "true"} if "CASEBOOK_DATABASE_URL" in settings else {}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}
    return {**kept, "CASEBOOK_DATA_FOLDER": str(folder), "COLUMNS": "200", **forgetful, **settings}


_started: set[str] = set()
"""The commands that were called already."""


def casebook(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end.

    The first call of each command starts Python, as a user does; further ones start from a warm process.
    """
    name = next((each for each in arguments if not each.startswith("-")), "")
    if name in _started and hasattr(os, "fork"):
        return warm.run([*arguments], environment(folder, **settings))
    _started.add(name)
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=warm.TIMEOUT_SECONDS,
        check=False,
    )


class Server(NamedTuple):
    """A running server and what it said when it was ready."""

    process: subprocess.Popen[str]
    said: str

    @property
    def url(self) -> str:
        return found(r"http://127\.0\.0\.1:\d+", self.said)

    def kill(self) -> None:
        """End it as a power cut would, and wait until its database has noticed."""
        with self.dying():
            pass

    @contextmanager
    def dying(self) -> Iterator[None]:
        """Kill it on leaving, and wait until its database has noticed."""
        yield
        database = _database_of(self.process.pid)
        self.process.kill()
        self.process.wait()
        for descriptor in database:
            select.select([descriptor], [], [])
            os.close(descriptor)

    def stop(self) -> int:
        """End it as an operator would; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()


@contextmanager
def serving(folder: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """Start a command that serves on a free port, and wait until it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service", *(arguments or ("serve",)), "--port", "0"],
        env=environment(folder, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Server(process, _until_ready(process.stdout))
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _database_of(pid: int) -> list[int]:
    """Return something that can be waited for: an open descriptor of each child process."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [os.pidfd_open(int(child)) for child in children]


def _until_ready(output: IO[str] | None) -> str:
    said: list[str] = []
    for line in output or ():
        said.append(line)
        if "Ctrl+C" in line:
            break
    return "".join(said)


def found(pattern: str, said: str) -> str:
    match = re.search(pattern, said)
    assert match, f"{pattern} is not in:\n{said}"
    return match[0]
