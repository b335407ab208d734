"""Load, decide, append: the way of every command onto the record."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from weakref import WeakValueDictionary

from service.domain.account.state import CustomerAccount
from service.domain.case.circumstances import Circumstances
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.eventstore.append import Append, CommandRepeatedError, VersionTakenError
from service.eventstore.appender import Appender
from service.eventstore.beside import account_behind, account_of, accounts, accounts_of_cases, rules
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import Decision, decided, fold, opened
from service.eventstore.log import LAST_VERSION, EventLog
from service.eventstore.memory import Known, StreamMemory
from service.eventstore.request import Answer, Loaded, Outcome, Request
from service.eventstore.snapshots import SnapshotStore
from service.eventstore.upkeep import Upkeep

ROUNDS = 5
REQUESTS_AT_A_TIME = 50
"""So many of a batch are decided at a time: about as many events as a statement takes."""


@dataclass(frozen=True)
class _Chained:
    """A decided request that waits for its place on the record."""

    request: Request
    decision: Decision
    append: Append

    @property
    def last_position(self) -> int:
        """The position of its newest event, once it is on the record."""
        return self.append.position.result() + len(self.decision.rows) - 1


@dataclass(frozen=True)
class _Unwritten:
    """A request that adds nothing, decided on what waits for its place: true only if that gets there."""

    request: Request
    before: tuple[_Chained, ...]
    outcome: Outcome


_Step = Outcome | _Chained | _Unwritten | Request


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
        requests_at_a_time: int = REQUESTS_AT_A_TIME,
    ) -> None:
        self.log = log
        self.now = now
        self.new_id = new_id
        self._appender = appender
        self._requests_at_a_time = requests_at_a_time
        self._memory = StreamMemory(log, SnapshotStore(log), capacity=remembered_streams)
        self.upkeep = Upkeep(log, self._memory)
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def load(self, stream_id: UUID, up_to_version: int = LAST_VERSION) -> Loaded:
        """Return a stream folded from the record, not from memory."""
        rows = await self.log.stream(stream_id, up_to_version)
        return fold(Loaded(stream_id=stream_id), opened(rows))

    async def rulebook(self) -> Rulebook:
        """Return the rules as they stand on the record, folded anew only where they have changed."""
        return rules(await self._memory.refresh({RULEBOOK_ID}))

    async def execute(self, request: Request) -> Answer:
        """Carry one request out. Raises a `Refusal`, or RecordUnavailableError when the record is away."""
        if account_of(request):  # a new case: nobody else can want its stream yet
            return await self._execute_in_rounds(request)
        async with self._locks.setdefault(request.stream_id, asyncio.Lock()):
            return await self._execute_in_rounds(request)

    async def _execute_in_rounds(self, request: Request) -> Answer:
        for attempt in range(ROUNDS):
            try:
                return await self._attempt(request, is_first=attempt == 0)
            except VersionTakenError:
                self._memory.forget(request.stream_id)
        raise StreamChangedError(expected=request.expected_version or "the newest", version="a newer one")

    async def execute_many(self, requests: Sequence[Request]) -> list[Outcome]:
        """Carry many requests out, in order within each stream, in as few statements as can be.

        A refused request does not spoil the others. Repeats are answered from the record. What is decided is
        written while the next ones are decided. Raises RecordBusyError before anything is.
        """
        self._appender.must_have_room(len(requests))
        portion = self._requests_at_a_time
        repeats = await self._repeats(requests)
        needed = {request.stream_id for request in requests} | accounts(requests) | {RULEBOOK_ID}
        known = await self._memory.refresh(needed)
        known |= await self._memory.refresh(accounts_of_cases(known) - known.keys())
        steps: list[_Step] = []
        latest: dict[UUID, _Chained] = {}
        chained: dict[UUID, _Chained] = {}
        for number, request in enumerate(requests):
            if number and number % portion == 0:
                await self._write_meanwhile(steps[-portion:])
            if request.command_id in repeats:
                step: _Step = _repeated(request, repeats[request.command_id])
            elif request.command_id in chained:
                step = request
            else:
                step = self._chain(request, known, latest)
            if isinstance(step, _Chained):
                latest[request.stream_id] = chained[request.command_id] = step
                known[request.stream_id] = step.decision.after
            steps.append(step)
        await self._write_meanwhile(steps[(len(steps) - 1) // portion * portion :])
        return await self._outcomes(steps)

    async def _write_meanwhile(self, steps: Sequence[_Step]) -> None:
        """Queue what was decided, and let the appender and whoever else waits come to their turn."""
        appends = [step.append for step in steps if isinstance(step, _Chained)]
        self._appender.submit(*appends, is_promised=True)
        await asyncio.sleep(0)

    async def _outcomes(self, steps: Sequence[_Step]) -> list[Outcome]:
        """Wait for all, even where one fails otherwise than by a refusal; then that failure is raised."""
        outcomes: list[Outcome] = []
        failures: list[Exception] = []
        for step in steps:
            try:
                outcomes.append(await self._outcome(step))
            except Exception as failure:  # noqa: BLE001  it is raised once the others have had their answer
                failures.append(failure)
        if failures:
            raise failures[0]
        return outcomes

    def _chain(self, request: Request, known: Known, latest: Mapping[UUID, _Chained]) -> _Step:
        """Decide a request on top of those that wait for their place; `latest` has them by stream."""
        needed = (request.stream_id, account_behind(request, known))
        before = tuple(latest[stream_id] for stream_id in needed if stream_id and stream_id in latest)
        try:
            decision = self._decide(known, request)
        except Refusal as refusal:
            return _Unwritten(request, before, refusal) if before else refusal
        if decision.rows:
            append = Append(decision.rows, follows=tuple(step.append for step in before))
            return _Chained(request, decision, append)
        nothing_new = _nothing_new(decision.after)
        return _Unwritten(request, before, nothing_new) if before else nothing_new

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
            self._memory.forget(step.request.stream_id)
            return await self._execute_or_refuse(step.request)
        return await self._remembered(step.decision, first)

    async def _execute_or_refuse(self, request: Request) -> Outcome:
        try:
            return await self.execute(request)
        except Refusal as refusal:
            return refusal

    async def _attempt(self, request: Request, *, is_first: bool) -> Answer:
        """Carry a request out on the stream as remembered; a repeat is answered as it was the first time.

        At the first attempt a case that is received is believed to be new: its version check finds out.
        """
        needed = {request.stream_id, RULEBOOK_ID}
        fresh = None
        if account_id := account_of(request):
            needed.add(account_id)
            fresh = request.stream_id if is_first else None
        known = await self._memory.fetch(needed, fresh=fresh)
        if (account_id := account_behind(request, known)) and account_id not in known:
            known |= await self._memory.fetch([account_id])
        try:
            decision = self._decide(known, request)
        except Refusal:
            decision = None
        if decision is None or not decision.rows:
            if repeat := await self._repeat(request):
                return repeat
            decision = self._decide(await self._memory.refresh(set(known)), request)
        if not decision.rows:
            return _nothing_new(decision.after)
        try:
            first = await self._appender.append(decision.rows)
        except CommandRepeatedError:
            if repeat := await self._repeat(request):
                return repeat
            raise
        return await self._remembered(decision, first)

    async def _remembered(self, decision: Decision, first: int) -> Answer:
        loaded = decision.loaded(first)
        await self._memory.remember(loaded.version - len(decision.rows), loaded)
        return Answer(
            stream_id=loaded.stream_id,
            version=loaded.version,
            position=loaded.position,
            tell=lambda: decision.recorded(first),
        )

    def _decide(self, known: Known, request: Request) -> Decision:
        account_id = account_behind(request, known)
        state = known[account_id].state if account_id in known else None
        around = Circumstances(
            now=self.now(),
            stream_id=request.stream_id,
            account=state if isinstance(state, CustomerAccount) else None,
            rulebook=rules(known),
        )
        return decided(known[request.stream_id], request, around, self.new_id)

    async def _repeat(self, request: Request) -> Answer | None:
        found = await self._repeats([request])
        return _repeated_or_raise(request, found[request.command_id]) if found else None

    async def _repeats(self, requests: Iterable[Request]) -> dict[UUID, list[RecordedEvent]]:
        rows = await self.log.commands([request.command_id for request in requests])
        found: dict[UUID, list[RecordedEvent]] = {}
        for recorded in opened(rows):
            found.setdefault(recorded.command_id, []).append(recorded)
        return found


def _nothing_new(loaded: Loaded) -> Answer:
    return Answer(stream_id=loaded.stream_id, version=loaded.version, position=loaded.position)


def _repeated_or_raise(request: Request, events: list[RecordedEvent]) -> Answer:
    """Answer a repeat as the first time. Raises CommandIdReusedError when it is another request."""
    if request.digest is not None and events[0].command_digest not in {None, request.digest}:
        raise CommandIdReusedError(command_id=request.command_id)
    last = events[-1]
    return Answer(
        stream_id=last.stream_id,
        version=last.version,
        position=last.position,
        is_repeat=True,
        tell=lambda: tuple(events),
    )


def _repeated(request: Request, events: list[RecordedEvent]) -> Outcome:
    try:
        return _repeated_or_raise(request, events)
    except Refusal as refusal:
        return refusal
