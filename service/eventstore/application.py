"""Load, decide, append: the way of every command onto the record."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from weakref import WeakValueDictionary

from service.domain.account.state import CustomerAccount
from service.domain.case.commands import ReceiveCase
from service.domain.case.rules import Circumstances
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError
from service.eventstore.appender import Append, Appender, CommandRepeatedError, VersionTakenError
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decided, fold, in_envelopes, opened, positioned, sealed
from service.eventstore.log import LAST_VERSION, EventLog
from service.eventstore.request import Answer, Loaded, Outcome, Request

ROUNDS = 5


@dataclass(frozen=True)
class _Chained:
    """A decided request that waits for its place on the record."""

    request: Request
    events: tuple[RecordedEvent, ...]
    loaded: Loaded
    append: Append


class Application:
    """Carries requests out on streams. `now` and `new_id` come from above; folded streams are remembered."""

    def __init__(
        self,
        log: EventLog,
        appender: Appender,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        remembered_streams: int = 20_000,
    ) -> None:
        self.log = log
        self.now = now
        self.new_id = new_id
        self._appender = appender
        self._remembered: OrderedDict[UUID, Loaded] = OrderedDict()
        self._capacity = remembered_streams
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def load(self, stream_id: UUID, up_to_version: int = LAST_VERSION) -> Loaded:
        """Return a stream folded from the record, not from memory."""
        rows = await self.log.stream(stream_id, up_to_version)
        return fold(Loaded(stream_id=stream_id), opened(rows))

    async def execute(self, request: Request) -> Answer:
        """Carry one request out. Raises a `Refusal`, or RecordUnavailableError when the record is away."""
        lock = self._locks.setdefault(request.stream_id, asyncio.Lock())
        async with lock:
            for _ in range(ROUNDS):
                try:
                    return await self._attempt(request)
                except VersionTakenError:
                    self._remembered.pop(request.stream_id, None)
        raise StreamChangedError(expected=request.expected_version or "the newest", version="a newer one")

    async def execute_many(self, requests: Sequence[Request]) -> list[Outcome]:
        """Carry many requests out, in order within each stream, in as few statements as can be.

        A refused request does not spoil the others. Repeats are answered from the record.
        """
        repeats = await self._repeats(requests)
        await self._refresh({request.stream_id for request in requests} | _accounts(requests))
        outcomes: dict[int, Outcome] = {}
        chained: dict[int, _Chained] = {}
        latest: dict[UUID, _Chained] = {}
        for number, request in enumerate(requests):
            if request.command_id in repeats:
                outcomes[number] = _repeated(request, repeats[request.command_id])
                continue
            try:
                step = self._chain(request, latest.get(request.stream_id))
            except Refusal as refusal:
                outcomes[number] = refusal
                continue
            if isinstance(step, Answer):
                outcomes[number] = step
            else:
                chained[number] = latest[request.stream_id] = step
        self._appender.submit(*(step.append for step in chained.values()))
        for number, step in chained.items():
            outcomes[number] = await self._outcome(step)
        return [outcomes[number] for number in range(len(requests))]

    def _chain(self, request: Request, before: _Chained | None) -> _Chained | Answer:
        loaded = before.loaded if before else self._recall(request.stream_id)
        events = self._decide(loaded, request)
        if not events:
            return _nothing_new(loaded)
        append = Append(sealed(events), follows=before.append if before else None)
        return _Chained(request, events, fold(loaded, events), append)

    async def _outcome(self, step: _Chained) -> Outcome:
        try:
            first = await step.append.position
        except (VersionTakenError, CommandRepeatedError):
            self._remembered.pop(step.request.stream_id, None)
            try:
                return await self.execute(step.request)
            except Refusal as refusal:
                return refusal
        events = positioned(step.events, first)
        self._remember(replace(step.loaded, position=events[-1].position))
        return _answer(step.request, events)

    async def _attempt(self, request: Request) -> Answer:
        """Carry a request out on the stream as remembered; a repeat is answered as it was the first time."""
        await self._fetch({request.stream_id} | _accounts([request]))
        try:
            events = self._decide(self._recall(request.stream_id), request)
        except Refusal:
            events = ()
        if not events:
            if repeat := await self._repeat(request):
                return repeat
            await self._refresh({request.stream_id} | _accounts([request]))
            events = self._decide(self._recall(request.stream_id), request)
        loaded = self._recall(request.stream_id)
        if not events:
            return _nothing_new(loaded)
        try:
            first = await self._appender.append(sealed(events))
        except CommandRepeatedError:
            if repeat := await self._repeat(request):
                return repeat
            raise
        events = positioned(events, first)
        self._remember(fold(loaded, events))
        return _answer(request, events)

    def _decide(self, loaded: Loaded, request: Request) -> tuple[RecordedEvent, ...]:
        now = self.now()
        around = Circumstances(now=now, account=self._account(request))
        facts = decided(loaded, request, around)
        return in_envelopes(loaded, request, facts, recorded_at=now, new_id=self.new_id)

    def _account(self, request: Request) -> CustomerAccount | None:
        states = [self._recall(account_id).state for account_id in _accounts([request])]
        return next((state for state in states if isinstance(state, CustomerAccount)), None)

    async def _repeat(self, request: Request) -> Answer | None:
        found = await self._repeats([request])
        return _repeated_or_raise(request, found[request.command_id]) if found else None

    async def _repeats(self, requests: Iterable[Request]) -> dict[UUID, list[RecordedEvent]]:
        rows = await self.log.commands([request.command_id for request in requests])
        found: dict[UUID, list[RecordedEvent]] = {}
        for recorded in opened(rows):
            found.setdefault(recorded.command_id, []).append(recorded)
        return found

    async def _refresh(self, stream_ids: set[UUID]) -> None:
        """Forget what another process has added to, and fetch it again."""
        versions = await self.log.versions(list(stream_ids))
        for stream_id in stream_ids:
            if self._recall(stream_id).version != versions.get(stream_id, 0):
                self._remembered.pop(stream_id, None)
        await self._fetch(set(versions))

    async def _fetch(self, stream_ids: set[UUID]) -> None:
        """Remember these streams if they are not remembered yet."""
        missing = [stream_id for stream_id in stream_ids if stream_id not in self._remembered]
        if not missing:
            return
        found = {stream_id: Loaded(stream_id=stream_id) for stream_id in missing}
        for recorded in opened(await self.log.streams(missing)):
            found[recorded.stream_id] = fold(found[recorded.stream_id], [recorded])
        for loaded in found.values():
            if loaded.version:
                self._remember(loaded)

    def _recall(self, stream_id: UUID) -> Loaded:
        return self._remembered.get(stream_id) or Loaded(stream_id=stream_id)

    def _remember(self, loaded: Loaded) -> None:
        self._remembered[loaded.stream_id] = loaded
        self._remembered.move_to_end(loaded.stream_id)
        while len(self._remembered) > self._capacity:
            self._remembered.popitem(last=False)


def _accounts(requests: Iterable[Request]) -> set[UUID]:
    return {
        command.account_id
        for request in requests
        for command in request.commands
        if isinstance(command, ReceiveCase)
    }


def _nothing_new(loaded: Loaded) -> Answer:
    return Answer(stream_id=loaded.stream_id, version=loaded.version, position=loaded.position, events=())


def _answer(request: Request, events: tuple[RecordedEvent, ...], *, is_repeat: bool = False) -> Answer:
    return Answer(
        stream_id=events[-1].stream_id if is_repeat else request.stream_id,
        version=events[-1].version,
        position=events[-1].position,
        events=events,
        is_repeat=is_repeat,
    )


def _repeated_or_raise(request: Request, events: list[RecordedEvent]) -> Answer:
    """Answer a repeat as the first time. Raises CommandIdReusedError when it is another request."""
    if request.digest is not None and events[0].command_digest not in {None, request.digest}:
        raise CommandIdReusedError(command_id=request.command_id)
    return _answer(request, tuple(events), is_repeat=True)


def _repeated(request: Request, events: list[RecordedEvent]) -> Outcome:
    try:
        return _repeated_or_raise(request, events)
    except Refusal as refusal:
        return refusal
