"""Whose turn it was, and where the work stood still (rows 35, 53, 81)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.test_complaint_work import COUPON, IDS, complaint

HOUR = 3600


async def owned(desk: Desk) -> str:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    return case


@pytest.mark.requirement(35)
async def test_how_long_customers_waited_for_us_is_a_figure_without_the_time_in_which_we_wait_for_them(
    desk: Desk,
) -> None:
    case = await owned(desk)
    await desk.later(hours=2)
    await desk.tell(f"{case}/wait", waiting_on="customer", note="serial number")
    await desk.later(hours=5)
    await desk.tell(f"{case}/resume")
    await desk.tell(f"{case}/wait", waiting_on="supplier", note="bearing")
    await desk.later(hours=3)
    await desk.tell(f"{case}/resume")
    assert (await desk.kpi("requester_wait"))["count"] == 0  # it is not over yet
    await desk.tell(f"{case}/resolve", cause="Wear", solution="A new one")
    waited = await desk.kpi("requester_wait")
    assert (waited["count"], waited["total_seconds"]) == (1, 5 * HOUR)


@pytest.mark.evasion(35)
async def test_who_goes_on_waiting_for_a_customer_who_has_answered_lets_the_customer_wait(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/wait", waiting_on="customer", note="serial number")
    await desk.later(hours=1)
    await desk.tell(f"{case}/customer-message", channel="phone", text="It is 4711")
    await desk.later(hours=6)
    await desk.tell(f"{case}/resume")
    await desk.tell(f"{case}/resolve", cause="Wear", solution="A new one")
    assert (await desk.kpi("requester_wait"))["total_seconds"] == 6 * HOUR
    assert (await desk.kpi("unanswered_cases"))["hits"] == 1  # a resolution is no answer


@pytest.mark.evasion(35)
async def test_a_wait_that_is_told_to_begin_earlier_ends_with_what_the_customer_said(desk: Desk) -> None:
    case = await owned(desk)
    began = desk.house.clock().isoformat()
    await desk.later(hours=1)
    await desk.tell(f"{case}/customer-message", channel="phone", text="It is 4711")
    await desk.later(hours=6)
    await desk.tell(f"{case}/wait", waiting_on="customer", note="serial number", occurred_at=began)
    await desk.tell(f"{case}/resolve", cause="Wear", solution="A new one")
    assert (await desk.kpi("requester_wait"))["total_seconds"] == 6 * HOUR


@pytest.mark.requirement(53)
async def test_the_stage_that_takes_the_time_is_named_and_the_board_says_where_work_piles_up_now(
    desk: Desk,
) -> None:
    case = await owned(desk)
    await desk.later(hours=4)
    await desk.tell(f"{case}/plan", stages=[_stage(desk)], channel="phone")
    await desk.later(hours=1)
    await desk.tell(f"{case}/resolve", cause="Wear", solution="A new one")
    waiting = await owned(desk)
    await desk.later(hours=2)
    await desk.tell(f"{waiting}/note", text="Looked at")  # the figures are of the newest event
    report = await desk.read("/v1/reports/kpi")
    stage = report["total"]["bottleneck"]
    assert (stage["stage"], stage["share"], stage["total_seconds"]) == ("diagnosis", 0.8, 4 * HOUR)
    board = {each["group"]: each for each in (await desk.read("/v1/reports/kpi?by=stage"))["groups"]}
    assert board["diagnosis"]["figures"]["backlog"]["count"] == 1
    assert board["diagnosis"]["figures"]["backlog_stage_time"]["total_seconds"] == 2 * HOUR


def _stage(desk: Desk) -> dict[str, str]:
    due_at = desk.house.clock().replace(year=2027).isoformat()
    return {"title": "Change it", "due_at": due_at, "responsible": "li.na"}


@pytest.mark.evasion(53)
async def test_who_tells_the_next_stage_early_moves_the_time_to_it_and_hides_none(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/plan", stages=[_stage(desk)], channel="phone")
    await desk.later(hours=5)
    await desk.tell(f"{case}/resolve", cause="Wear", solution="A new one")
    stage = (await desk.read("/v1/reports/kpi"))["total"]["bottleneck"]
    assert (stage["stage"], stage["share"], stage["total_seconds"]) == ("execution", 1.0, 5 * HOUR)


@pytest.mark.requirement(81)
async def test_where_work_lay_idle_or_a_permission_was_missing_is_a_figure(desk: Desk) -> None:
    case = await desk.case()
    await desk.later(hours=3)
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.later(hours=30)
    await desk.tell(f"{case}/reply", text="A new bearing comes tomorrow")
    figures = (await desk.read("/v1/reports/kpi"))["total"]["figures"]
    assert figures["first_owner_time"]["total_seconds"] == 3 * HOUR
    assert figures["longest_idle"]["median_seconds"] == 30 * HOUR
    assert figures["idle_cases"]["hits"] == 1
    about = await complaint(desk)
    await desk.tell(f"{about}/remedies", remedy_id=IDS[0], **COUPON, amount_minor=200_000)
    assert (await desk.kpi("approvals_open"))["hits"] == 1
    await desk.later(hours=7)
    await desk.director()
    agreed: dict[str, Any] = {"remedy_id": IDS[0], "approved_by": "sun.d", "level": "director"}
    await desk.tell(f"{about}/remedies/approve", **agreed)
    figures = (await desk.read("/v1/reports/kpi"))["total"]["figures"]
    assert (figures["approvals_open"]["hits"], figures["approval_time"]["total_seconds"]) == (0, 7 * HOUR)


@pytest.mark.evasion(81)
async def test_notes_and_words_that_only_put_the_customer_off_are_no_work(desk: Desk) -> None:
    case = await owned(desk)
    for _ in range(3):
        await desk.later(hours=10)
        await desk.tell(f"{case}/note", text="Still on it")
        await desk.tell(f"{case}/reply", text="Let me check", substantive=False)
    await desk.tell(f"{case}/reply", text="A new bearing is on its way")
    assert (await desk.kpi("longest_idle"))["median_seconds"] == 30 * HOUR
    assert (await desk.kpi("idle_cases"))["hits"] == 1


@pytest.mark.evasion(81)
async def test_who_assigns_a_case_to_and_fro_to_look_busy_is_counted(desk: Desk) -> None:
    case = await owned(desk)
    for owner in ("wang.a", "li.na", "wang.a"):
        await desk.later(hours=20)
        await desk.tell(f"{case}/assign", owner=owner)
    assert (await desk.kpi("idle_cases"))["hits"] == 0
    assert (await desk.kpi("left_to_others"))["count"] == 1
