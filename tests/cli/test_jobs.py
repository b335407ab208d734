"""Jobs on the command line: asked for, done by whoever works, also after a kill, and fetched."""

import asyncio
import hashlib
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from service.api.http.access import Role
from tests.api.clocks.clock_stories import late_case
from tests.api.composition import composed, template_with_keys
from tests.api.jobs.job_scenes import PERFORMANCE, asked, result_of, runner_on, seen
from tests.cli.command import casebook, environment


@pytest.fixture(scope="session")
def template_database() -> str:
    """Return the template of all databases of these tests: it holds the keys already."""
    return template_with_keys()


def jobs(folder: Path, url: str, *arguments: str) -> str:
    ran = casebook(folder, "jobs", *arguments, CASEBOOK_DATABASE_URL=url)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


async def test_a_job_is_asked_for_done_and_fetched_on_the_command_line(
    database_url: str, reachable_folder: Path
) -> None:
    async with composed(database_url) as house:
        await late_case(house)
    body = reachable_folder / "job.json"
    body.write_text(json.dumps({**PERFORMANCE, "format": "csv"}))
    job_id = jobs(reachable_folder, database_url, "start", str(body)).strip()
    assert json.loads(jobs(reachable_folder, database_url, "show", job_id))["state"] == "waiting"
    early = casebook(reachable_folder, "jobs", "result", job_id, CASEBOOK_DATABASE_URL=database_url)
    assert (early.returncode, "waiting" in early.stderr) == (2, True)
    jobs(reachable_folder, database_url, "work")
    shown = json.loads(jobs(reachable_folder, database_url, "show", job_id))
    assert (shown["state"], shown["actor"]) == ("done", "key:cli")
    assert job_id in jobs(reachable_folder, database_url, "list")
    file = reachable_folder / "report.csv"
    said = jobs(reachable_folder, database_url, "result", job_id, "--output", str(file))
    assert hashlib.sha256(file.read_bytes()).hexdigest() == shown["sha256"]
    assert shown["sha256"] in said
    async with composed(database_url) as house:
        assert (await house.get(f"/v1/jobs/{job_id}", Role.BI)).status_code == 404
        told = (await result_of(house, {"job_id": job_id})).content
        assert told == file.read_bytes(), "what one asks for over one way is fetched over the other"


def test_what_is_wrong_with_a_job_is_said_on_the_command_line(
    database_url: str, reachable_folder: Path
) -> None:
    body = reachable_folder / "job.json"
    body.write_text(json.dumps({"kind": "document", "slug": "no-such"}))
    ran = casebook(reachable_folder, "jobs", "start", str(body), CASEBOOK_DATABASE_URL=database_url)
    assert ran.returncode == 2
    assert "slug" in ran.stderr


async def test_a_job_whose_worker_is_killed_is_done_by_the_next(
    database_url: str, reachable_folder: Path
) -> None:
    async with composed(database_url) as house:
        await late_case(house)
        job = await asked(house, {"kind": "attribution"})
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", "jobs", "work"),
            env=environment(reachable_folder, CASEBOOK_DATABASE_URL=database_url),
            start_new_session=True,
        )
        while (await seen(house, job))["state"] == "waiting":
            assert worker.returncode is None
        os.killpg(worker.pid, signal.SIGKILL)
        await worker.wait()
        async with runner_on(house) as runner:
            while (await seen(house, job))["state"] == "running":
                await runner.work_off()
        assert (await seen(house, job))["state"] == "done"
