"""Snapshots shorten the way and change nothing; one of another fold is not read."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from pydantic import TypeAdapter

from service.domain.case.decisions.closure import ConfirmResolution, ResolveCase
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.replies import AddNote, SendReply
from service.domain.case.state import Case
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows, fold
from service.eventstore.log import EventLog
from service.eventstore.memory import snapshots
from service.eventstore.memory.snapshots import EVENTS_BETWEEN_SNAPSHOTS, SnapshotStore, fold_version
from service.eventstore.request import Loaded
from tests.eventstore.record import application_on, opened_case, request

ROOT = Path(__file__).parents[2]


async def lengthen(application: Application, case_id: UUID, events: int) -> None:
    notes = [request(case_id, AddNote(text=f"note {n}")) for n in range(events)]
    await application.execute_many(notes)


async def snapshot_of(url: str, case_id: UUID) -> tuple[int, int] | None:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute(
            "select version, fold_version from es.snapshots where stream_id = %s", (case_id,)
        )
        row: tuple[int, int] | None = await found.fetchone()
        return row


async def test_a_stream_that_grows_long_leaves_a_snapshot(database_url: str) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
        await lengthen(application, case_id, EVENTS_BETWEEN_SNAPSHOTS - 2)
        assert await snapshot_of(database_url, case_id) is None
        await application.execute(request(case_id, SendReply(text="done")))
        assert await snapshot_of(database_url, case_id) == (EVENTS_BETWEEN_SNAPSHOTS, fold_version())


async def test_a_new_process_goes_on_from_the_snapshot_as_from_the_beginning(database_url: str) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
        await application.execute(request(case_id, ResolveCase(), RateSatisfaction(score=4)))
        await lengthen(application, case_id, EVENTS_BETWEEN_SNAPSHOTS + 7)
        whole = await application.load(case_id)
        (loaded,) = await SnapshotStore(application.log).load([case_id])
        assert loaded == whole
    async with application_on(database_url) as application:
        answer = await application.execute(request(case_id, ConfirmResolution()))
        assert answer.version == whole.version + 1


async def test_a_snapshot_is_really_read_and_one_of_another_fold_is_not(
    database_url: str, log: EventLog
) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
        await lengthen(application, case_id, 5)
    (loaded,) = await SnapshotStore(log).load([case_id])
    planted = replace(loaded, state=Case(status="closed", owner="planted"))
    await SnapshotStore(log).save(planted)
    assert await SnapshotStore(log).load([case_id]) == [planted]
    (honest,) = await SnapshotStore(log, version=fold_version() + 1).load([case_id])
    assert isinstance(honest.state, Case)
    assert (honest.version, honest.state.status, honest.state.owner) == (6, "open", None)


@pytest.mark.parametrize(("versions", "positions"), [(1, 0), (0, 1), (1, 1)])
async def test_a_snapshot_of_events_that_the_record_does_not_have_is_not_read(
    database_url: str, log: EventLog, versions: int, positions: int
) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
    (honest,) = await SnapshotStore(log).load([case_id])
    ahead = replace(
        honest,
        version=honest.version + versions,
        position=honest.position + positions,
        state=Case(status="closed"),
    )
    await SnapshotStore(log).save(ahead)
    assert await SnapshotStore(log).load([case_id]) == [honest]


@pytest.mark.parametrize("damage", [b"", b'{"status"', b'{"status": 7}', b"\xff"])
async def test_a_snapshot_that_cannot_be_read_costs_the_whole_way_and_is_replaced(
    database_url: str, log: EventLog, damage: bytes
) -> None:
    async with application_on(database_url) as application:
        case_id, other_id = await opened_case(application), await opened_case(application)
        await lengthen(application, case_id, EVENTS_BETWEEN_SNAPSHOTS - 1)
    honest = await SnapshotStore(log).load([case_id, other_id])
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("update es.snapshots set state = %s", (damage,))
        assert by_id(await SnapshotStore(log).load([case_id, other_id])) == by_id(honest)
        [(state,)] = await (await connection.execute("select state from es.snapshots")).fetchall()
    assert TypeAdapter(Case).validate_json(state) == by_id(honest)[case_id].state


def by_id(streams: list[Loaded]) -> dict[UUID, Loaded]:
    return {loaded.stream_id: loaded for loaded in streams}


async def test_an_older_snapshot_does_not_replace_a_newer_one(database_url: str, log: EventLog) -> None:
    stream_id = uuid4()
    for version in (400, 200):
        state = Case(status="open")
        await SnapshotStore(log).save(Loaded(stream_id=stream_id, version=version, position=1, state=state))
    assert await snapshot_of(database_url, stream_id) == (400, fold_version())


async def test_a_long_stream_without_a_snapshot_leaves_one_when_it_is_read(
    database_url: str, log: EventLog
) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
        await lengthen(application, case_id, EVENTS_BETWEEN_SNAPSHOTS + 1)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("delete from es.snapshots")
    await SnapshotStore(log).load([case_id])
    assert await snapshot_of(database_url, case_id) == (EVENTS_BETWEEN_SNAPSHOTS + 2, fold_version())


async def test_a_folded_case_survives_being_written_down(application: Application, log: EventLog) -> None:
    case_id = await opened_case(application)
    await application.execute(
        request(
            case_id,
            SendReply(text="An engineer comes"),
            ResolveCase(),
            RateSatisfaction(score=2),
            ConfirmResolution(),
        )
    )
    state = fold(Loaded(stream_id=case_id), decode_rows(await log.stream(case_id))).state
    adapter = TypeAdapter(Case)
    assert adapter.validate_json(adapter.dump_json(state)) == state  # type: ignore[arg-type]  # it is a case


def test_the_version_of_the_fold_follows_from_the_code_of_the_domain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = tmp_path / "domain"
    shutil.copytree(ROOT / "service/domain", copied)
    monkeypatch.setattr(snapshots, "files", lambda _: copied)
    version_of_copy = fold_version.__wrapped__
    assert version_of_copy() == fold_version()
    folded = copied / "case/record/questions.py"
    folded.write_text(folded.read_text() + "\n")
    assert version_of_copy() != fold_version()


async def test_a_snapshot_of_this_fold_replaces_one_of_another_whatever_their_numbers(
    database_url: str, log: EventLog
) -> None:
    stream_id = uuid4()
    long = Loaded(stream_id=stream_id, version=400, position=1, state=Case(status="open"))
    await SnapshotStore(log, version=2**31 - 1).save(long)
    await SnapshotStore(log).save(replace(long, version=200))
    assert await snapshot_of(database_url, stream_id) == (200, fold_version())
