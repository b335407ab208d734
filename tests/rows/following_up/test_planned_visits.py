"""Visits follow a plan, bring home what was asked, and change what we do (row 43)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rows.desk import ACCOUNT, Desk

SAID: dict[str, Any] = {"kind": "call", "channel": "phone", "new_needs": "第二条生产线的备件"}


async def planned(desk: Desk, day: str = "2026-03-10") -> str:
    visit_id = str(uuid4())
    body: dict[str, Any] = {"visit_id": visit_id, "kind": "call", "purpose": "第二条生产线用得如何"}
    await desk.tell(f"{ACCOUNT}/planned-visits", **body, planned_on=day)
    return visit_id


@pytest.mark.requirement(43)
async def test_a_planned_visit_brings_home_needs_use_and_satisfaction_and_what_changes_by_it(
    desk: Desk,
) -> None:
    visit_id = await planned(desk)
    said: dict[str, Any] = {
        **SAID,
        "usage": "每天两班,用到自动排产",
        "satisfaction": 4,
        "strategy_change": "每月回访改为双周",
    }
    await desk.tell(f"{ACCOUNT}/visit", **said, visit_id=visit_id)
    assert await desk.verdicts(ACCOUNT, "planned_visit") == ["met"]
    history = (await desk.read(f"{ACCOUNT}/history"))["items"]
    (visit,) = [one["event"] for one in history if one["event"]["type"] == "VisitRecorded.v1"]
    assert {name: visit[name] for name in said} == said


@pytest.mark.evasion(43)
async def test_another_visit_an_attempt_or_a_cancelled_plan_keeps_no_plan(desk: Desk) -> None:
    visit_id = await planned(desk)
    await desk.tell(f"{ACCOUNT}/visit", **SAID)
    await desk.tell(f"{ACCOUNT}/visit", kind="call", channel="phone", reached=False, visit_id=visit_id)
    assert await desk.verdicts(ACCOUNT, "planned_visit") == ["running"]
    assert await desk.refused(f"{ACCOUNT}/visit", **SAID, visit_id=str(uuid4())) == "planned_visit_not_found"
    late: dict[str, Any] = {
        "visit_id": str(uuid4()),
        "kind": "call",
        "purpose": "Ask",
        "planned_on": "2026-03-01",
    }
    assert await desk.refused(f"{ACCOUNT}/planned-visits", **late) == "planned_day_is_over"
    await desk.tell(f"{ACCOUNT}/planned-visits/cancel", visit_id=visit_id, reason="They are on holiday")
    assert await desk.verdicts(ACCOUNT, "planned_visit") == ["voided"]
    assert (await desk.kpi("voided_promises"))["hits"] == 1
    assert await desk.refused(f"{ACCOUNT}/visit", **SAID, visit_id=visit_id) == "planned_visit_is_over"


@pytest.mark.evasion(43)
async def test_a_plan_that_nobody_follows_is_broken_when_its_day_is_over(desk: Desk) -> None:
    await planned(desk)
    await desk.later(ACCOUNT, days=9)
    assert await desk.verdicts(ACCOUNT, "planned_visit") == ["breached"]
