"""Many requests carried out in as few statements as can be: decided while those before are written."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace

import psycopg
from psycopg_pool import PoolTimeout

from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.refusal import Refusal
from service.domain.rulebook.identity import RULEBOOK_ID
from service.eventstore.append import (
    AppenderStoppedError,
    CommandRepeatedError,
    RecordBusyError,
    RecordUnavailableError,
    VersionTakenError,
)
from service.eventstore.context.related_streams import account_behind, accounts, accounts_of_cases
from service.eventstore.execution import (
    NOT_READ,
    Execution,
    Repeats,
    answer_to,
    nothing_new,
    repeated,
)
from service.eventstore.memory.chain import Chain, Chained, Deferred, Settled, Step, Unwritten, is_settled
from service.eventstore.memory.streams import Known
from service.eventstore.request import Answer, Request
from service.eventstore.said_before import says_words
from service.eventstore.writing.appender import Reservation

PORTIONS_AHEAD = 4
"""So many are decided before the first of them is on the record: enough to keep the database writing."""
AWAY = (AppenderStoppedError, RecordBusyError, RecordUnavailableError, psycopg.OperationalError, PoolTimeout)
"""What says of the record, and not of a request, that it cannot be written to."""

Outcomes = AsyncGenerator[Answer | Exception, None]


class Batch:
    """Requests in order, `at_a_time` of them decided at once.

    Nobody else in the process may write to their streams meanwhile; another process may, which is found out.
    """

    def __init__(
        self,
        execution: Execution,
        reservation: Reservation,
        *,
        at_a_time: int,
        seconds: float,
        is_ending: Callable[[], bool],
    ) -> None:
        self._execution = execution
        self._reservation = reservation
        self._at_a_time = at_a_time
        self._seconds = seconds
        self._is_ending = is_ending
        self._chain = Chain({})
        self._repeats: Repeats = {}
        self._is_overtaken = False
        self._away: Exception | None = None

    async def outcomes(self, requests: Sequence[Request]) -> Outcomes:
        """Yield the outcomes in order, each as soon as it is known, while the next ones are decided."""
        try:
            async with asyncio.timeout(self._seconds):
                self._repeats = await self._execution.repeats(requests)
                self._chain = Chain(await self._known(requests))
        except TimeoutError:
            raise RecordUnavailableError(NOT_READ) from None
        steps: deque[Step] = deque()
        for begin in range(0, len(requests), self._at_a_time):
            portion = requests[begin : begin + self._at_a_time]
            if self._is_ending():
                self._away = self._away or AppenderStoppedError()
            steps += await self._decided(portion)
            is_last = begin + len(portion) == len(requests)
            while steps and (is_last or self._must_wait(len(steps)) or is_settled(steps[0])):
                yield await self._outcome_or_failure(steps.popleft())
            if self._is_overtaken and not is_last:
                await self._begin_anew()

    async def _known(self, requests: Sequence[Request]) -> Known:
        """Return all streams that the requests need, as they are on the record."""
        memory = self._execution.memory
        streams = {request.stream_id for request in requests}
        known = await memory.refresh(streams | accounts(requests) | {RULEBOOK_ID})
        return known | await memory.refresh(accounts_of_cases(known) - known.keys())

    def _must_wait(self, undecided: int) -> bool:
        """Whether to decide no more yet: too much was decided ahead, or on what did not come to be."""
        return self._is_overtaken or undecided > PORTIONS_AHEAD * self._at_a_time

    async def _begin_anew(self) -> None:
        """Go on from what another writer left. Nothing waits now, so the order within a stream is kept."""
        self._is_overtaken = False
        self._chain.begin_anew(await self._execution.memory.refresh(self._chain.overtaken()))

    async def _decided(self, portion: Sequence[Request]) -> list[Step]:
        """Decide on these requests and queue what was decided."""
        steps: list[Step] = []
        waiting: list[Step] = []
        for request in portion:
            try:
                step = self._step(request)
            except HistoryNeededError:
                steps += await self._submitted(waiting)
                waiting = []
                await self._fetch_history(request)
                step = self._step(request)
            waiting.append(step)
        return steps + await self._submitted(waiting)

    async def _fetch_history(self, request: Request) -> None:
        """Have the whole history of a stream at hand, once what was decided before is on the record.

        Where that does not get there, neither does what is decided on top of it: it is done again alone.
        """
        earlier = [step.append.position for step in self._chain.waiting((request.stream_id,))]
        await asyncio.gather(*earlier, return_exceptions=True)
        history = await self._execution.memory.with_history(request.stream_id)
        self._chain.known[request.stream_id] = history

    async def _submitted(self, steps: list[Step]) -> list[Step]:
        """Queue what was decided, and let the appender and other waiting tasks run."""
        self._reservation.submit(*[step.append for step in steps if isinstance(step, Chained)])
        await asyncio.sleep(0)
        return steps

    def _step(self, request: Request) -> Step:
        """Decide a request on top of those that wait for their place."""
        if self._away is not None:
            return Settled(self._away)
        chain = self._chain
        before: tuple[Chained, ...] = ()
        try:
            if request.command_id in self._repeats:
                return Settled(repeated(request, self._repeats[request.command_id]))
            if chain.holds(request.command_id):
                return Deferred(request)
            before = chain.waiting((request.stream_id, account_behind(request, chain.known)))
            decision = self._execution.decide(chain.known, request)
        except HistoryNeededError:
            raise
        except Refusal as refusal:
            return Unwritten(request, before, refusal) if before else Settled(refusal)
        except Exception as failure:  # noqa: BLE001  it is this one's outcome; the others go on
            return Settled(failure)
        if decision.rows:
            return chain.follow(request, decision, before)
        unchanged = nothing_new(decision.after)
        must_wait = before or says_words(request)
        return Unwritten(request, before, unchanged) if must_wait else Settled(unchanged)

    async def _outcome_or_failure(self, step: Step) -> Answer | Exception:
        try:
            return await self._outcome(step)
        except AWAY as away:
            self._away = self._away or away
            return away
        except Exception as failure:  # noqa: BLE001  it is this one's outcome; the others go on
            return failure

    async def _outcome(self, step: Step) -> Answer | Exception:
        match step:
            case Settled():
                return step.outcome
            case Deferred():
                return await self._alone(step.request)
            case Chained():
                return await self._written(step)
            case Unwritten(before=before) if any(earlier.append.has_failed for earlier in before):
                return await self._alone(step.request)
            case Unwritten(outcome=Answer() as answer):
                await self._execution.refuse_other_words(step.request)
                return replace(answer, position=_position_now(step, answer))
            case Unwritten():
                return step.outcome

    async def _written(self, step: Chained) -> Answer:
        try:
            first = await step.append.position
        except (VersionTakenError, CommandRepeatedError):
            self._is_overtaken = True
            self._execution.memory.forget(step.request.stream_id)
            return await self._alone(step.request)
        loaded = await self._execution.remember(step.decision, first)
        self._chain.recorded(step, loaded)
        return answer_to(step.decision, loaded, first)

    async def _alone(self, request: Request) -> Answer:
        """Carry one out by itself. Raises what it is refused with."""
        if self._away is not None:
            raise self._away
        gives_up_at = asyncio.get_running_loop().time() + self._seconds
        return await self._execution.execute(request, self._reservation, gives_up_at)


def _position_now(step: Unwritten, answer: Answer) -> int:
    """Return the position of the newest event of its stream, now that this is on the record."""
    own = [earlier for earlier in step.before if earlier.request.stream_id == answer.stream_id]
    ends = [earlier.append.position.result() + len(earlier.append.rows) - 1 for earlier in own]
    return max([answer.position, *ends])
