"""The eventsourcing library's synchronous recorder over our record: the same appender, the same table."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from threading import Event, Lock
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import psycopg
from eventsourcing import persistence
from eventsourcing.persistence import (
    ApplicationRecorder,
    ListenNotifySubscription,
    Notification,
    StoredEvent,
)

from service.eventstore.append import (
    AppenderStoppedError,
    CommandRepeatedError,
    EventBeforeMissingError,
    RecordUnavailableError,
    VersionTakenError,
)
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.following.announcer import Announcer
from service.eventstore.following.listener import Listener
from service.eventstore.library.loop_thread import LoopStoppedError, LoopThread
from service.eventstore.library.mapper import LibraryRow, library_row, stored_envelope
from service.eventstore.log import LAST_POSITION, EventLog
from service.eventstore.writing.appender import Appender


class UnsupportedByRecordError(persistence.NotSupportedError):
    """The library offers it and the record does not; the message says what to use instead."""


class CasebookRecorder(ApplicationRecorder):
    """Writes and reads `es.events` for the eventsourcing library. Use `start()` and `close()`, or `with`.

    Plain stored events of the library get an envelope: id and command id from `new_id`, `recorded_at` from
    `now`, and `actor`; a `LibraryRow` is written with the envelope that it has. Raises the exceptions of
    `eventsourcing.persistence`.
    """

    def __init__(
        self,
        libpq_url: str,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], UUID],
        actor: str = "eventsourcing",
    ) -> None:
        self._url = libpq_url
        self._now = now
        self._new_id = new_id
        self._actor = actor
        self._waiting: set[Event] = set()
        self._waiting_lock = Lock()
        self._thread = LoopThread(self._connected, name="casebook recorder")
        self._log = EventLog(libpq_url)
        self._announcer = Announcer(libpq_url)
        self._appender = Appender(libpq_url, on_append=self._on_append)

    def start(self) -> Self:
        """Start the thread that writes and reads."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Write what waits, end the thread, and end subscriptions with an InterfaceError."""
        self._thread.close()
        self._wake()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Write the events together or not at all, and return their positions.

        Raises IntegrityError when a version or a command id is taken, and UnsupportedByRecordError for the
        library's `tracking`: a projection keeps its position in its own transaction.
        """
        unsupported = sorted(name for name, value in kwargs.items() if value is not None)
        if unsupported:
            raise UnsupportedByRecordError(f"the record writes events only, not {', '.join(unsupported)}")
        if not stored_events:
            return []
        rows = self._in_envelopes(stored_events)
        with _as_library_errors():
            first = self._thread.call(self._appender.append(rows))
        return list(range(first, first + len(rows)))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of a stream, as the library asks for them."""
        with _as_library_errors():
            reading = self._log.slice(
                _stream_id(originator_id),
                after_version=gt,
                up_to_version=lte,
                newest_first=desc,
                limit=limit,
            )
            return [library_row(row) for row in self._thread.call(reading)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return up to `limit` events by position; `topics` are stored names."""
        first = 1 if start is None else start + (not inclusive_of_start)
        last = LAST_POSITION if stop is None else stop
        with _as_library_errors():
            rows = self._thread.call(self._log.between(first, last, limit, topics))
        return [library_row(row) for row in rows]

    def max_notification_id(self) -> int | None:
        """Return the newest position, None where there is none."""
        with _as_library_errors():
            return self._thread.call(self._log.head()) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "CasebookSubscription":
        """Return an iterator over the events after position `gt` that waits for new ones."""
        return CasebookSubscription(self, gt=gt, topics=topics)

    def wake_on_append(self, event: Event) -> None:
        """Have `event` set whenever there may be something new."""
        with self._waiting_lock:
            self._waiting.add(event)
        event.set()

    def forget(self, event: Event) -> None:
        """Undo `wake_on_append`."""
        with self._waiting_lock:
            self._waiting.discard(event)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[None]:
        listener = Listener(self._url, self._wake)
        async with (
            self._announcer.running(),
            self._log.reading(),
            listener.running(),
            self._appender.running(),
        ):
            yield

    def _on_append(self, position: int) -> None:
        self._announcer.announce(position)
        self._wake()

    def _wake(self) -> None:
        with self._waiting_lock:
            for event in self._waiting:
                event.set()

    def _in_envelopes(self, stored_events: Sequence[StoredEvent]) -> list[StoredEnvelope]:
        command_id, recorded_at = self._new_id(), self._now()
        return [
            stored_envelope(event)
            if isinstance(event, LibraryRow)
            else StoredEnvelope(
                stream_id=_stream_id(event.originator_id),
                version=event.originator_version,
                stored_name=event.topic,
                payload=event.state,
                position=0,
                event_id=self._new_id(),
                recorded_at=recorded_at,
                actor=self._actor,
                command_id=command_id,
                command_seq=sequence,
                command_digest=None,
                correlation_id=command_id,
                causation_id=None,
            )
            for sequence, event in enumerate(stored_events)
        ]


class CasebookSubscription(ListenNotifySubscription[CasebookRecorder]):
    """The library's subscription, woken by our announcements and polls."""

    def __init__(self, recorder: CasebookRecorder, gt: int | None = None, topics: Sequence[str] = ()) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        recorder.wake_on_append(self._has_been_notified)

    def stop(self) -> None:
        """Stop the iteration."""
        super().stop()
        self._recorder.forget(self._has_been_notified)


def _stream_id(originator_id: UUID | str) -> UUID:
    try:
        return originator_id if isinstance(originator_id, UUID) else UUID(originator_id)
    except ValueError as error:
        raise persistence.DataError(
            f"originator_id {originator_id!r} is no UUID: streams have one"
        ) from error


@contextmanager
def _as_library_errors() -> Iterator[None]:
    """Turn what our side raises into what callers of the library expect."""
    try:
        yield
    except EventBeforeMissingError as error:
        raise persistence.IntegrityError(
            "the version before is not on the record, so nothing was written: versions have no gaps"
        ) from error
    except VersionTakenError as error:
        raise persistence.IntegrityError("a version of the stream is taken; nothing was written") from error
    except CommandRepeatedError as error:
        raise persistence.IntegrityError("the command is on the record; nothing was written") from error
    except (LoopStoppedError, AppenderStoppedError) as error:
        raise persistence.InterfaceError(
            "the recorder is not running: start it, or do not close it"
        ) from error
    except (RecordUnavailableError, psycopg.OperationalError) as error:
        raise persistence.OperationalError(str(error)) from error
    except psycopg.IntegrityError as error:
        raise persistence.IntegrityError(str(error)) from error
    except (psycopg.DataError, ValueError) as error:
        raise persistence.DataError(str(error)) from error
    except psycopg.DatabaseError as error:
        raise persistence.DatabaseError(str(error)) from error
