"""Important but not urgent: planned, and looked at every week or month (row 158)."""

from typing import Any

import pytest

from tests.rows.desk import Desk

NEWS: dict[str, Any] = {"problem": "排期", "solution": "下月第一周", "channel": "email"}


async def planned(desk: Desk, **received: Any) -> str:
    case = await desk.case(**{"kind": "service_request", "subject": "培训计划", **received})
    await desk.tell(f"{case}/classify-by-rules", circumstances=["not_urgent"])
    return case


@pytest.mark.requirement(158)
async def test_what_is_important_and_not_urgent_is_a_backlog_that_is_reviewed_week_by_week(
    desk: Desk,
) -> None:
    case = await planned(desk)
    assert (await desk.read(case))["response_class"] == "complex"
    (listed,) = (await desk.read("/v1/clocks?clock=planned_review"))["items"]
    assert (listed["case_id"], listed["due_at"]) == (case[-36:], "2026-03-09T09:00:00Z")
    for kept in range(1, 4):
        await desk.later(case, days=6)
        await desk.tell(f"{case}/progress", **NEWS)
        assert await desk.verdicts(case, "planned_review") == [*["met"] * kept, "running"]


@pytest.mark.requirement(158)
async def test_what_a_customer_suggests_is_reviewed_month_by_month(desk: Desk) -> None:
    case = await desk.case(kind="suggestion", subject="增加导出功能")
    (listed,) = (await desk.read("/v1/clocks?clock=planned_review"))["items"]
    assert (listed["rule"], listed["due_at"]) == ("planned_review_monthly", "2026-04-02T09:00:00Z")
    await desk.later(case, days=30)
    await desk.tell(f"{case}/progress", **NEWS)
    assert await desk.verdicts(case, "planned_review") == ["met", "running"]


@pytest.mark.evasion(158)
async def test_what_was_put_off_and_forgotten_is_broken_every_week_and_a_note_does_not_mend_it(
    desk: Desk,
) -> None:
    case = await planned(desk)
    await desk.tell(f"{case}/note", text="Still planned")
    machine: dict[str, Any] = {**NEWS, "author_kind": "system"}
    await desk.tell(f"{case}/progress", **machine)
    await desk.later(case, days=8)
    assert (await desk.verdicts(case, "planned_review"))[0] == "breached"


@pytest.mark.evasion(158)
@pytest.mark.parametrize(
    ("kind", "circumstance", "response_class"),
    [("technical", "line_stopped", "urgent"), ("technical", "outage", "green_channel")],
)
async def test_what_is_urgent_is_not_put_off_by_calling_it_not_urgent_too(
    desk: Desk, kind: str, circumstance: str, response_class: str
) -> None:
    case = await desk.case(kind=kind)
    await desk.tell(f"{case}/classify-by-rules", circumstances=["not_urgent", circumstance])
    assert (await desk.read(case))["response_class"] == response_class
    assert await desk.verdicts(case, "planned_review") == []


@pytest.mark.evasion(158)
async def test_a_complaint_is_no_backlog(desk: Desk) -> None:
    case = await planned(desk, kind="complaint")
    assert (await desk.read(case))["response_class"] == "complaint"
    assert await desk.verdicts(case, "planned_review") == []


@pytest.mark.evasion(158)
async def test_who_takes_it_out_of_the_backlog_by_another_class_has_the_limit_of_that_class(
    desk: Desk,
) -> None:
    case = await planned(desk)
    await desk.tell(f"{case}/classify", response_class="routine", priority="high", reason="small")
    assert (await desk.read(case))["work"]["due_at"] is not None
    await desk.later(case, days=14)
    assert "breached" in await desk.verdicts(case, "resolution")
