"""定期生成售后服务绩效报告; 满意度统计分析报告通报相关部门和报告总经理: by themselves, each month."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from service.api.http.access import Role
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.main.issuing import BEFORE_ANOTHER_TRY, ReportIssuer
from service.main.jobs import JobRunner
from tests.api.composition import bearer
from tests.api.jobs.job_scenes import runner_on, slug_of
from tests.rows.desk import Desk

ZONE = ZoneInfo(BUSINESS_ZONE)
FIRST_OF_APRIL = datetime(2026, 4, 1, 0, 5, tzinfo=ZONE)
ISSUED = "/v1/reports/issued"


@pytest.fixture
async def runner(desk: Desk) -> AsyncIterator[JobRunner]:
    async with runner_on(desk.house) as running:
        yield running


def issuer_of(desk: Desk) -> ReportIssuer:
    return ReportIssuer(desk.house.application, desk.house.app.state.services.engine, ZONE)


async def a_case_of_march(desk: Desk) -> str:
    """Receive, answer and resolve a case, and hear how satisfied the customer is."""
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/reply", text="工程师今天上门检修压机")
    return case


async def reaches(desk: Desk, runner: JobRunner, at: datetime, *, looks: int = 2) -> None:
    """Let it become a time: the watch looks, jobs are done, the watch looks again."""
    desk.house.clock.moment = at
    for _ in range(looks):
        await issuer_of(desk).issue(desk.house.clock())
        await desk.house.catch_up()
        await runner.work_off()
    await issuer_of(desk).issue(desk.house.clock())


async def issued(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await desk.read(f"{ISSUED}{query}"))["items"]
    return listed


async def printed(desk: Desk, report: dict[str, Any]) -> httpx.Response:
    return await desk.house.get(report["content"], Role.SUPERVISOR)


@pytest.mark.requirement(58)
async def test_the_service_performance_report_comes_each_month_by_itself(
    desk: Desk, runner: JobRunner
) -> None:
    await a_case_of_march(desk)
    assert await issued(desk) == []
    await reaches(desk, runner, FIRST_OF_APRIL)
    (report,) = await issued(desk, "?report=service-performance&recipient=general_manager")
    assert (report["from_at"], report["to_at"]) == ("2026-02-28T16:00:00Z", "2026-03-31T16:00:00Z")
    assert report["is_late"] is False
    await a_case_of_march(desk)
    again = await printed(desk, report)
    assert again.status_code == 200, again.text
    assert hashlib.sha256(again.content).hexdigest() == report["sha256"]
    for said in ("响应", "解决率", "满意度"):
        assert said in again.text
    await reaches(desk, runner, FIRST_OF_APRIL.replace(hour=9))
    assert len(await issued(desk, "?report=service-performance")) == 1, "once a period"
    await reaches(desk, runner, datetime(2026, 5, 1, 0, 5, tzinfo=ZONE))
    assert len(await issued(desk, "?report=service-performance")) == 2


@pytest.mark.evasion(58)
async def test_who_switches_the_report_off_is_named_and_the_month_that_has_ended_still_comes(
    desk: Desk, runner: JobRunner
) -> None:
    desk.house.clock.moment = FIRST_OF_APRIL
    nothing = {"guideline": "report_schedule", "version": 2, "reports": []}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=nothing)
    await reaches(desk, runner, FIRST_OF_APRIL.replace(hour=9))
    assert len(await issued(desk, "?report=service-performance")) == 1
    await reaches(desk, runner, datetime(2026, 5, 1, 0, 5, tzinfo=ZONE))
    assert len(await issued(desk, "?report=service-performance")) == 1
    events = (await desk.read("/v1/events?limit=1000"))["items"]
    told = [each for each in events if each["event"].get("content", {}).get("guideline") == "report_schedule"]
    assert told[-1]["actor"] == "key:supervisor"


@pytest.mark.evasion(58)
async def test_a_report_of_another_position_is_not_the_one_that_was_issued(
    desk: Desk, runner: JobRunner
) -> None:
    await reaches(desk, runner, FIRST_OF_APRIL)
    (report,) = await issued(desk, "?report=service-performance")
    await a_case_of_march(desk)
    await desk.house.catch_up()
    asked = f"from_at={report['from_at']}&to_at={report['to_at']}&format=html&language=zh"
    path = f"/v1/reports/documents/service-performance?{asked}"
    later = await desk.house.get(path)
    same = await desk.house.get(f"{path}&as_of={report['position']}")
    assert hashlib.sha256(later.content).hexdigest() != report["sha256"]
    assert hashlib.sha256(same.content).hexdigest() == report["sha256"]


@pytest.mark.requirement(96)
async def test_departments_and_the_general_manager_get_the_report_of_satisfaction_and_product_problems(
    desk: Desk, runner: JobRunner
) -> None:
    await a_case_of_march(desk)
    await reaches(desk, runner, FIRST_OF_APRIL)
    for recipient in ("product", "quality", "technical", "general_manager"):
        reports = {each["report"] for each in await issued(desk, f"?recipient={recipient}")}
        assert {"satisfaction-analysis", "problem-analysis"} <= reports, recipient
    assert await issued(desk, "?recipient=warehouse") == []
    for report in await issued(desk):
        assert (await printed(desk, report)).status_code == 200


@pytest.mark.evasion(96)
async def test_a_server_that_was_down_issues_late_and_says_so(desk: Desk, runner: JobRunner) -> None:
    await reaches(desk, runner, datetime(2026, 4, 5, 9, tzinfo=ZONE))
    late = await issued(desk, "?is_late=true&report=satisfaction-analysis")
    assert [each["due_at"] for each in late] == ["2026-03-31T16:00:00Z"]
    assert await issued(desk, "?is_late=false") == []


@pytest.mark.evasion(96)
async def test_who_cancels_the_work_only_has_it_asked_for_again(desk: Desk, runner: JobRunner) -> None:
    desk.house.clock.moment = FIRST_OF_APRIL
    await issuer_of(desk).issue(desk.house.clock())
    waiting = (await desk.read("/v1/jobs?state=waiting"))["items"]
    assert {job["actor"] for job in waiting} == {"key:watch"}
    for job in waiting:
        path = f"/v1/jobs/{job['job_id']}"
        await desk.house.client.delete(path, headers=bearer(Role.SUPERVISOR))
    await reaches(desk, runner, FIRST_OF_APRIL + 2 * BEFORE_ANOTHER_TRY)
    assert await issued(desk, "?report=satisfaction-analysis")


async def test_two_servers_issue_each_report_once(desk: Desk, runner: JobRunner) -> None:
    desk.house.clock.moment = FIRST_OF_APRIL
    async with runner_on(desk.house) as other:
        for _ in range(2):
            await asyncio.gather(*(issuer_of(desk).issue(desk.house.clock()) for _ in range(2)))
            await desk.house.catch_up()
            await asyncio.gather(runner.work_off(), other.work_off())
        await asyncio.gather(*(issuer_of(desk).issue(desk.house.clock()) for _ in range(2)))
    found = [each["report"] for each in await issued(desk)]
    assert sorted(found) == sorted(set(found))
    assert len(found) == 3


async def test_a_record_whose_report_prints_otherwise_is_told(desk: Desk, runner: JobRunner) -> None:
    await reaches(desk, runner, FIRST_OF_APRIL)
    (report,) = await issued(desk, "?report=service-performance")
    book = await desk.house.application.rulebook()
    forged = next(each for each in book.issued if each.report == "service-performance")
    object.__setattr__(forged, "sha256", "0" * 64)
    assert slug_of(await printed(desk, report)) == (409, "issued_report_differs")
