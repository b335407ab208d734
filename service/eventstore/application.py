"""Load, decide, append: the way of every command onto the record."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
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

    @property
    def last_position(self) -> int:
        """The position of its newest event, once it is on the record."""
        return self.append.position.result() + len(self.events) - 1


@dataclass(frozen=True)
class _Unwritten:
    """A request that adds nothing, decided on what waits for its place: true only if that gets there."""

    request: Request
    before: tuple[_Chained, ...]
    outcome: Outcome


_Step = Outcome | _Chained | _Unwritten | Request
_Known = dict[UUID, Loaded]


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
        known = await self._refresh({request.stream_id for request in requests} | _accounts(requests))
        steps: list[_Step] = []
        latest: dict[UUID, _Chained] = {}
        chained: dict[UUID, _Chained] = {}
        for request in requests:
            if request.command_id in repeats:
                step: _Step = _repeated(request, repeats[request.command_id])
            elif request.command_id in chained:
                step = request
            else:
                step = self._chain(request, known, latest)
            if isinstance(step, _Chained):
                latest[request.stream_id] = chained[request.command_id] = step
                known[request.stream_id] = step.loaded
            steps.append(step)
        self._appender.submit(*(step.append for step in chained.values()))
        return [await self._outcome(step) for step in steps]

    def _chain(self, request: Request, known: _Known, latest: Mapping[UUID, _Chained]) -> _Step:
        """Decide a request on top of those that wait for their place; `latest` has them by stream."""
        needed = (request.stream_id, *_accounts([request]))
        before = tuple(latest[stream_id] for stream_id in needed if stream_id in latest)
        loaded = known[request.stream_id]
        outcome: Outcome = _nothing_new(loaded)
        try:
            events = self._decide(known, request)
        except Refusal as refusal:
            events, outcome = (), refusal
        if not events:
            return _Unwritten(request, before, outcome) if before else outcome
        append = Append(sealed(events), follows=tuple(step.append for step in before))
        return _Chained(request, events, fold(loaded, events), append)

    async def _outcome(self, step: _Step) -> Outcome:
        match step:
            case _Chained():
                return await self._written(step)
            case _Unwritten(before=before) if any(earlier.append.has_failed for earlier in before):
                return await self._execute_or_refuse(step.request)
            case _Unwritten(outcome=Answer() as answer):
                return replace(answer, position=max(earlier.last_position for earlier in step.before))
            case _Unwritten():
                return step.outcome
            case Request():
                return await self._execute_or_refuse(step)
            case _:
                return step

    async def _written(self, step: _Chained) -> Outcome:
        try:
            first = await step.append.position
        except (VersionTakenError, CommandRepeatedError):
            self._remembered.pop(step.request.stream_id, None)
            return await self._execute_or_refuse(step.request)
        events = positioned(step.events, first)
        self._remember(replace(step.loaded, position=events[-1].position))
        return _answer(step.request, events)

    async def _execute_or_refuse(self, request: Request) -> Outcome:
        try:
            return await self.execute(request)
        except Refusal as refusal:
            return refusal

    async def _attempt(self, request: Request) -> Answer:
        """Carry a request out on the stream as remembered; a repeat is answered as it was the first time."""
        needed = {request.stream_id} | _accounts([request])
        known = await self._fetch(needed)
        try:
            events = self._decide(known, request)
        except Refusal:
            events = ()
        if not events:
            if repeat := await self._repeat(request):
                return repeat
            known = await self._refresh(needed)
            events = self._decide(known, request)
        loaded = known[request.stream_id]
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

    def _decide(self, known: _Known, request: Request) -> tuple[RecordedEvent, ...]:
        now = self.now()
        loaded = known[request.stream_id]
        accounts = [known[account_id].state for account_id in _accounts([request])]
        account = next((state for state in accounts if isinstance(state, CustomerAccount)), None)
        facts = decided(loaded, request, Circumstances(now=now, account=account))
        return in_envelopes(loaded, request, facts, recorded_at=now, new_id=self.new_id)

    async def _repeat(self, request: Request) -> Answer | None:
        found = await self._repeats([request])
        return _repeated_or_raise(request, found[request.command_id]) if found else None

    async def _repeats(self, requests: Iterable[Request]) -> dict[UUID, list[RecordedEvent]]:
        rows = await self.log.commands([request.command_id for request in requests])
        found: dict[UUID, list[RecordedEvent]] = {}
        for recorded in opened(rows):
            found.setdefault(recorded.command_id, []).append(recorded)
        return found

    async def _refresh(self, stream_ids: set[UUID]) -> _Known:
        """Forget what another process has added to, and return these streams as they are."""
        versions = await self.log.versions(list(stream_ids))
        for stream_id in stream_ids:
            remembered = self._remembered.get(stream_id)
            if remembered and remembered.version != versions.get(stream_id, 0):
                del self._remembered[stream_id]
        return await self._fetch(stream_ids)

    async def _fetch(self, stream_ids: set[UUID]) -> _Known:
        """Return these streams as remembered, the others from the record."""
        known = {
            stream_id: self._remembered.get(stream_id) or Loaded(stream_id=stream_id)
            for stream_id in stream_ids
        }
        missing = [stream_id for stream_id, loaded in known.items() if not loaded.version]
        if missing:
            for recorded in opened(await self.log.streams(missing)):
                known[recorded.stream_id] = fold(known[recorded.stream_id], [recorded])
            for stream_id in missing:
                if known[stream_id].version:
                    self._remember(known[stream_id])
        return known

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
