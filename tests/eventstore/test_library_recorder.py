"""The eventsourcing library's own test cases, and its Application, over our record."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import Application as LibraryApplication
from eventsourcing.persistence import (
    DataError,
    IntegrityError,
    InterfaceError,
    Mapper,
    StoredEvent,
    Tracking,
)
from eventsourcing.persistence import InfrastructureFactoryError as FactoryError
from eventsourcing.tests import persistence as library
from eventsourcing.utils import EnvType

from service.domain.case.decisions.closure import ResolveCase
from service.domain.case.decisions.replies import AddNote
from service.eventstore.application import Application
from service.eventstore.folding import fold
from service.eventstore.library.factory import CasebookFactory
from service.eventstore.library.mapper import LibraryEvent, LibraryRow, library_row
from service.eventstore.library.recorder import CasebookRecorder, UnsupportedByRecordError
from service.eventstore.log import EventLog
from service.eventstore.request import Loaded
from tests.eventstore.record import NOW, another_writer, now, opened_case, request, row, rows_of, writers_wait

MODULE = {"PERSISTENCE_MODULE": "service.eventstore.library.factory"}
TOPICS = {
    "CASEBOOK_NOW_TOPIC": "eventsourcing.domain:datetime_now_with_tzinfo",
    "CASEBOOK_NEW_ID_TOPIC": "uuid:uuid4",
}


@pytest.fixture
def recorder(database_url: str) -> Iterable[CasebookRecorder]:
    with CasebookRecorder(database_url, now=now, new_id=uuid4) as recorder:
        yield recorder


def planted_row(*arguments: Any, **fields: Any) -> LibraryRow:
    return library_row(row(*arguments, **fields))


class TestApplicationRecorder(library.ApplicationRecorderTestCase[CasebookRecorder]):
    @pytest.fixture(autouse=True)
    def _on_our_record(self, recorder: CasebookRecorder) -> None:
        self.recorder = recorder

    def create_recorder(self) -> CasebookRecorder:
        return self.recorder

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleaving(library.NonInterleavingNotificationIDsBaseCase):
    @pytest.fixture(autouse=True)
    def _on_our_record(self, recorder: CasebookRecorder) -> None:
        self.recorder = recorder

    def create_recorder(self) -> CasebookRecorder:
        return self.recorder


def test_the_recorder_and_the_application_write_into_one_order(recorder: CasebookRecorder) -> None:
    assert recorder.insert_events([]) == []
    stream_id = uuid4()
    assert recorder.insert_events([planted_row(stream_id, 1), planted_row(stream_id, 2)]) == [1, 2]
    assert recorder.insert_events([StoredEvent(uuid4(), 1, "Planted.v1", b"{}")]) == [3]


def test_a_version_that_follows_none_is_refused_with_the_reason(recorder: CasebookRecorder) -> None:
    stream_id = uuid4()
    recorder.insert_events([planted_row(stream_id, 1)])
    with pytest.raises(IntegrityError, match="versions have no gaps"):
        recorder.insert_events([planted_row(stream_id, 3)])
    assert recorder.insert_events([planted_row(stream_id, 2)]) == [2]


def test_a_plain_event_gets_an_envelope_from_the_constructor(recorder: CasebookRecorder) -> None:
    stream_id = uuid4()
    recorder.insert_events([StoredEvent(stream_id, n, "Planted.v1", b"{}") for n in (1, 2)])
    first, second = recorder.select_notifications(None, 10)
    written = [event.__dict__ for event in (first, second)]
    assert [(event["command_seq"], event["actor"], event["recorded_at"]) for event in written] == [
        (0, "eventsourcing", NOW),
        (1, "eventsourcing", NOW),
    ]
    assert written[0]["command_id"] == written[1]["command_id"]
    assert written[0]["event_id"] != written[1]["event_id"]


def test_an_envelope_keeps_what_it_says(recorder: CasebookRecorder) -> None:
    planted = planted_row(uuid4(), actor="agent:7", command_digest=b"digest", causation_id=uuid4())
    recorder.insert_events([planted])
    (written,) = recorder.select_events(planted.originator_id)
    assert written.__dict__ == planted.__dict__ | {"id": 1}


def test_a_command_on_the_record_is_refused_as_the_library_expects(recorder: CasebookRecorder) -> None:
    command_id = uuid4()
    recorder.insert_events([planted_row(uuid4(), command_id=command_id)])
    with pytest.raises(IntegrityError, match="command"):
        recorder.insert_events([planted_row(uuid4(), command_id=command_id)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([planted_row(uuid4()), planted_row(uuid4(), command_id=command_id)])
    assert recorder.max_notification_id() == 1


def test_what_the_record_does_not_do_is_refused_by_name(recorder: CasebookRecorder) -> None:
    with pytest.raises(UnsupportedByRecordError, match="tracking"):
        recorder.insert_events([planted_row(uuid4())], tracking=Tracking("upstream", 1))
    with pytest.raises(DataError, match="no UUID"):
        recorder.select_events("customer-1")
    with pytest.raises(DataError, match="0x00"):
        recorder.insert_events([planted_row(uuid4(), stored_name="a\0b")])
    assert recorder.max_notification_id() is None


def test_a_subscription_hears_of_what_another_process_writes(
    recorder: CasebookRecorder, database_url: str
) -> None:
    with (
        CasebookRecorder(database_url, now=now, new_id=uuid4) as other,
        recorder.subscribe() as subscription,
    ):
        for position in range(1, 4):
            other.insert_events([planted_row(uuid4())])
            assert next(subscription).id == position


def test_closing_the_recorder_ends_its_subscriptions(database_url: str) -> None:
    recorder = CasebookRecorder(database_url, now=now, new_id=uuid4).start()
    recorder.insert_events([planted_row(uuid4())])
    with recorder.subscribe() as subscription:
        next(subscription)
        while subscription._has_been_notified.is_set():
            pass  # it looks once more; then it waits, and only closing can wake it
        recorder.close()
        with pytest.raises(InterfaceError):
            next(subscription)
    recorder.close()
    with pytest.raises(InterfaceError):
        recorder.insert_events([planted_row(uuid4())])


async def test_closing_answers_a_call_that_waits(database_url: str) -> None:
    recorder = CasebookRecorder(database_url, now=now, new_id=uuid4).start()
    async with another_writer(database_url, [row(uuid4())]) as other:
        waiting = asyncio.create_task(asyncio.to_thread(recorder.insert_events, [planted_row(uuid4())]))
        await writers_wait(database_url)
        closing = asyncio.create_task(asyncio.to_thread(recorder.close))
        while recorder._thread._loop is not None:  # noqa: ASYNC110 - closing has no event to wait on
            await asyncio.sleep(0)
        await other.commit()
    assert await waiting == [2]
    await closing


class Cases(LibraryApplication[UUID]):
    env = MODULE


@dataclass(frozen=True)
class Folded:
    """What the library's repository asks of an aggregate that is not its own: an id and a version."""

    loaded: Loaded

    @property
    def id(self) -> UUID:
        return self.loaded.stream_id

    @property
    def version(self) -> int:
        return self.loaded.version


