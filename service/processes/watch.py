"""The watch: has noted on the record what passes by itself, when it is due. Decision 0014."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog

from service.domain.account.decisions.reminders import RaiseReminders
from service.eventstore.append import AppenderStoppedError
from service.eventstore.application import Application
from service.eventstore.following.feed import NewEventSignal
from service.processes.clock_guard import ClockGuard, Doubt, Look
from service.processes.coverage import Coverage, survey
from service.processes.due_list import NO_ID, DueClock, DueList
from service.processes.observer import Observer
from service.processes.outages import OUTAGES, shown_message
from service.processes.watch_status import WatchFailure, WatchStatus

STREAMS_A_BATCH = 50
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BEFORE_ANOTHER_TRY = 1.0
MOST_SECONDS_ASLEEP = 10.0
BETWEEN_ROUNDS = timedelta(hours=1)
BETWEEN_SURVEYS = timedelta(minutes=10)

SetAside = Callable[[datetime], Awaitable[None]]

_log = structlog.get_logger()


class Watch:
    """Sends ObserveClocks to each stream with something due. Any number may run, and be killed, anywhere.

    What is noted is decided on the record, so a second time adds nothing. Use `running()`, once.

    Args:
        application: By which it is noted.
        due_list: Where the watch finds what is due.
        guard: Whether the time can be believed.
        now: The clock on the wall of this machine.
        new_events: Notified of new events, so that a clock that was just started is seen in time.
        issue: Has reports issued that are due by an instant.
        detect: Raises what the data of accounts point to by an instant, every now and then.
        set_aside: Sets aside by an instant what nobody could keep, before it is noted as broken.
        steady: A clock in seconds that only runs forward.
        streams_a_batch: How many streams are observed with one statement, at most.
    """

    def __init__(
        self,
        application: Application,
        due_list: DueList,
        *,
        guard: ClockGuard,
        now: Callable[[], datetime],
        new_events: NewEventSignal,
        set_aside: SetAside | None = None,
        issue: SetAside | None = None,
        detect: SetAside | None = None,
        steady: Callable[[], float] = monotonic,
        streams_a_batch: int = STREAMS_A_BATCH,
    ) -> None:
        self._application = application
        self._due_list = due_list
        self._guard = guard
        self._now = now
        self._new_events = new_events
        self._set_aside = set_aside
        self._issue = issue
        self._detect = detect
        self._steady = steady
        self._batch = streams_a_batch
        self._observer = Observer(application, application.new_id)
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._failure: WatchFailure | None = None
        self._looked_at: datetime | None = None
        self._behind_since: datetime | None = None
        self._round_at: datetime | None = None
        self._survey_at: datetime | None = None
        self._coverage: tuple[Coverage, ...] = ()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Watch"]:
        """Watch in the background while inside; on leaving, the batch that is being noted is ended."""
        watching = asyncio.create_task(self._watch_until_stopped())
        try:
            yield self
        finally:
            self._stopping.set()
            self._new_events.notify()
            await watching

    async def ended(self) -> None:
        """Wait until it has stopped, by itself or by its owner."""
        await self._ended.wait()

    def status(self) -> WatchStatus:
        """Return how it stands. Asks nobody."""
        behind = self._now() - self._behind_since if self._behind_since else timedelta()
        return WatchStatus(
            doubt=self._guard.doubt,
            failure=self._failure,
            looked_at=self._looked_at,
            lag_seconds=max(behind.total_seconds(), 0.0),
            noted=self._observer.noted,
            failing_streams=self._observer.failing_streams,
            coverage=self._coverage,
        )

    async def look(self) -> float:
        """Have all noted that is due, unless the time is not believed.

        Return in how many seconds to look again. Raises what tells that the database is away.
        """
        until = await self._believed_time()
        if until is None:
            return SECONDS_BEFORE_ANOTHER_TRY
        if self._set_aside is not None:
            await self._set_aside(until)
        await self._observe_due(until)
        if self._issue is not None:
            await self._issue(until)
        if self._detect is not None:
            await self._detect(until)
        if self._round_at is None or until >= self._round_at + BETWEEN_ROUNDS:
            await self._observe_accounts(until)
            self._round_at = until
        if self._survey_at is None or until >= self._survey_at + BETWEEN_SURVEYS:
            self._coverage = await survey(self._application.log, self._due_list)
            self._survey_at = until
        self._looked_at = until
        next_at = await self._due_list.next_at(until)
        wait = (next_at - until).total_seconds() if next_at else MOST_SECONDS_ASLEEP
        return min(wait, MOST_SECONDS_ASLEEP)

    async def _believed_time(self) -> datetime | None:
        """Return the instant by which to note what is due; None while the time is not believed."""
        asked_at, steady_seconds = self._now(), self._steady()
        database_at = await self._due_list.time()
        look = Look(
            asked_at=asked_at,
            answered_at=self._now(),
            database_at=database_at,
            monotonic_seconds=steady_seconds,
        )
        doubted = self._guard.doubt
        doubt = self._guard.judge(look)
        if (doubted and doubted.kind) != (doubt and doubt.kind):
            _log_doubt(doubt)
        if doubt is None:
            return look.earliest
        await self._note_lag(look.earliest)
        return None

    async def _observe_due(self, until: datetime) -> None:
        """Go through all clocks that are due, page by page, each page a batch."""
        seen: set[UUID] = set()
        after: DueClock | None = None
        self._behind_since = None
        while not self._stopping.is_set():
            rows = await self._due_list.due(until, after, self._batch)
            if not rows:
                self._observer.forget_all_but(seen)
                return
            seen.update(row.stream_id for row in rows)
            after = rows[-1]
            if wanted := self._observer.wanted(rows, until):
                self._behind_since = rows[0].next_at
                await self._observer.observe(wanted, until)
                self._behind_since = None

    async def _note_lag(self, until: datetime) -> None:
        rows = await self._due_list.due(until, None, self._batch)
        wanted = set(self._observer.wanted(rows, until))
        self._behind_since = next((row.next_at for row in rows if row.stream_id in wanted), None)

    async def _observe_accounts(self, until: datetime) -> None:
        """Go through the accounts to which days bring something that no event tells."""
        after = NO_ID
        while not self._stopping.is_set():
            account_ids = await self._due_list.accounts_with_days_to_come(after, self._batch)
            if not account_ids:
                return
            await self._observer.observe(account_ids, until, RaiseReminders())
            after = account_ids[-1]

    async def _watch_until_stopped(self) -> None:
        try:
            while not self._stopping.is_set() and not self._new_events.is_closed:
                notified = self._new_events.listen()
                seconds = await self._attempt()
                if seconds is None:
                    return
                await self._new_events.heard(notified, seconds)
                with suppress(TimeoutError):  # under load more follow: one look takes them all
                    await asyncio.wait_for(self._stopping.wait(), SECONDS_BETWEEN_LOOKS)
        finally:
            self._ended.set()

    async def _attempt(self) -> float | None:
        """Look; return in how many seconds to look again, None where that has an end."""
        try:
            seconds = await self.look()
        except OUTAGES as error:
            self._failed(error, is_final=False)
            return SECONDS_BEFORE_ANOTHER_TRY
        except AppenderStoppedError:
            return None
        except Exception as error:  # noqa: BLE001  whatever it is, it stops the watch and is shown
            self._failed(error, is_final=True)
            return None
        if self._failure is not None:
            self._failure = None
            _log.info("watch_goes_on")
        return seconds

    def _failed(self, error: Exception, *, is_final: bool) -> None:
        failure = WatchFailure(type=type(error).__name__, message=shown_message(error), is_final=is_final)
        if failure != self._failure:
            event = "watch_stopped" if is_final else "watch_interrupted"
            _log.error(event, error=failure.type, message=failure.message)
        self._failure = failure


def _log_doubt(doubt: Doubt | None) -> None:
    if doubt is None:
        _log.info("watch_believes_the_time")
    else:
        _log.error("watch_holds", reason=doubt.kind, seconds=doubt.seconds)
