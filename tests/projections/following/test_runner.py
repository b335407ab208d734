"""The rows follow the record: once each, all or nothing, and loudly when they cannot."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, Table, select

import service.projections.engine.advance as advance_module
import service.projections.engine.checkpoints as checkpoints_module
from service.domain.case.decisions.replies import AddNote
from service.projections.cases.lists import CaseFilter, list_cases
from service.projections.engine.checkpoints import ProjectionOutdatedError, checkpoints, projection_position
from service.projections.models import MODELS
from service.projections.runner import Runner
from tests.cluster import without_guards
from tests.projections.histories.history import CANARY, history

EVERY_TABLE = ", ".join(f"proj.{name}" for name in (*(model.name for model in MODELS), checkpoints.name))


def rows_of(engine: Engine, table: Table) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


def all_rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    return {model.name: rows_of(engine, model.table) for model in MODELS}


async def test_catching_up_leads_to_the_head_and_again_changes_nothing(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.random(40)
        newest = await past.application.log.head()
    runner = Runner(engine)
    assert runner.status().lag_events == newest > 300
    assert runner.catch_up() == newest
    rows = all_rows(engine)
    assert [len(rows[name]) for name in ("accounts", "cases")] == [4, 40]
    assert len(rows["ratings"]) > 0
    assert runner.catch_up() == runner.run_once() == 0
    assert all_rows(engine) == rows
    assert (runner.status().position, runner.status().lag_events) == (newest, 0)


async def test_the_size_of_the_batches_makes_no_difference(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(15)
    Runner(engine).catch_up()
    rows = all_rows(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"truncate {EVERY_TABLE}")
    Runner(engine, batch_size=3).catch_up()
    assert all_rows(engine) == rows


async def test_no_personal_field_of_any_event_ends_up_in_a_row(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(40)
    Runner(engine).catch_up()
    with psycopg.connect(database_url) as connection:
        planted = connection.execute(
            "select count(*) from es.events where position(%s in convert_from(data, 'UTF8')) > 0", (CANARY,)
        ).fetchone()
    assert planted
    assert planted[0] > 100
    assert CANARY not in repr(all_rows(engine))


async def test_an_error_between_rows_and_position_leaves_neither(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with history(database_url) as past:
        await past.random(5)

    def crash(*_: object) -> None:
        raise OSError("planted")

    runner = Runner(engine)
    with monkeypatch.context() as planted:
        planted.setattr(advance_module, "move", crash)
        with pytest.raises(OSError, match="planted"):
            runner.run_once()
    assert not any(all_rows(engine).values())
    assert runner.status().position == 0
    assert runner.catch_up() == runner.status().head


async def test_an_event_that_cannot_be_read_stops_the_projection_and_shows_in_the_status(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        case_id = await past.case(await past.account())
        await past.accept(case_id, AddNote(text=CANARY))
    with without_guards(database_url) as connection:
        connection.execute("update es.events set type = 'NeverHeardOf.v9' where position = 3")
    runner = Runner(engine, batch_size=2)
    following = threading.Thread(target=runner.run, args=(threading.Event(),))
    following.start()
    following.join()  # it stops by itself
    status = runner.status()
    assert status.failure
    assert (status.failure.type, status.failure.position) == ("UnreadableEventError", 2)
    assert "position 3" in status.failure.message
    assert CANARY not in status.failure.message
    assert (status.position, status.lag_events) == (2, 1)
    with pytest.raises(ValueError, match="position 3"):
        runner.catch_up()


async def test_rows_of_another_version_of_the_program_are_not_folded_upon(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with history(database_url) as past:
        await past.account()
    Runner(engine).catch_up()
    async with history(database_url, seed=2) as past:
        await past.account("KA-2")
    monkeypatch.setattr(checkpoints_module, "version_of", lambda _: 999)
    with pytest.raises(ProjectionOutdatedError, match="Rebuild"):
        Runner(engine).catch_up()


async def test_while_another_runner_folds_one_looks_on_and_the_other_waits(
    engine: Engine, database_url: str
) -> None:
    async with history(database_url) as past:
        await past.random(5)
    first, second = Runner(engine), Runner(engine)
    first.run_once()
    async with history(database_url, seed=2) as past:
        await past.account("KA-LATE")
    with ThreadPoolExecutor(1) as threads:
        with engine.begin() as connection:
            assert checkpoints_module.lock(connection, MODELS, waits=False) is not None
            assert second.run_once() == 0
            waiting = threads.submit(second.catch_up)
            assert second.status().lag_events == 1
        assert waiting.result() == 1
    assert second.status().lag_events == 0


async def test_two_runners_together_fold_every_event_once(engine: Engine, database_url: str) -> None:
    async with history(database_url) as past:
        await past.random(30)
        newest = await past.application.log.head()
    with ThreadPoolExecutor(2) as threads:
        folded = list(threads.map(lambda _: Runner(engine, batch_size=7).catch_up(), range(2)))
    assert sum(folded) == newest
    together = all_rows(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"truncate {EVERY_TABLE}")
    Runner(engine).catch_up()
    assert all_rows(engine) == together


async def test_a_running_runner_follows_the_record_and_stops_when_told(
    engine: Engine, database_url: str
) -> None:
    runner, stop = Runner(engine), threading.Event()
    following = threading.Thread(target=runner.run, args=(stop,))
    following.start()
    try:
        async with history(database_url) as past:
            case_id = await past.case(await past.account())
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("notify casebook_events")
        while runner.status().lag_events:
            assert runner.status().failure is None
    finally:
        stop.set()
        following.join()
    with engine.connect() as connection:
        assert [row.case_id for row in list_cases(connection, CaseFilter(), None, 10)] == [case_id]
        assert projection_position(connection) == 2


async def test_a_lost_connection_is_made_anew(engine: Engine, database_url: str) -> None:
    runner, stop = Runner(engine), threading.Event()
    following = threading.Thread(target=runner.run, args=(stop,))
    following.start()
    listening = "from pg_stat_activity where datname = current_database() and query like 'listen%'"
    try:
        with psycopg.connect(database_url, autocommit=True) as connection:
            while not connection.execute(f"select pid {listening}").fetchone():
                assert following.is_alive()
            connection.execute(f"select pg_terminate_backend(pid) {listening}")
        async with history(database_url) as past:
            await past.account()
        while runner.status().lag_events:
            assert following.is_alive()
    finally:
        stop.set()
        following.join()
    assert runner.status().failure is None
