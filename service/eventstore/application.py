"""Load, decide, append: the way of every command onto the record."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from datetime import datetime
from operator import attrgetter
from uuid import UUID
from weakref import WeakValueDictionary

from service.domain.case.decisions.replies import CaseGoesOnElsewhereError
from service.domain.refusal import Refusal
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.eventstore.append import RecordUnavailableError
from service.eventstore.batch import Batch
from service.eventstore.context.look_up import LooksNothingUp, LookUp, portions
from service.eventstore.context.other_cases import OtherCases
from service.eventstore.context.related_streams import account_of, rules
from service.eventstore.context.words_said import WordsSaid
from service.eventstore.execution import NOT_READ, Execution
from service.eventstore.folding import decode_rows, fold
from service.eventstore.log import LAST_VERSION, EventLog
from service.eventstore.memory.refresh import BESIDE, CacheRefresh
from service.eventstore.memory.snapshots import SnapshotStore
from service.eventstore.memory.streams import StreamMemory
from service.eventstore.record_time import RecordTime
from service.eventstore.request import Answer, Loaded, Outcome, Request
from service.eventstore.writing.appender import Appender, Reservation

REQUESTS_AT_A_TIME = 50
"""So many of a batch are decided at a time: about as many events as a statement takes."""
EVENTS_A_REQUEST = 3
"""What room is asked for before it is known: a case that is received makes two promises."""

_by_number = attrgetter("int")


class Application:
    """Carries requests out on streams. `now` and `new_id` come from above; folded streams are remembered.

    `look_up` finds out what decisions must know from outside their streams, other cases aside.
    """

    def __init__(
        self,
        log: EventLog,
        appender: Appender,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        look_up: LookUp | None = None,
        remembered_streams: int = 20_000,
        requests_at_a_time: int = REQUESTS_AT_A_TIME,
    ) -> None:
        self.log = log
        self.now = now
        self.new_id = new_id
        self._appender = appender
        self._requests_at_a_time = requests_at_a_time
        self._memory = StreamMemory(log, SnapshotStore(log), capacity=remembered_streams)
        self._look_up = OtherCases(self._memory, WordsSaid(log, look_up or LooksNothingUp()))
        self.time = RecordTime(now)
        self._execution = Execution(log, self._memory, time=self.time, new_id=new_id)
        self._is_ending = False
        self.cache_refresh = CacheRefresh(log, self._memory)
        appender.call_on_reconnect(self._forget_what_nothing_checks)
        self._locks: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    @property
    def can_record(self) -> bool:
        """Whether commands are still taken; not at the end, nor after the appender broke down."""
        return not self._appender.is_stopping

    def end_soon(self) -> None:
        """Have batches that are under way decide no more: the rest of them is to be sent again."""
        self._is_ending = True

    async def load(self, stream_id: UUID, up_to_version: int = LAST_VERSION) -> Loaded:
        """Return a stream folded from the record, not from memory."""
        rows = await self.log.stream(stream_id, up_to_version)
        return fold(Loaded(stream_id=stream_id), decode_rows(rows))

    async def rulebook(self) -> Rulebook:
        """Return the rules as they stand on the record, folded anew only where they have changed."""
        return rules(await self._memory.refresh({RULEBOOK_ID}))

    async def execute(self, request: Request) -> Answer:
        """Carry one request out.

        Raises a `Refusal`; RecordBusyError where too much waits or others were faster all the time; or
        RecordUnavailableError when the record is away, and then the outcome is not known.
        """
        try:
            return await self._execute(request)
        except CaseGoesOnElsewhereError as refusal:
            raise await self._look_up.named_to_its_end(refusal) from None

    async def _execute(self, request: Request) -> Answer:
        gives_up_at = asyncio.get_running_loop().time() + self._appender.deadline_seconds
        with self._appender.reserve(EVENTS_A_REQUEST) as reservation:
            if self._look_up.subjects_of(request):
                async with AsyncExitStack() as held:
                    async with _in_time(gives_up_at):
                        await held.enter_async_context(self._alone_on([request]))
                        [filled] = await self._look_up.fill([request])
                    return await self._execution.execute(filled, reservation, gives_up_at)
            if account_of(request):  # a new case: nobody else can want its stream yet
                return await self._execution.execute(request, reservation, gives_up_at)
            async with AsyncExitStack() as held:
                async with _in_time(gives_up_at):
                    await held.enter_async_context(self._lock(request.stream_id))
                return await self._execution.execute(request, reservation, gives_up_at)

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

    async def execute_each(self, requests: Sequence[Request]) -> AsyncGenerator[Answer | Exception, None]:
        """Carry many requests out, in order within each stream, in as few statements as can be.

        Yields the outcomes in order, each as soon as it is known, while the next ones are decided: an answer,
        a refusal, or why it is not known whether the request is on the record. What goes wrong with one
        spoils no other. Repeats are answered from the record. Raises RecordBusyError before anything is.
        """
        with self._appender.reserve(EVENTS_A_REQUEST * len(requests)) as reservation:
            async with self._alone_on(requests):
                for portion in portions(requests, self._look_up):
                    filled = await self._look_up.fill(portion)
                    async with aclosing(self._batch(reservation).outcomes(filled)) as outcomes:
                        async for outcome in outcomes:
                            if isinstance(outcome, CaseGoesOnElsewhereError):
                                yield await self._look_up.named_to_its_end(outcome)
                            else:
                                yield outcome

    def _batch(self, reservation: Reservation) -> Batch:
        return Batch(
            self._execution,
            reservation,
            at_a_time=self._requests_at_a_time,
            seconds=self._appender.deadline_seconds,
            is_ending=lambda: self._is_ending,
        )

    @asynccontextmanager
    async def _alone_on(self, requests: Iterable[Request]) -> AsyncIterator[None]:
        """Keep others of this process off the streams: batches on one case would only overtake each other.

        Others are kept off what is looked up, too, so that two surveys of one contact do not miss each other.
        All take their locks in one order, so no two wait for each other.
        """
        received: set[UUID] = set()
        wanted: set[UUID] = set()
        for request in requests:
            (received if account_of(request) else wanted).add(request.stream_id)
            wanted |= self._look_up.subjects_of(request)
        async with AsyncExitStack() as held:
            for stream_id in sorted(wanted - received, key=_by_number):
                await held.enter_async_context(self._lock(stream_id))
            yield

    def _forget_what_nothing_checks(self) -> None:
        """Whoever answers now may not have what was on the record before; a case is checked by its append."""
        self._memory.forget_kinds(BESIDE)

    def _lock(self, stream_id: UUID) -> asyncio.Lock:
        return self._locks.setdefault(stream_id, asyncio.Lock())


@asynccontextmanager
async def _in_time(gives_up_at: float) -> AsyncIterator[None]:
    """Have what is waited for inside end at a time of the event loop. Raises RecordUnavailableError."""
    try:
        async with asyncio.timeout_at(gives_up_at):
            yield
    except TimeoutError:
        raise RecordUnavailableError(NOT_READ) from None
