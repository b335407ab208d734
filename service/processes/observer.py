"""Has streams observed, many at a time, and remembers which need not be asked again."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.events import ClockBreached, ClockEscalated, ClockStarted, ClockWarned
from service.domain.command import Command
from service.domain.event import Event
from service.domain.refusal import Refusal
from service.eventstore.append import AppenderStoppedError
from service.eventstore.application import Application
from service.eventstore.request import Answer, Outcome, Request
from service.processes.due_list import DueClock
from service.processes.outages import OUTAGES

ACTOR = "casebook watch"
BEFORE_ANOTHER_TRY = timedelta(seconds=30)
KINDS = ("warned", "breached", "escalated", "escalated_to_nobody", "escalated_too_late", "started", "other")
"""The event types that are counted."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class _Observed:
    """How far a stream was observed: the rows up to that version and that instant hold nothing new."""

    version: int
    until: datetime
    has_failed: bool = False

    def covers(self, row: DueClock, until: datetime) -> bool:
        if self.has_failed:
            return until < self.until + BEFORE_ANOTHER_TRY
        return row.version <= self.version and row.next_at < self.until


class Observer:
    """Sends ObserveClocks. One stream that is refused or fails is tried again later and holds up no other."""

    def __init__(self, application: Application, new_id: Callable[[], UUID]) -> None:
        self._application = application
        self._new_id = new_id
        self._observed: dict[UUID, _Observed] = {}
        self.noted: Counter[str] = Counter(dict.fromkeys(KINDS, 0))

    @property
    def failing_streams(self) -> int:
        """How many streams could not be observed at the last try."""
        return sum(observed.has_failed for observed in self._observed.values())

    def wanted(self, rows: Iterable[DueClock], until: datetime) -> list[UUID]:
        """Return the streams of rows that hold something not yet observed, each once, in order."""
        streams = {row.stream_id: None for row in rows if not self._knows(row, until)}
        return list(streams)

    def forget_all_but(self, stream_ids: set[UUID]) -> None:
        """Remember these streams only: the rows of the others have caught up."""
        self._observed = {known: self._observed[known] for known in stream_ids & self._observed.keys()}

    async def observe(self, stream_ids: Sequence[UUID], until: datetime, *besides: Command) -> None:
        """Have what is due by `until` noted on these streams, and then what follows from other commands.

        Raises what tells that the database is away, and nothing else.
        """
        for stream_id, outcome in zip(
            stream_ids, await self._outcomes(stream_ids, until, besides), strict=True
        ):
            if isinstance(outcome, Answer):
                self._observed[stream_id] = _Observed(outcome.version, until)
                self.noted.update(kind_of(recorded.event) for recorded in outcome.events)
            else:
                self._observed[stream_id] = _Observed(0, until, has_failed=True)
                # Neither its words nor its trace: they might quote an event, which holds personal data.
                _log.error("clocks_not_observed", stream_id=str(stream_id), error=type(outcome).__name__)

    def _knows(self, row: DueClock, until: datetime) -> bool:
        observed = self._observed.get(row.stream_id)
        return observed is not None and observed.covers(row, until)

    async def _outcomes(
        self, stream_ids: Sequence[UUID], until: datetime, besides: tuple[Command, ...]
    ) -> Sequence[Outcome | Exception]:
        requests = [self._request(stream_id, until, besides) for stream_id in stream_ids]
        try:
            return await self._application.execute_many(requests)
        except (*OUTAGES, AppenderStoppedError):
            raise
        except Exception:  # noqa: BLE001  it is met again below, by the stream whose it is
            return [await self._alone(request) for request in requests]

    async def _alone(self, request: Request) -> Outcome | Exception:
        try:
            return await self._application.execute(request)
        except Refusal as refusal:
            return refusal
        except (*OUTAGES, AppenderStoppedError):
            raise
        except Exception as error:  # noqa: BLE001  it is logged and counted, and the stream tried again
            return error

    def _request(self, stream_id: UUID, until: datetime, besides: tuple[Command, ...]) -> Request:
        return Request(
            stream_id=stream_id,
            commands=(ObserveClocks(occurred_at=until), *besides),
            command_id=self._new_id(),
            actor=ACTOR,
        )


def kind_of(event: Event) -> str:
    """Return under which of KINDS an event is counted."""
    match event:
        case ClockEscalated(called=False):
            return "escalated_too_late"
        case ClockEscalated(escalated_to=None):
            return "escalated_to_nobody"
        case ClockEscalated():
            return "escalated"
        case ClockBreached():
            return "breached"
        case ClockWarned():
            return "warned"
        case ClockStarted():
            return "started"
        case _:
            return "other"
