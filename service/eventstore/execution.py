"""One request carried out: load, decide, append, and what to do when another writer was faster."""

import asyncio
from collections.abc import Callable, Iterable
from uuid import UUID

from service.domain.account.state import CustomerAccount
from service.domain.case.context import DecisionContext
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.refusal import CommandIdReusedError, OnRecordOtherwiseError, Refusal
from service.domain.rulebook.identity import RULEBOOK_ID
from service.eventstore.append import (
    CommandRepeatedError,
    RecordBusyError,
    RecordUnavailableError,
    VersionTakenError,
)
from service.eventstore.context.related_streams import account_behind, account_of, rules
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import Decision, decided, decode_rows
from service.eventstore.log import EventLog
from service.eventstore.memory.streams import Known, StreamMemory
from service.eventstore.record_time import RecordTime
from service.eventstore.request import Answer, Loaded, Request
from service.eventstore.said_before import words_not_said
from service.eventstore.writing.appender import Reservation

ATTEMPTS_AT_ONCE = 2
LONGEST_PAUSE_SECONDS = 0.05
NOT_READ = "the record could not be read in time"
_SHARES = 1024

Repeats = dict[UUID, list[RecordedEvent]]


class Execution:
    """Decides requests on streams as remembered and has the record check it. `time` and `new_id` come in."""

    def __init__(
        self,
        log: EventLog,
        memory: StreamMemory,
        *,
        time: RecordTime,
        new_id: Callable[[], UUID],
    ) -> None:
        self.memory = memory
        self._log = log
        self._time = time
        self._new_id = new_id

    async def execute(self, request: Request, reservation: Reservation, gives_up_at: float) -> Answer:
        """Carry it out, anew for as long as other writers are faster.

        Raises a `Refusal`; RecordBusyError where they were until `gives_up_at`, a time of the event loop;
        RecordUnavailableError.
        """
        attempt = 0
        while True:
            try:
                return await self._attempt(request, reservation, gives_up_at, is_first=not attempt)
            except VersionTakenError:
                self.memory.forget(request.stream_id)
            attempt += 1
            if attempt >= ATTEMPTS_AT_ONCE:
                if asyncio.get_running_loop().time() >= gives_up_at:
                    raise RecordBusyError
                await asyncio.sleep(_pause_seconds(request, attempt))

    async def _attempt(
        self, request: Request, reservation: Reservation, gives_up_at: float, *, is_first: bool
    ) -> Answer:
        """Carry a request out on the stream as remembered; a repeat is answered as it was the first time."""
        try:
            async with asyncio.timeout_at(gives_up_at):
                decision = await self._decided_now(request, is_first=is_first)
        except TimeoutError:
            raise (RecordUnavailableError(NOT_READ) if is_first else RecordBusyError) from None
        if isinstance(decision, Answer):
            return decision
        if not decision.rows:
            await self.refuse_other_words(request)
            return nothing_new(decision.after)
        try:
            first = await reservation.append(decision.rows, decision.before_id, gives_up_at=gives_up_at)
        except CommandRepeatedError:
            if repeat := await self._repeat(request):
                return repeat
            raise
        return answer_to(decision, await self.remember(decision, first), first)

    async def _decided_now(self, request: Request, *, is_first: bool) -> Decision | Answer:
        """Decide by memory, and where that refuses or changes nothing, by the record.

        At the first attempt a case that is received is believed to be new: its version check finds out.
        """
        known = await self._remembered(request, is_first=is_first)
        try:
            decision = await self._decided(known, request)
        except Refusal:
            decision = None
        if decision is not None and decision.rows:
            return decision
        if repeat := await self._repeat(request):
            return repeat
        return await self._decided(await self.memory.refresh(set(known)), request)

    async def _decided(self, known: Known, request: Request) -> Decision:
        """Decide, by the whole history of the stream where its state does not suffice."""
        try:
            return self.decide(known, request)
        except HistoryNeededError:
            known[request.stream_id] = await self.memory.with_history(request.stream_id)
            return self.decide(known, request)

    async def _remembered(self, request: Request, *, is_first: bool) -> Known:
        needed = {request.stream_id, RULEBOOK_ID}
        fresh = None
        if account_id := account_of(request):
            needed.add(account_id)
            fresh = request.stream_id if is_first else None
        known = await self.memory.fetch(needed, fresh=fresh)
        if (account_id := account_behind(request, known)) and account_id not in known:
            known |= await self.memory.fetch([account_id])
        return known

    def decide(self, known: Known, request: Request) -> Decision:
        """Return what follows from a request. Raises a `Refusal`."""
        in_doubt = self._time.refuse_doubted(request.commands)
        account_id = account_behind(request, known)
        state = known[account_id].state if account_id in known else None
        context = DecisionContext(
            now=request.decided_at or self._time.now(),
            stream_id=request.stream_id,
            account=state if isinstance(state, CustomerAccount) else None,
            rulebook=rules(known),
            looked_up=request.looked_up,
            owner_choice=request.looked_up.account_choice,
            case_accounts=request.looked_up.case_accounts,
            known_needs=request.looked_up.known_needs,
            scoring=request.looked_up.scoring,
            teller=request.teller,
        )
        loaded, recorded_at = known[request.stream_id], self._time.recorded_at(context.now)
        return decided(loaded, request, context, self._new_id, recorded_at=recorded_at, in_doubt=in_doubt)

    async def refuse_other_words(self, request: Request) -> None:
        """Refuse a request of which all is so already but its words. Raises OnRecordOtherwiseError."""
        if missing := await words_not_said(self._log, request):
            field, words = missing
            raise OnRecordOtherwiseError(field=field, on_record=f"{field} {words}")

    async def remember(self, decision: Decision, first: int) -> Loaded:
        """Keep the stream after what was written, its first event at this position."""
        loaded = decision.loaded(first)
        await self.memory.remember(loaded.version - len(decision.rows), loaded)
        return loaded

    async def repeats(self, requests: Iterable[Request]) -> Repeats:
        """Return the events of those of the requests that are on the record, by command id."""
        rows = await self._log.commands([request.command_id for request in requests])
        found: Repeats = {}
        for recorded in decode_rows(rows):
            found.setdefault(recorded.command_id, []).append(recorded)
        return found

    async def _repeat(self, request: Request) -> Answer | None:
        found = await self.repeats([request])
        return repeated(request, found[request.command_id]) if found else None


def answer_to(decision: Decision, loaded: Loaded, first: int) -> Answer:
    """Return the answer to a request whose events were written, the first at this position."""
    return Answer(
        stream_id=loaded.stream_id,
        version=loaded.version,
        position=loaded.position,
        tell=lambda: decision.recorded(first),
    )


def nothing_new(loaded: Loaded) -> Answer:
    """Return the answer to a request that finds all so already."""
    return Answer(stream_id=loaded.stream_id, version=loaded.version, position=loaded.position)


def repeated(request: Request, events: list[RecordedEvent]) -> Answer:
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


def _pause_seconds(request: Request, attempt: int) -> float:
    """Return a pause that differs from request to request, so that rivals do not meet again."""
    share = (request.command_id.int % _SHARES + 1) / _SHARES
    return share * min(0.004 * attempt, LONGEST_PAUSE_SECONDS)
