"""The worker folds beside the server, is started again when it dies, and ends with its starter."""

import asyncio
import signal

import psycopg
from sqlalchemy import Engine

from service.projections.runner import Failure
from service.projections.worker_process import WorkerProcess
from tests.projections.histories.history import history


def wait_for_rows(worker: WorkerProcess, head: int) -> None:
    while worker.status().position < head:
        pass


def wait_for_failure(worker: WorkerProcess) -> Failure:
    while (failure := worker.status().failure) is None:
        pass
    return failure


async def test_it_follows_the_record_from_a_process_of_its_own(engine: Engine, database_url: str) -> None:
    worker = WorkerProcess(database_url, batch_size=100, engine=engine)
    async with worker.running(), history(database_url) as past:
        await past.case(await past.account())
        await asyncio.to_thread(wait_for_rows, worker, 2)
        assert worker.status().failure is None
        assert worker.process is not None
        assert worker.process.returncode is None
    assert worker.process.returncode == 0


async def test_a_worker_that_was_killed_is_started_again_and_goes_on(
    engine: Engine, database_url: str
) -> None:
    worker = WorkerProcess(database_url, batch_size=100, engine=engine)
    async with worker.running(), history(database_url) as past:
        first = worker.process
        assert first is not None
        first.kill()
        await first.wait()
        await past.account()
        await asyncio.to_thread(wait_for_rows, worker, 1)
        assert worker.process is not first
        assert worker.status().failure is None


async def test_a_worker_that_hangs_is_told_and_started_again(engine: Engine, database_url: str) -> None:
    worker = WorkerProcess(database_url, batch_size=100, engine=engine, silent_seconds=3)
    async with worker.running(), history(database_url) as past:
        first = worker.process
        assert first is not None
        first.send_signal(signal.SIGSTOP)
        failure = await asyncio.to_thread(wait_for_failure, worker)
        assert (failure.type, failure.is_final) == ("WorkerHungError", False)
        await past.account()
        await asyncio.to_thread(wait_for_rows, worker, 1)
        assert worker.process is not first


async def test_a_worker_that_hangs_does_not_keep_its_starter_from_ending(
    engine: Engine, database_url: str
) -> None:
    worker = WorkerProcess(database_url, batch_size=100, engine=engine, silent_seconds=3)
    async with worker.running():
        assert worker.process is not None
        worker.process.send_signal(signal.SIGSTOP)
    assert worker.process.returncode == -signal.SIGKILL


async def test_what_stops_the_worker_is_told_by_its_starter(engine: Engine, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update proj.checkpoints set version = 999 where projection = 'cases'")
    worker = WorkerProcess(database_url, batch_size=100, engine=engine)
    async with worker.running():
        failure = await asyncio.to_thread(wait_for_failure, worker)
    assert (failure.type, failure.is_final) == ("ProjectionOutdatedError", True)
