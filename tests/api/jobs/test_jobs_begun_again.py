"""Whoever is killed, a job is done once, and by whoever comes next; what it may cost is bounded."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from service.api.http.access import Role
from service.database.app_role import as_application
from service.database.jobs.limits import JobLimits
from service.main.jobs import MOST_ATTEMPTS, JobRunner
from service.main.long_reads_worker import Order
from service.main.reading_program import ReadingProgram
from tests.api.composition import House, bearer
from tests.api.jobs.job_scenes import (
    asked,
    result_of,
    runner_on,
    seen,
    slug_of,
    until_it_runs,
    worked_off,
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("jobs_begun_again")]
LOSE_CONNECTION = """
select pg_terminate_backend(pid) from pg_locks
where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
"""
SHORT = {"kind": "attribution"}
"""A job that needs no rows of an earlier position."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def runner(house: House) -> AsyncIterator[JobRunner]:
    async with runner_on(house) as running:
        await asked(house, SHORT)
        await running.work_off()
        yield running


def process_of(runner: JobRunner) -> asyncio.subprocess.Process:
    """Return the program of a runner that has done a job."""
    assert runner.program.process is not None
    return runner.program.process


async def half_done(house: House, runner: JobRunner) -> tuple[Any, "asyncio.Task[int]"]:
    """Have a job begun by a program that stands still in the middle of it."""
    process_of(runner).send_signal(signal.SIGSTOP)
    job = await asked(house, SHORT)
    doing = asyncio.create_task(runner.work_off())
    await until_it_runs(house, job)
    return job, doing


async def test_a_job_whose_program_is_killed_is_begun_again_and_gives_the_same(
    house: House, runner: JobRunner
) -> None:
    first = await asked(house, SHORT)
    await runner.work_off()
    job, doing = await half_done(house, runner)
    process_of(runner).kill()
    assert await doing == 2, "the first attempt came to nothing"
    done = await seen(house, job)
    assert (done["state"], done["sha256"]) == ("done", (await seen(house, first))["sha256"])


async def test_a_job_of_a_server_that_stops_is_done_by_another(house: House, runner: JobRunner) -> None:
    job, doing = await half_done(house, runner)
    async with runner_on(house) as other:
        assert await other.work_off() == 0, "somebody does it"
        doing.cancel()
        with suppress(asyncio.CancelledError):
            await doing
        assert (await seen(house, job))["state"] == "waiting"
        assert await other.work_off() == 1
    assert (await seen(house, job))["state"] == "done"
    await asked(house, SHORT)
    assert await runner.work_off() == 1, "it goes on with another program"


async def test_a_job_of_a_server_that_lost_its_connection_is_done_by_another(
    house: House, runner: JobRunner
) -> None:
    job, doing = await half_done(house, runner)
    with psycopg.connect(house.url) as connection:
        connection.execute(LOSE_CONNECTION)
    async with runner_on(house) as other:
        while (await seen(house, job))["state"] != "done":
            await other.work_off()
    done = await seen(house, job)
    await doing
    assert await seen(house, job) == done, "who lost it leaves the result of the other alone"
    await asked(house, SHORT)
    assert await runner.work_off() == 1


async def test_two_servers_do_each_job_once(house: House, runner: JobRunner) -> None:
    jobs = [await asked(house, {"kind": "xes" if number % 2 else "kpi"}) for number in range(6)]
    await house.catch_up()
    async with runner_on(house) as other:
        counts = await asyncio.gather(runner.work_off(), other.work_off())
    assert sum(counts) == len(jobs)
    assert {(await seen(house, job))["state"] for job in jobs} == {"done"}


async def test_a_running_job_is_cancelled_and_the_next_is_done(house: House, runner: JobRunner) -> None:
    job, doing = await half_done(house, runner)
    after = await asked(house, SHORT)
    cancelled = await house.client.delete(f"/v1/jobs/{job['job_id']}", headers=bearer(Role.SUPERVISOR))
    assert cancelled.json()["state"] == "cancelled"
    assert await doing == 2
    assert (await seen(house, job))["state"] == "cancelled"
    assert (await seen(house, after))["state"] == "done"


@pytest.mark.parametrize(
    ("limits", "failure"),
    [
        (JobLimits(job_seconds_at_most=0.0), "job_took_too_long"),
        (JobLimits(job_result_max_bytes=100), "job_result_too_large"),
    ],
)
async def test_a_job_that_costs_too_much_has_failed_and_says_why(
    house: House, runner: JobRunner, limits: JobLimits, failure: str
) -> None:
    assert runner
    job = await asked(house, SHORT)
    async with runner_on(house, limits) as strict:
        await strict.work_off()
    failed = await seen(house, job)
    assert (failed["state"], failed["failure"], failed["sha256"]) == ("failed", failure, None)
    assert slug_of(await result_of(house, job)) == (409, failure)


async def test_a_job_on_which_the_program_always_ends_is_given_up(house: House) -> None:
    job = await asked(house, SHORT)
    async with runner_on(house) as broken:
        nowhere = Order(url=as_application(house.url), zone="Nowhere/At_All")
        broken.program = ReadingProgram(nowhere)
        assert await broken.work_off() == MOST_ATTEMPTS
    assert (await seen(house, job))["failure"] == "job_gave_up"


async def test_the_oldest_results_of_a_key_make_room(house: House, runner: JobRunner) -> None:
    assert runner
    async with runner_on(house, JobLimits(job_results_of_key_max_bytes=1_000)) as strict:
        jobs = []
        for _ in range(4):
            house.clock.advance(seconds=1)
            jobs.append(await asked(house, SHORT, Role.AUDITOR))
            await strict.work_off()
    kept = [(await result_of(house, job, Role.AUDITOR)).status_code for job in jobs]
    assert kept == [404, 404, 200, 200]


async def test_a_result_goes_when_its_time_is_over(house: House, runner: JobRunner) -> None:
    job = await asked(house, SHORT)
    await worked_off(house, runner)
    assert (await result_of(house, job)).status_code == 200
    now = house.clock.moment
    house.clock.advance(days=JobLimits().jobs_kept_days)
    await runner.work_off()
    house.clock.moment = now
    assert slug_of(await result_of(house, job)) == (404, "job_not_found")
