"""The worker folds beside the server, is started again when it dies, and ends with its starter."""

import asyncio
import select
import signal
import subprocess
import sys

import psycopg
from sqlalchemy import Engine

from service.projections.runner import Failure
from service.projections.worker import Change, Order
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


def test_what_the_process_logs_is_no_word_about_the_folding(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table proj.kpi_sums")  # what adds up fails, and logs it
    order = Order(url=database_url, batch_size=100).model_dump_json()
    program = [sys.executable, "-m", "service.projections.worker"]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(order + "\n")
        process.stdin.flush()
        logged = ""
        while "sums_of_figures_stopped" not in logged:
            for stream in select.select([process.stdout, process.stderr], [], [])[0]:
                line = stream.readline()
                if stream is process.stderr:
                    logged += line
                else:
                    assert Change.model_validate_json(line).failure is None
        process.stdin.close()
        assert all(Change.model_validate_json(line).failure is None for line in process.stdout)


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
