"""Jobs over HTTP: asked for by keys, done by a program as a server has one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from service.api.http.access import Role
from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.database.jobs.limits import JobLimits
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.main.jobs import JobRunner
from service.main.long_reads_worker import Order
from service.projections.as_of.process import PastRows
from tests.api.composition import House, bearer, past_rows_of

MARCH = {"from_at": "2026-02-28T16:00:00Z", "to_at": "2026-03-31T16:00:00Z"}
PERFORMANCE = {"kind": "document", "slug": "service-performance", **MARCH}


@asynccontextmanager
async def runner_on(house: House, limits: JobLimits | None = None) -> AsyncIterator[JobRunner]:
    """Have what does jobs, as a server of its own would; it does none by itself."""
    url = as_application(house.url)
    engine = create_async_engine(url)
    runner = JobRunner(
        engine,
        Order(url=url, zone=BUSINESS_ZONE),
        PastRows(past_rows_of(house.url)),
        now=house.clock,
        limits=limits or JobLimits(),
    )
    try:
        yield runner
    finally:
        await runner.program.stop()
        await engine.dispose()


async def asked(house: House, body: dict[str, Any], role: Role = Role.SUPERVISOR, **headers: str) -> Any:
    """Ask for a job that must be taken; return it."""
    answer = await house.post("/v1/jobs", body, **bearer(role), **headers)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json()['job_id']}"
    return answer.json()


async def seen(house: House, job: Any, role: Role = Role.SUPERVISOR) -> Any:
    """Read a job."""
    answer = await house.get(f"/v1/jobs/{job['job_id']}", role)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def result_of(house: House, job: Any, role: Role = Role.SUPERVISOR, **headers: str) -> httpx.Response:
    """Fetch what came out of a job."""
    return await house.get(f"/v1/jobs/{job['job_id']}/result", role, **headers)


def slug_of(answer: httpx.Response) -> tuple[int, str]:
    """Return status and problem of an answer."""
    return answer.status_code, str(answer.json()["type"]).rpartition("/")[2]


async def worked_off(house: House, runner: JobRunner) -> int:
    """Have all jobs done that wait; return how many."""
    await house.catch_up()
    return await runner.work_off()


async def until_it_runs(house: House, job: Any) -> None:
    """Wait until somebody has begun a job."""
    while (await seen(house, job))["state"] == "waiting":
        pass
