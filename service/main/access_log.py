"""Who read and who told what: a line for each request with a key or a link, apart from the application's log.

A line says who, what, when and with which outcome, and nothing of what was asked for or answered. On the loop
a request costs one entry in a queue; a thread writes. What cannot be written is counted and said, and nobody
waits for it.
"""

import asyncio
import errno
import os
import re
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
from prometheus_client import CollectorRegistry, Counter
from starlette.types import Scope

from service.api.http.access import Caller
from service.api.http.middleware import route_of
from service.api.reminders.calendar_feed import FEED_OF
from service.console.survey_routes import LINK_OF

FOLDER, NEWEST = "access-log", "access.jsonl"
SECONDS_BETWEEN_WRITES = 0.2
MOST_WAITING = 50_000
LINES_AT_ONCE = 100
LONGEST_ID = 200
FULL = re.compile(r"access\.(\d{1,6})\.jsonl")
REFUSED = {403, 429}

_log = structlog.get_logger("casebook.access")


class AccessLog:
    """Lines in files of a folder, the oldest of which make room for new ones.

    Args:
        file_bytes: Bytes after which a file is full.
        files: How many files are kept, the one that is written included.
    """

    def __init__(
        self,
        folder: Path,
        *,
        file_bytes: int,
        files: int,
        now: Callable[[], datetime],
        registry: CollectorRegistry,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._files = _Files(folder, file_bytes, files)
        self._now = now
        self._most_waiting = most_waiting
        self._waiting: deque[dict[str, Any]] = deque()
        self._did_not_fit = self._known_not_to_fit = self._unsaid = 0
        self._stop = threading.Event()
        self._dropped = Counter(
            "casebook_access_lines_dropped",
            "Lines of the access log that were lost: the queue or the disk was full, or the folder unfit.",
            registry=registry,
        )

    def note(self, scope: Scope, status: int) -> None:
        """Note a request as its answer begins. Without a key it is of a link to a case, or of a calendar.

        What a key may not, or not so often, is left to the application's log: no rate bounds that, and nobody
        shall push lines out faster than the rate of a key.
        """
        caller: Caller | None = scope["state"].get("caller")
        case_id: UUID | None = scope["state"].get(LINK_OF)
        feed_of: str | None = scope["state"].get(FEED_OF)
        if (caller is None and case_id is None and feed_of is None) or status in REFUSED:
            return
        if len(self._waiting) >= self._most_waiting:
            self._did_not_fit += 1
            return
        line = {
            "at": self._now(),
            "request_id": scope["state"]["request_id"],
            "key_id": caller.key_id if caller else None,
            "staff_id": caller.staff_id if caller else feed_of,
            "method": scope["method"][:16],
            "route": route_of(scope),
            # Whoever has a link may answer by it, or read the calendar: it is not written down.
            "ids": _ids(scope, case_id, feed_of),
            "status": status,
        }
        self._waiting.append(line)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["AccessLog"]:
        """Write what is noted while inside; on leaving, what still waits."""
        writing = threading.Thread(target=self._write_on, name="access log", daemon=True)
        writing.start()
        try:
            yield self
        finally:
            self._stop.set()
            await asyncio.to_thread(writing.join)

    def _write_on(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._stop.wait(SECONDS_BETWEEN_WRITES)
            self._write_what_waits()
        self._files.close()

    def _write_what_waits(self) -> None:
        lost = self._did_not_fit - self._known_not_to_fit
        self._known_not_to_fit += lost
        self._lose(lost)
        while self._waiting:
            lines = [self._waiting.popleft() for _ in range(min(LINES_AT_ONCE, len(self._waiting)))]
            said = [{"at": lines[0]["at"], "dropped": self._unsaid}] if self._unsaid else []
            try:
                self._files.write(b"".join(_written(line) for line in (*said, *lines)))
            except OSError as error:
                if not self._unsaid:
                    _log.error("access_log_failed", error=type(error).__name__, number=error.errno)
                self._lose(len(lines))
            else:
                self._unsaid = 0

    def _lose(self, count: int) -> None:
        if count:
            self._unsaid += count
            self._dropped.inc(count)


class _Files:
    """The file that is written, and the full ones before it: `access.1.jsonl` is the newest of those."""

    def __init__(self, folder: Path, file_bytes: int, files: int) -> None:
        self._folder = folder
        self._file_bytes = file_bytes
        self._kept = files
        self._descriptor: int | None = None
        self._size = 0

    def write(self, lines: bytes) -> None:
        """Add whole lines, or none. Raises OSError."""
        descriptor = self._opened()
        if self._size and self._size + len(lines) > self._file_bytes:
            self._turn()
            descriptor = self._opened()
        written = os.write(descriptor, lines)
        if written < len(lines):
            os.ftruncate(descriptor, self._size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._size += written

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _opened(self) -> int:
        if self._descriptor is None:
            self._folder.mkdir(mode=0o700, exist_ok=True, parents=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._descriptor = os.open(self._folder / NEWEST, flags, 0o600)
            self._size = os.fstat(self._descriptor).st_size
        return self._descriptor

    def _turn(self) -> None:
        """Put the full file behind the new one, and remove what is then too much."""
        self.close()
        for number, path in reversed(_full_files(self._folder)):
            if number + 1 < self._kept:
                path.replace(self._folder / f"access.{number + 1}.jsonl")
            else:
                path.unlink()
        full = self._folder / NEWEST
        if self._kept > 1:
            full.replace(self._folder / "access.1.jsonl")
        else:
            full.unlink()


def written_lines(folder: Path) -> Iterator[dict[str, Any]]:
    """Return what the files of a data folder say, the oldest line first; half a line is left out."""
    own = folder / FOLDER
    for path in (*(path for _, path in reversed(_full_files(own))), own / NEWEST):
        if path.exists():
            with path.open("rb") as file:
                for line in file:
                    with suppress(orjson.JSONDecodeError):
                        yield orjson.loads(line)


def _full_files(folder: Path) -> list[tuple[int, Path]]:
    """Return the full files by their number, the newest first."""
    found = ((FULL.fullmatch(path.name), path) for path in folder.glob("access.*.jsonl"))
    return sorted((int(name[1]), path) for name, path in found if name)


def _written(line: dict[str, Any]) -> bytes:
    if ids := line.get("ids"):
        line["ids"] = {name: str(value)[:LONGEST_ID] for name, value in ids.items()}
    return orjson.dumps(line, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)


def _ids(scope: Scope, case_id: UUID | None, feed_of: str | None) -> Mapping[str, object] | None:
    if case_id is not None:
        return {"case_id": str(case_id)}
    return None if feed_of is not None else scope.get("path_params")
