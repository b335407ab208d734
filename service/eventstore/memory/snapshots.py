"""Snapshots: a long stream folded once, so that the next process need not fold it again.

A snapshot can always be thrown away. One of another version of the fold is not read, nor one that speaks of
events that the record does not have; one that cannot be read costs its stream the whole way, and is replaced.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from uuid import UUID

import psycopg
import structlog
from pydantic import TypeAdapter, ValidationError

from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate
from service.domain.case.state import Case
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.rulebook.state import Rulebook
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows, fold, with_history
from service.eventstore.log import EventLog, Snapshot
from service.eventstore.request import Loaded

EVENTS_BETWEEN_SNAPSHOTS = 200
SECONDS_TO_LEAVE = 1.0

_log = structlog.get_logger()

_KINDS: dict[str, type[Any]] = {"account": CustomerAccount, "case": Case, "rulebook": Rulebook}


@cache
def fold_version() -> int:
    """Return the version of the fold: it follows from the code of the domain, so no change is forgotten.

    Whatever changes there, a comment even, makes older snapshots unread: their streams are folded anew once.
    """
    digest = sha256()
    for source in _sources(files("service.domain")):
        digest.update(source.read_bytes())
    return int.from_bytes(digest.digest()[:4], "big") >> 1  # the column is an integer of 31 bits and a sign


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry


class SnapshotStore:
    """Loads streams from their last snapshot on, and leaves a new one when the way was long."""

    def __init__(self, log: EventLog, *, version: int | None = None) -> None:
        self._log = log
        self._fold_version = fold_version() if version is None else version

    async def load(self, stream_ids: Sequence[UUID]) -> list[Loaded]:
        """Return those of these streams that exist."""
        found: dict[UUID, Loaded] = {}
        snapshots, rows = await self._log.since_snapshots(stream_ids, self._fold_version)
        for snapshot in snapshots:
            stream_id = snapshot[0]
            try:
                found[stream_id] = _unfolded(snapshot)
            except ValidationError as error:
                _log.warning("snapshot_unreadable", stream_id=str(stream_id), error=str(error))
                rows = [row for row in rows if row.stream_id != stream_id]
                rows += await self._log.stream(stream_id)
        since = {stream_id: loaded.version for stream_id, loaded in found.items()}
        events: dict[UUID, list[RecordedEvent]] = {}
        for recorded in decode_rows(rows):
            events.setdefault(recorded.stream_id, []).append(recorded)
        for stream_id, more in events.items():
            found[stream_id] = await self._after(found.get(stream_id) or Loaded(stream_id=stream_id), more)
        for stream_id, loaded in found.items():
            if loaded.version - since.get(stream_id, 0) >= EVENTS_BETWEEN_SNAPSHOTS:
                await self.leave(loaded)
        return list(found.values())

    async def whole(self, loaded: Loaded) -> Loaded:
        """Return a stream as it is on the record, with its history; `loaded` is what is known of it."""
        return with_history(loaded, await self._log.stream(loaded.stream_id))

    async def _after(self, loaded: Loaded, more: list[RecordedEvent]) -> Loaded:
        try:
            return fold(loaded, more)
        except HistoryNeededError:  # one of them happened before the snapshot
            return replace(await self.whole(loaded), history=None)

    @staticmethod
    def is_due(before: int, after: int) -> bool:
        """Return whether a stream that grew from one version to another is worth a snapshot."""
        return before // EVENTS_BETWEEN_SNAPSHOTS < after // EVENTS_BETWEEN_SNAPSHOTS

    async def leave(self, loaded: Loaded) -> None:
        """Keep the stream as it is, where that can be done at once.

        What is answered does not hang on it: a stream without a snapshot is folded from further back.
        """
        try:
            async with asyncio.timeout(SECONDS_TO_LEAVE):
                await self.save(loaded)
        except (psycopg.Error, TimeoutError) as error:
            _log.warning("snapshot_not_kept", stream_id=str(loaded.stream_id), error=type(error).__name__)

    async def save(self, loaded: Loaded) -> None:
        """Keep the stream as it is; a snapshot of a newer version stays."""
        if loaded.state is None:
            return
        kind = next(name for name, known in _KINDS.items() if isinstance(loaded.state, known))
        await self._log.keep_snapshot(
            stream_id=loaded.stream_id,
            version=loaded.version,
            position=loaded.position,
            fold_version=self._fold_version,
            kind=kind,
            state=_adapter(kind).dump_json(loaded.state),
        )


def _unfolded(snapshot: Snapshot) -> Loaded:
    stream_id, version, position, event_id, kind, state = snapshot
    folded = _adapter(kind).validate_json(state)
    return Loaded(stream_id=stream_id, version=version, position=position, event_id=event_id, state=folded)


@cache
def _adapter(kind: str) -> TypeAdapter[Aggregate]:
    return TypeAdapter(_KINDS[kind])
