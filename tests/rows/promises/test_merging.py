"""A merge is no way out of what was promised (rows 2, 16, 33, 123, 135, 153)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk

PROMISE = "0195c3a0-0000-7000-8000-0000000000d1"


def id_of(case: str) -> str:
    return case.rpartition("/")[2]


def ago(desk: Desk, **by: float) -> str:
    return (desk.house.clock() - timedelta(**by)).isoformat()


async def merge(desk: Desk, case: str, into: str, **body: Any) -> dict[str, Any]:
    return await desk.tell(f"{case}/merge", into_case_id=id_of(into), reason="told twice", **body)


@pytest.mark.requirement(33)
async def test_a_matter_told_twice_goes_on_in_one_case_and_its_promises_there(desk: Desk) -> None:
    first, second = await desk.case(kind="complaint"), await desk.case(kind="complaint")
    await merge(desk, second, first)
    assert await desk.verdict(first, "complaint_answer") == "running"
    await desk.tell(f"{first}/reply", text="An engineer comes at ten")
    assert await desk.verdict(first, "complaint_answer") == "met"


@pytest.mark.evasion(33, 123, 135)
async def test_a_complaint_is_merged_only_into_a_complaint_an_urgent_case_only_into_one_as_urgent(
    desk: Desk,
) -> None:
    complaint, enquiry = await desk.case(kind="complaint"), await desk.case(kind="enquiry")
    body: dict[str, Any] = {"into_case_id": id_of(enquiry), "reason": "told twice"}
    assert await desk.refused(f"{complaint}/merge", **body) == "merged_into_milder"
    await desk.tell(f"{enquiry}/classify", response_class="complaint")
    await desk.tell(f"{complaint}/merge", **body)
    await desk.tell(f"{enquiry}/assign", owner="li.na")
    assert await desk.refused(f"{enquiry}/close", reason="withdrawn") == "complaint_not_confirmed"
    urgent, routine = await desk.case(), await desk.case()
    await desk.tell(f"{urgent}/classify", response_class="urgent")
    body = {"into_case_id": id_of(routine), "reason": "told twice"}
    assert await desk.refused(f"{urgent}/merge", **body) == "merged_into_milder"
    await desk.tell(f"{routine}/green-channel", task_force=["li.na"], reason="The line stands still")
    await desk.tell(f"{urgent}/merge", **body)


@pytest.mark.evasion(2, 33, 153)
async def test_what_a_merge_lets_go_of_counts_as_made_void_by_who_merged(desk: Desk) -> None:
    case, other = await desk.case(), await desk.case()
    before = (await desk.kpi("voided_promises"))["hits"]
    await merge(desk, case, other)
    await desk.later(case, days=30)
    assert {each["verdict"] for each in (await desk.read(f"{case}/clocks"))["clocks"]} == {"voided"}
    assert (await desk.kpi("voided_promises"))["hits"] > before
    groups = (await desk.read("/v1/reports/kpi?by=end_reason"))["groups"]
    figures = {each["group"]: each["figures"]["voided_promises"]["hits"] for each in groups}
    assert figures["merged"] == 2  # first reply and resolution
    people = (await desk.read("/v1/reports/kpi?by=voided_by"))["groups"]
    assert {each["group"] for each in people if each["figures"]["voided_promises"]["hits"]} == {"key:agent"}


@pytest.mark.evasion(2, 33)
async def test_a_merge_that_is_taken_back_gives_no_time_back(desk: Desk) -> None:
    case, other = await desk.case(), await desk.case()
    await merge(desk, case, other)
    await desk.later(case, hours=5)
    await desk.tell(f"{case}/unmerge", reason="another press after all")
    await desk.later(case, seconds=1)
    assert await desk.verdict(case, "first_reply") == "breached"


@pytest.mark.evasion(16)
async def test_a_promise_by_word_runs_on_though_its_case_is_merged(desk: Desk) -> None:
    case, other = await desk.case(), await desk.case()
    due_at = (desk.house.clock() + timedelta(hours=2)).isoformat()
    await desk.tell(f"{case}/commitments", commitment_id=PROMISE, what="Line 3 runs", due_at=due_at)
    await merge(desk, case, other)
    await desk.later(case, hours=3)
    assert await desk.verdict(case, "commitment") == "breached"
    figures = await desk.kpi("commitments_kept")
    assert (figures["count"], figures["hits"]) == (1, 0)


@pytest.mark.evasion(2, 33)
@pytest.mark.parametrize("role", [Role.AGENT, Role.INTEGRATION])
@pytest.mark.parametrize("noted", [True, False])
async def test_a_merge_told_late_undoes_no_breach(desk: Desk, role: Role, noted: bool) -> None:
    case, other = await desk.case(kind="complaint"), await desk.case(kind="complaint")
    if noted:
        await desk.later(case, hours=5)
    else:
        desk.house.clock.advance(hours=5)
    body: dict[str, Any] = {"into_case_id": id_of(other), "reason": "told twice"}
    late: dict[str, Any] = {**body, "occurred_at": ago(desk, hours=4.99)}
    assert await desk.refused(f"{case}/merge", role, **late) == "merged_before_breach"
    await desk.tell(f"{case}/merge", role, **body)
    assert await desk.verdict(case, "complaint_answer") == "breached"


@pytest.mark.evasion(33)
async def test_a_case_is_not_merged_into_one_that_was_received_later(desk: Desk) -> None:
    case = await desk.case()
    await desk.later(minutes=20)
    other = await desk.case()
    late: dict[str, Any] = {"into_case_id": id_of(other), "reason": "told twice"}
    late["occurred_at"] = ago(desk, minutes=15)
    assert await desk.refused(f"{case}/merge", **late) == "merged_before_received"