def folded(before: Folded | None, events: Iterable[LibraryEvent]) -> Folded | None:
    for event in events:
        loaded = before.loaded if before else Loaded(stream_id=event.stream_id)
        before = Folded(fold(loaded, [event]))
    return before


async def test_the_librarys_application_saves_and_reads_our_decided_streams(
    database_url: str, application: Application, log: EventLog
) -> None:
    case_id = await opened_case(application)
    loaded = await application.load(case_id)
    wish = request(case_id, AddNote(text="called back"), ResolveCase(resolution="belt replaced"))
    mapper: Mapper[UUID] = CasebookFactory({}).mapper()
    with Cases(env=TOPICS | {"CASEBOOK_DATABASE_URL": database_url}) as cases:
        recordings = cases.save(
            *(mapper.to_domain_event(library_row(stored)) for stored in rows_of(loaded, wish))
        )
        assert [recording.notification.id for recording in recordings] == [3, 4]
        theirs: Folded = cases.repository.get(case_id, projector_func=folded)
        noted: Folded = cases.repository.get(case_id, version=2, projector_func=folded)
        with pytest.raises(IntegrityError):
            cases.save(mapper.to_domain_event(library_row(rows_of(loaded, wish)[0])))
        assert [item.id for item in cases.notification_log["1,10"].items] == [1, 2, 3, 4]
    assert theirs.loaded == await application.load(case_id)
    assert noted.loaded == await application.load(case_id, up_to_version=2)
    repeat = await application.execute(wish)
    assert (repeat.is_repeat, repeat.version, repeat.position) == (True, 3, 4)
    assert await log.head() == 4


def test_a_factory_can_be_given_its_clock_and_ids(database_url: str) -> None:
    instant = datetime(2031, 2, 3, tzinfo=UTC)
    factory = CasebookFactory(
        {"CASEBOOK_DATABASE_URL": database_url}, now=lambda: instant, new_id=lambda: UUID(int=7)
    )
    recorder = factory.application_recorder()
    assert factory.application_recorder() is recorder
    recorder.insert_events([StoredEvent(uuid4(), 1, "Planted.v1", b"{}")])
    (written,) = recorder.select_notifications(None, 1)
    assert (written.__dict__["recorded_at"], written.__dict__["event_id"]) == (instant, UUID(int=7))
    factory.close()


@pytest.mark.parametrize("missing", ["CASEBOOK_DATABASE_URL", *TOPICS])
def test_a_factory_names_what_is_missing(missing: str) -> None:
    env: EnvType = {"CASEBOOK_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"} | TOPICS | MODULE
    with pytest.raises(FactoryError, match=missing):
        Cases(env={name: value for name, value in env.items() if name != missing})


@pytest.mark.parametrize("ask", ["aggregate_recorder", "tracking_recorder", "process_recorder"])
def test_a_factory_refuses_what_the_record_does_not_offer(ask: str) -> None:
    with pytest.raises(UnsupportedByRecordError):
        getattr(CasebookFactory({}), ask)()


@pytest.mark.parametrize("setting", ["CIPHER_KEY", "CIPHER_TOPIC", "COMPRESSOR_TOPIC"])
def test_a_cipher_that_would_not_be_used_is_refused(setting: str) -> None:
    with pytest.raises(UnsupportedByRecordError, match=setting):
        CasebookFactory({setting: "anything"}).mapper()
