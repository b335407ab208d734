"""Load, decide, append: the way of every command onto the record."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from weakref import WeakValueDictionary

from service.domain.account.state import CustomerAccount
from service.domain.case.circumstances import Circumstances
from service.domain.refusal import CommandIdReusedError, Refusal, StreamChangedError
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.eventstore.append import CommandRepeatedError, VersionTakenError
from service.eventstore.appender import Appender
from service.eventstore.beside import account_behind, account_of, accounts, accounts_of_cases, rules
from service.eventstore.chain import Chain, Chained, Step, Unwritten, is_settled, nothing_new
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
        """Carry many requests out as `execute_each` does; return all outcomes.

        Where one fails otherwise than by a refusal, that failure is raised after all others are settled.
        """
        outcomes: list[Outcome] = []
        failures: list[Exception] = []
        async for outcome in self.execute_each(requests):
            if isinstance(outcome, Answer | Refusal):
                outcomes.append(outcome)
            else:
                failures.append(outcome)
        if failures:
            raise failures[0]
        return outcomes

    async def execute_each(self, requests: Sequence[Request]) -> AsyncIterator[Answer | Exception]:
        """Carry many requests out, in order within each stream, in as few statements as can be.

        Yields the outcomes in order, each as soon as it is known, while the next ones are decided: an answer,
        a refusal, or why it is not known whether the request is on the record. What goes wrong with one
        spoils no other. Repeats are answered from the record. Raises RecordBusyError before anything is.
        """
        self._appender.must_have_room(len(requests))
        repeats = await self._repeats(requests)
        chain = Chain(await self._known(requests))
        steps: deque[Step] = deque()
        for begin in range(0, len(requests), self._requests_at_a_time):
            portion = requests[begin : begin + self._requests_at_a_time]
            decided_now = [self._step(chain, request, repeats) for request in portion]
            await self._write_meanwhile(decided_now)
            steps += decided_now
            is_last = begin + len(portion) == len(requests)
            while steps and (is_last or is_settled(steps[0])):
                try:
                    outcome: Answer | Exception = await self._outcome(chain, steps.popleft())
                except Exception as failure:  # noqa: BLE001  it is this one's outcome; the others go on
                    outcome = failure
                yield outcome

    async def _known(self, requests: Sequence[Request]) -> Known:
        """Return all streams that the requests need, as they are on the record."""
        known = await self._memory.refresh(
            {request.stream_id for request in requests} | accounts(requests) | {RULEBOOK_ID}
        )
        return known | await self._memory.refresh(accounts_of_cases(known) - known.keys())

    async def _write_meanwhile(self, steps: Sequence[Step]) -> None:
        """Queue what was decided, and let the appender and whoever else waits come to their turn."""
        appends = [step.append for step in steps if isinstance(step, Chained)]
        self._appender.submit(*appends, is_promised=True)
        await asyncio.sleep(0)

    def _step(self, chain: Chain, request: Request, repeats: Mapping[UUID, list[RecordedEvent]]) -> Step:
        """Decide a request on top of those that wait for their place."""
        if request.command_id in repeats:
            return _repeated(request, repeats[request.command_id])
        if chain.holds(request.command_id):
            return request
        before = chain.waiting((request.stream_id, account_behind(request, chain.known)))
        try:
            decision = self._decide(chain.known, request)
        except Refusal as refusal:
            return Unwritten(request, before, refusal) if before else refusal
        if decision.rows:
            return chain.follow(request, decision, before)
        unchanged = nothing_new(decision.after)
        return Unwritten(request, before, unchanged) if before else unchanged

    async def _outcome(self, chain: Chain, step: Step) -> Outcome:
        match step:
            case Chained():
                return await self._written(chain, step)
            case Unwritten(before=before) if any(earlier.append.has_failed for earlier in before):
                return await self._execute_or_refuse(step.request)
            case Unwritten(outcome=Answer() as answer):
                return replace(answer, position=max(earlier.last_position for earlier in step.before))
            case Unwritten():
                return step.outcome
            case Request():
                return await self._execute_or_refuse(step)
            case _:
                return step

    async def _written(self, chain: Chain, step: Chained) -> Outcome:
        try:
            first = await step.append.position
        except (VersionTakenError, CommandRepeatedError):
            self._memory.forget(step.request.stream_id)
            return await self._execute_or_refuse(step.request)
        loaded = await self._remember(step.decision, first)
        chain.recorded(step, loaded)
        return _answer(step.decision, loaded, first)

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
            return nothing_new(decision.after)
        try:
            first = await self._appender.append(decision.rows)
        except CommandRepeatedError:
            if repeat := await self._repeat(request):
                return repeat
            raise
        return _answer(decision, await self._remember(decision, first), first)

    async def _remember(self, decision: Decision, first: int) -> Loaded:
        loaded = decision.loaded(first)
        await self._memory.remember(loaded.version - len(decision.rows), loaded)
        return loaded

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


def _answer(decision: Decision, loaded: Loaded, first: int) -> Answer:
    return Answer(
        stream_id=loaded.stream_id,
        version=loaded.version,
        position=loaded.position,
        tell=lambda: decision.recorded(first),
    )


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
