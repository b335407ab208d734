"""Visits follow a plan, bring home what was asked, and change what we do (row 43)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rows.desk import ACCOUNT, Desk

SAID: dict[str, Any] = {"kind": "call", "channel": "phone", "new_needs": "第二条生产线的备件"}


async def planned(desk: Desk, day: str = "2026-03-10") -> str:
    visit_id = str(uuid4())
    body: dict[str, Any] = {"visit_id": visit_id, "kind": "call", "aim": "第二条生产线用得如何"}
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
        "aim": "Ask",
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


@pytest.mark.requirement(38)
async def test_a_training_in_the_use_of_the_product_is_on_the_record_of_its_account(desk: Desk) -> None:
    contact_id = await desk.contact()
    training: dict[str, Any] = {
        "topic": "自动排产",
        "channel": "on_site",
        "participants": [contact_id],
        "duration_seconds": 7200,
        "outcome": "可独立换模,希望再讲报表",
    }
    await desk.tell(f"{ACCOUNT}/trainings", **training)
    last = (await desk.read(f"{ACCOUNT}/history"))["items"][-1]["event"]
    assert {name: last[name] for name in training} == training


@pytest.mark.evasion(38)
async def test_a_training_of_nobody_or_without_an_outcome_is_refused(desk: Desk) -> None:
    contact_id = await desk.contact()
    path = f"{ACCOUNT}/trainings"
    held: dict[str, Any] = {"topic": "自动排产", "channel": "on_site"}
    assert await desk.refused(path, **held, participants=[], outcome="Done well") == "validation_failed"
    nobody = [str(uuid4())]
    assert await desk.refused(path, **held, participants=nobody, outcome="Done well") == "contact_not_found"
    assert await desk.refused(path, **held, participants=[contact_id], outcome=".") == "words_without_meaning"
