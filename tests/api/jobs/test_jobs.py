"""A job is a read that is answered later: same bytes, of the position at which it was asked for."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from service.api.http.access import Role
from service.api.job_table import JOB_KINDS
from service.main.jobs import JobRunner
from tests.api.clocks.clock_stories import told
from tests.api.composition import House, bearer
from tests.api.jobs.job_scenes import (
    MARCH,
    PERFORMANCE,
    asked,
    result_of,
    runner_on,
    seen,
    slug_of,
    worked_off,
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("jobs")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def runner(house: House) -> AsyncIterator[JobRunner]:
    async with runner_on(house) as running:
        yield running


POLICY = {"policy_id": "other", "version": 1, "unclassified_counts_as": "routine", "segment_calendars": {}}
READS: tuple[tuple[dict[str, Any], str], ...] = (
    (PERFORMANCE, "/v1/reports/documents/service-performance?{period}"),
    ({**PERFORMANCE, "format": "xlsx"}, "/v1/reports/documents/service-performance?{period}&format=xlsx"),
    (
        {**PERFORMANCE, "format": "csv", "language": "zh", "bom": True},
        "/v1/reports/documents/service-performance?{period}&format=csv&language=zh&bom=true",
    ),
    ({"kind": "kpi", "by": "account"}, "/v1/reports/kpi?by=account"),
    ({"kind": "attribution", **MARCH}, "/v1/reports/attribution?{period}"),
    ({"kind": "complaints"}, "/v1/reports/complaints"),
    ({"kind": "retention", **MARCH}, "/v1/reports/retention?{period}"),
    ({"kind": "ocel2"}, "/v1/exports/ocel2.json"),
    ({"kind": "xes", **MARCH}, "/v1/exports/xes?{period}"),
    ({"kind": "what_if", "policy": {**POLICY, "rules": []}}, ""),
)


IN_PARTS = {"attribution", "ocel2", "xes", "what_if"}
"""The kinds of jobs that tell how far they are."""


@pytest.mark.parametrize(("body", "read"), READS, ids=lambda each: str(each)[:40])
async def test_a_job_gives_what_the_read_gives_as_of_its_position(
    house: House, runner: JobRunner, body: dict[str, Any], read: str
) -> None:
    job = await asked(house, body)
    assert (job["state"], job["asked"], job["expires_at"]) == ("waiting", body, None)
    again = await house.receive_case()
    await told(house, f"{again}/reply", text="An engineer comes")
    await worked_off(house, runner)
    done = await seen(house, job)
    assert (done["state"], done["position"]) == ("done", job["position"])
    assert (done["done"] is not None) is (body["kind"] in IN_PARTS)
    assert done["done"] == done["total"], "all of it is done"
    result = await result_of(house, job)
    assert (result.status_code, result.headers["Case-Position"]) == (200, str(job["position"]))
    if read:
        path = read.format(period="&".join(f"{name}={at}" for name, at in MARCH.items()))
        own = await house.get(f"{path}{'&' if '?' in path else '?'}as_of={job['position']}")
    else:
        body = {name: value for name, value in body.items() if name != "kind"} | {"as_of": job["position"]}
        own = await house.post("/v1/what-if", body, **bearer(Role.SUPERVISOR))
    assert own.status_code == 200, own.text
    assert result.content == own.content
    for name in ("content-type", "content-language", "content-disposition"):
        assert result.headers.get(name) == own.headers.get(name), name
    digest = hashlib.sha256(own.content).hexdigest()
    assert (done["sha256"], result.headers["ETag"]) == (digest, f'"{digest}"')
    assert done["size_bytes"] == len(own.content)


async def test_every_kind_of_job_is_tried_above() -> None:
    assert {body["kind"] for body, _ in READS} == set(JOB_KINDS)


async def test_a_job_is_taken_once_under_an_idempotency_key(house: House, runner: JobRunner) -> None:
    body = {"kind": "kpi"}
    job = await asked(house, body, Idempotency_Key="once")
    assert await asked(house, body, Idempotency_Key="once") == job
    other = await house.post("/v1/jobs", {"kind": "xes"}, **bearer(Role.SUPERVISOR), Idempotency_Key="once")
    assert slug_of(other) == (422, "command_id_reused")
    another = await asked(house, body, Role.AUDITOR, Idempotency_Key="once")
    assert another["job_id"] != job["job_id"]
    assert await worked_off(house, runner) == 2


async def test_a_key_sees_its_own_jobs_and_supervisors_and_auditors_all(
    house: House, runner: JobRunner
) -> None:
    job = await asked(house, {"kind": "xes"}, Role.BI)
    path = f"/v1/jobs/{job['job_id']}"
    for role in (Role.BI, Role.SUPERVISOR, Role.AUDITOR):
        listed = (await house.get("/v1/jobs?limit=200", role)).json()["items"]
        assert [each["job_id"] for each in listed if each["actor"] == "key:bi"] == [job["job_id"]]
        assert (await house.get(path, role)).status_code == 200
    own = await asked(house, {"kind": "xes"}, Role.AUDITOR)
    assert slug_of(await house.get(f"/v1/jobs/{own['job_id']}", Role.BI)) == (404, "job_not_found")
    assert slug_of(await result_of(house, own, Role.BI)) == (404, "job_not_found")
    for role in (Role.BI, Role.AUDITOR):  # the first may not see it, the second did not ask for it
        target = own if role is Role.BI else job
        gone = await house.client.delete(f"/v1/jobs/{target['job_id']}", headers=bearer(role))
        assert slug_of(gone) == (404, "job_not_found")
    assert slug_of(await house.get("/v1/jobs", Role.AGENT)) == (403, "forbidden")
    await worked_off(house, runner)


async def test_a_job_needs_the_rights_of_its_read(house: House) -> None:
    words = {"kind": "document", "slug": "revisit-records", **MARCH}
    refused = await house.post("/v1/jobs", words, **bearer(Role.BI))
    assert slug_of(refused) == (403, "forbidden")
    assert slug_of(await house.post("/v1/jobs", PERFORMANCE, **bearer(Role.AGENT))) == (403, "forbidden")


async def test_jobs_are_listed_page_by_page_the_newest_first(house: House, runner: JobRunner) -> None:
    ids = []
    for _ in range(3):
        house.clock.advance(seconds=1)
        ids.append((await asked(house, {"kind": "kpi"}))["job_id"])
    await worked_off(house, runner)
    page = (await house.get("/v1/jobs?kind=kpi&state=done&limit=2")).json()
    rest = (await house.get(page["next"])).json()
    listed = [each["job_id"] for each in page["items"] + rest["items"]]
    assert listed[:3] == ids[::-1]
    assert len(set(listed)) == len(listed)


async def test_a_waiting_job_is_cancelled_and_never_done(house: House, runner: JobRunner) -> None:
    job = await asked(house, {"kind": "kpi"})
    path = f"/v1/jobs/{job['job_id']}"
    assert slug_of(await result_of(house, job)) == (409, "job_has_not_ended")
    for _ in range(2):
        cancelled = await house.client.delete(path, headers=bearer(Role.SUPERVISOR))
        assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert await worked_off(house, runner) == 0
    assert slug_of(await result_of(house, job)) == (409, "job_cancelled")
    done = await asked(house, {"kind": "kpi"})
    await worked_off(house, runner)
    late = await house.client.delete(f"/v1/jobs/{done['job_id']}", headers=bearer(Role.SUPERVISOR))
    assert slug_of(late) == (409, "job_has_ended")


async def test_who_has_the_result_already_is_told_so(house: House, runner: JobRunner) -> None:
    job = await asked(house, {"kind": "xes"})
    await worked_off(house, runner)
    etag = (await result_of(house, job)).headers["ETag"]
    assert (await result_of(house, job, If_None_Match=etag)).status_code == 304


async def test_a_read_that_is_refused_when_it_is_made_is_a_job_that_failed(
    house: House, runner: JobRunner
) -> None:
    job = await asked(house, {"kind": "kpi", "account": "nobody"})
    await worked_off(house, runner)
    failed = await seen(house, job)
    assert (failed["state"], failed["failure"]) == ("failed", "account_not_found")
    assert slug_of(await result_of(house, job)) == (404, "account_not_found")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "everything"}, "kind"),
        ({"kind": "document", "slug": "no-such", **MARCH}, "slug"),
        ({"kind": "document", "slug": "service-performance"}, "from_at"),
        ({"kind": "xes", "as_of": 10**12}, "as_of"),
        ({"kind": "xes", "form": "zip"}, "form"),
    ],
)
async def test_what_is_wrong_with_a_job_is_said_at_once(
    house: House, body: dict[str, Any], field: str
) -> None:
    refused = await house.post("/v1/jobs", body, **bearer(Role.SUPERVISOR))
    assert slug_of(refused) == (422, "validation_failed"), refused.text
    assert refused.json()["errors"][0]["field"] == field


async def test_a_key_may_have_only_so_many_jobs_waiting(house: House, runner: JobRunner) -> None:
    most = house.app.state.services.job_limits.jobs_of_key_at_most
    waiting = [await asked(house, {"kind": "kpi"}, Role.AUDITOR) for _ in range(most)]
    refused = await house.post("/v1/jobs", {"kind": "kpi"}, **bearer(Role.AUDITOR))
    assert slug_of(refused) == (429, "too_many_jobs")
    assert int(refused.headers["Retry-After"]) > 0
    assert await asked(house, {"kind": "kpi"}, Role.BI), "others have room"
    for job in waiting[1:]:
        await house.client.delete(f"/v1/jobs/{job['job_id']}", headers=bearer(Role.SUPERVISOR))
    assert await worked_off(house, runner) == 2
