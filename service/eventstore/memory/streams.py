"""Folded streams kept at hand: a bounded memory over snapshots over the record."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from service.domain.aggregates.aggregate import Aggregate
from service.domain.timeline.history import History
from service.eventstore.log import EventLog
from service.eventstore.memory.snapshots import SnapshotStore
from service.eventstore.request import Loaded

Known = dict[UUID, Loaded]

MOST_EVENTS_IN_HISTORIES = 20_000
"""Of the streams that are told of late: about 20 MB."""


class StreamMemory:
    """Remembers the streams used last. It may be stale; the record's version check finds that out."""

    def __init__(self, log: EventLog, snapshots: SnapshotStore, *, capacity: int) -> None:
        self._log = log
        self._snapshots = snapshots
        self._capacity = capacity
        self._streams: OrderedDict[int, Loaded] = OrderedDict()  # by number: a UUID is hashed in Python
        self._least_versions: dict[int, int] = {}
        self._histories: OrderedDict[int, int] = OrderedDict()

    async def fetch(self, stream_ids: Iterable[UUID], *, fresh: UUID | None = None) -> Known:
        """Return these streams as remembered, the others from the record.

        `fresh` is a stream that is believed not to exist yet, so the record is not asked for it.
        """
        known: Known = {}
        missing = []
        for stream_id in stream_ids:
            remembered = self._streams.get(stream_id.int)
            if remembered is not None:
                self._streams.move_to_end(stream_id.int)
                known[stream_id] = remembered
                continue
            if stream_id != fresh:
                missing.append(stream_id)
            known[stream_id] = Loaded(stream_id=stream_id)
        if missing:
            for loaded in await self._snapshots.load(missing):
                known[loaded.stream_id] = loaded
                self.keep(loaded)
        return known

    async def with_history(self, stream_id: UUID) -> Loaded:
        """Return a stream from the record with its whole history, which is kept at hand for a while."""
        known = self._streams.get(stream_id.int) or Loaded(stream_id=stream_id)
        loaded = await self._snapshots.whole(known)
        self.keep(loaded)
        return loaded

    async def refresh(self, stream_ids: set[UUID]) -> Known:
        """Forget what another process has added to, and return these streams as they are."""
        versions = await self._log.versions(list(stream_ids))
        for stream_id in stream_ids:
            remembered = self._streams.get(stream_id.int)
            if remembered and remembered.version != versions.get(stream_id, 0):
                del self._streams[stream_id.int]
        new = {stream_id: Loaded(stream_id=stream_id) for stream_id in stream_ids - versions.keys()}
        return new | await self.fetch(versions)

    async def remember(self, before: int, after: Loaded) -> None:
        """Keep a stream that has grown from version `before`; now and then leave a snapshot of it."""
        self.keep(after)
        if self._snapshots.is_due(before, after.version):
            await self._snapshots.leave(after)

    def keep(self, loaded: Loaded) -> None:
        """Keep a stream; the one used longest ago makes room. What is known to be outdated is not kept."""
        number = loaded.stream_id.int
        remembered = self._streams.get(number)
        if remembered is not None and remembered.version > loaded.version:
            return
        if self._least_versions:
            if loaded.version < self._least_versions.get(number, 0):
                return
            self._least_versions.pop(number, None)
        self._streams[number] = loaded
        self._streams.move_to_end(number)
        if loaded.history is not None:
            self._keep_histories_few(number, loaded.history)
        while len(self._streams) > self._capacity:
            self._streams.popitem(last=False)

    def _keep_histories_few(self, number: int, history: History) -> None:
        """Let go of the histories that were used longest ago: a stream can do without."""
        self._histories[number] = len(history.events)
        self._histories.move_to_end(number)
        while len(self._histories) > 1 and sum(self._histories.values()) > MOST_EVENTS_IN_HISTORIES:
            oldest, _ = self._histories.popitem(last=False)
            if (loaded := self._streams.get(oldest)) is not None:
                self._streams[oldest] = replace(loaded, history=None)

    def forget_older(self, stream_id: UUID, version: int) -> None:
        """Have the record asked next time, unless the stream is remembered up to this version.

        What was read before and is kept only now must not bring the older state back.
        """
        remembered = self._streams.get(stream_id.int)
        if remembered is None or remembered.version < version:
            self._streams.pop(stream_id.int, None)
            self._least_versions[stream_id.int] = version

    def forget(self, stream_id: UUID) -> None:
        """Have the record asked next time."""
        self._streams.pop(stream_id.int, None)

    def forget_all(self) -> None:
        """Have the record asked next time for every stream, however new what is remembered is."""
        self._streams.clear()
        self._least_versions.clear()

    def forget_kinds(self, kinds: tuple[type[Aggregate], ...]) -> None:
        """Have the record asked next time for every stream of these kinds."""
        for number in [n for n, loaded in self._streams.items() if isinstance(loaded.state, kinds)]:
            del self._streams[number]
