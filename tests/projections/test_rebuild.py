"""Rows built anew are the rows that were there, and readers never see less."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, MetaData, Table, select

import service.projections.engine.swapping as swapping_module
from service.database.engine import create_single_use_engine
from service.domain.case.decisions.sales import NameAsset
from service.projections.engine.checkpoints import projection_position
from service.projections.engine.columns import METADATA
from service.projections.engine.swapping import Building, RebuildRunningError
from service.projections.models import MODELS
from service.projections.rebuild import UnknownModelError, rebuild
from service.projections.runner import Runner
from tests.cluster import ensure_template, fresh_database
from tests.projections.histories.history import START, history
from tests.projections.histories.improving import improve


def rows_of(engine: Engine, table: Table) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def all_rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    return {model.name: rows_of(engine, model.table) for model in MODELS}


def projection_position_of(engine: Engine) -> int:
    with engine.connect() as connection:
        return projection_position(connection)


def shape(engine: Engine, *names: str) -> dict[str, Any]:
    """Return how these tables are made, or all."""
    found = MetaData(schema="proj")
    found.reflect(engine, only=names or [table.name for table in METADATA.tables.values()])
    return {
        name: (
            [(each.name, str(each.type), each.nullable, each.comment) for each in table.c],
            sorted(str(index.name) for index in table.indexes),
        )
        for name, table in found.tables.items()
    }


async def test_rebuilt_rows_equal_live_rows(engine: Engine, database_url: str) -> None:
    seen: list[tuple[int, int]] = []
    runner = Runner(engine)
    for seed in range(3):  # live rows from several visits, rebuilt ones from one sweep
        async with history(database_url, seed) as past:
            await past.random(20)
        runner.catch_up()
    before, built_as = all_rows(engine), shape(engine)
    head = runner.status().head
    assert rebuild(engine, batch_size=100, progress=lambda *reached: seen.append(reached)) == head
    assert seen[0] == (100, head)
    assert seen[-1] == (head, head)
    assert all_rows(engine) == before
    assert shape(engine) == built_as
    assert runner.status().lag_events == 0
    async with history(database_url, seed=9) as past:
        await past.random(3)
    assert runner.catch_up() > 0


def tell_of_everything(url: str) -> None:
    """Tell what puts a row into every table, and fold it."""

    async def told() -> None:
        async with history(url, seed=15) as past:
            await past.random(40)
            await improve(past)
            about = await past.case(await past.account("KA-MAILBOX"))
            await past.accept(about, NameAsset(occurred_at=START, service_request="open_mailbox"))

    asyncio.run(told())
    engine = create_single_use_engine(url, application_name="tests")
    Runner(engine, batch_size=150).catch_up()


@pytest.fixture(scope="module")
def told_template(template_database: str) -> str:
    return ensure_template("template_of_everything", template_database, tell_of_everything)


@pytest.fixture
def told_url(told_template: str) -> Iterator[str]:
    with fresh_database(told_template) as url:
        yield url


@pytest.mark.parametrize("name", [model.name for model in MODELS])
async def test_each_model_built_alone_has_the_rows_that_it_has_live(told_url: str, name: str) -> None:
    engine = create_single_use_engine(told_url, application_name="tests")
    runner = Runner(engine, batch_size=150)
    before, built_as, seen = all_rows(engine), shape(engine, name), list[tuple[int, int]]()
    assert before[name], f"nothing to compare in {name}"
    async with history(told_url, seed=12) as past:  # not folded yet: the others set the pace
        await past.account("KA-LATE")
    position = projection_position_of(engine)
    progress = lambda *reached: seen.append(reached)  # noqa: E731
    assert rebuild(engine, [name], batch_size=100, progress=progress) == position
    assert seen[-1] == (position, position)
    assert all_rows(engine) == before
    assert shape(engine, name) == built_as
    assert runner.catch_up() > 0
    assert runner.status().lag_events == 0


def test_a_model_that_is_not_there_cannot_be_built_anew(engine: Engine) -> None:
    with pytest.raises(UnknownModelError, match="there is no read model sales; there are accounts, cases"):
        rebuild(engine, ["cases", "sales"])


async def test_a_rebuild_mends_rows_that_were_spoiled(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(10)
    Runner(engine).catch_up()
    good = all_rows(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("update proj.cases set reply_count = 99")
        connection.exec_driver_sql("delete from proj.ratings")
    assert all_rows(engine) != good
    rebuild(engine)
    assert all_rows(engine) == good


async def test_events_recorded_during_the_rebuild_are_not_missed(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with history(database_url) as past:
        await past.random(5)
        swap = swapping_module.swap
        late: list[object] = []

        def late_event(connection: Connection, job: Building, reached: int) -> int:
            with psycopg.connect(database_url) as writer:
                writer.execute("update es.head set position = position + 1 where id = 0")
                writer.execute(LATE)
            late.append(1)
            return swap(connection, job, reached)

        monkeypatch.setattr(swapping_module, "swap", late_event)
        newest = await past.application.log.head()
    assert rebuild(engine) == newest + 1
    assert late == [1]
    assert Runner(engine).status().lag_events == 0


LATE = """
insert into es.events (position, stream_id, version, type, data, event_id, command_id, command_seq, actor,
                       correlation_id, recorded_at, bucket)
select h.position, e.stream_id, e.version + 1, 'NoteAdded.v1',
       convert_to('{"occurred_at":"2026-08-01T00:00:00Z","text":"late"}', 'UTF8'), gen_random_uuid(),
       gen_random_uuid(), 0, 'tests', gen_random_uuid(), e.recorded_at, 0
from es.head as h,
     (select * from es.events where stream_id in (select case_id_of from
        (select stream_id as case_id_of from es.events where type = 'CaseReceived.v1' limit 1) as one)
      order by version desc limit 1) as e
"""


async def test_readers_of_the_mart_never_see_half_a_table(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(20)
    Runner(engine).catch_up()
    stop, seen = threading.Event(), set[tuple[Any, ...]]()
    query = """
        select count(*), sum(source_position), (select count(*) from mart.v1_dim_account),
               (select count(*) from mart.v1_fact_satisfaction)
        from mart.v1_fact_case
    """

    def read() -> None:
        with psycopg.connect(database_url, autocommit=True) as reader:
            while not stop.is_set():
                seen.add(reader.execute(query).fetchone() or ())

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        rebuild(engine)
    stop.set()
    for reader in readers:
        reader.join()
    assert len(seen) == 1
    assert seen.pop()[0] == 20


async def test_a_rebuild_that_fails_leaves_the_live_rows(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with history(database_url) as past:
        await past.random(5)
    Runner(engine).catch_up()
    before = all_rows(engine)

    def crash(*_: object) -> None:
        raise OSError("planted")

    with monkeypatch.context() as planted:
        planted.setattr(swapping_module, "replace_views", crash)
        with pytest.raises(OSError, match="planted"):
            rebuild(engine)
    assert all_rows(engine) == before
    rebuild(engine)  # what the first try left behind is cleared away
    assert all_rows(engine) == before


def test_a_second_rebuild_at_the_same_time_is_refused(engine: Engine) -> None:
    refused: list[type[Exception]] = []

    def again(*_: object) -> int:
        try:
            rebuild(engine)
        except RebuildRunningError as error:
            refused.append(type(error))
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swapping_module, "swap", again)
        rebuild(engine)
    assert refused == [RebuildRunningError]
