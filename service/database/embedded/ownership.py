"""One owner a folder, and the note in which the owner says how to reach its server."""

import json
import os
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from service.database.embedded.layout import Layout
from service.database.embedded.os_user import run
from service.database.problems import AnotherOwnerError, OwnerWithoutServerError

ANSWER_LIMIT_SECONDS = 2.0


class Ownership:
    """The lock on a folder. The kernel frees it when the owner dies, however it dies."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._file: TextIO | None = None

    def take(self) -> None:
        """Take the folder.

        Raises AnotherOwnerError, naming the owner, where it is taken; OwnerWithoutServerError where, besides,
        the owner's server does not answer.
        """
        import fcntl

        file = self._layout.lock.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip()
            file.close()
            kind = AnotherOwnerError if ServerAddress.read(self._layout) else OwnerWithoutServerError
            raise kind(self._layout.folder, int(pid) if pid.isdigit() else None) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def give_up(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


@dataclass(frozen=True)
class ServerAddress:
    """Who serves the folder's data, and on which port of 127.0.0.1."""

    pid: int
    port: int

    def write(self, layout: Layout) -> None:
        fresh = layout.address.with_suffix(".fresh")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - a descriptor
            json.dump(asdict(self), file)
        fresh.replace(layout.address)

    @classmethod
    def read(cls, layout: Layout) -> "ServerAddress | None":
        """Return the address of the server that runs now, or None; a dead owner's note is no address."""
        try:
            noted = json.loads(layout.address.read_text())
            address = cls(pid=int(noted["pid"]), port=int(noted["port"]))
        except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
            return None
        return address if serves(address.pid, layout.data) and answers(address.port) else None


def serves(pid: int, data: Path) -> bool:
    """Tell whether the process is a PostgreSQL server on exactly this data.

    Numbers of processes are used again, in containers at once: the number alone says nothing.
    """
    if sys.platform != "linux":
        title = run(["/bin/ps", "-o", "command=", "-p", str(pid)], None).stdout
        return "postgres" in title and str(data) in title
    process = Path("/proc") / str(pid)
    try:
        program = (process / "exe").readlink().name
        return program.startswith("postgres") and (process / "cwd").samefile(data)
    except OSError:
        return False


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), ANSWER_LIMIT_SECONDS).close()
    except OSError:
        return False
    return True
