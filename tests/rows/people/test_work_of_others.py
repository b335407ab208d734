"""What engineers and other departments were asked for comes back before a case ends (rows 15, 62)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.test_closing import missing, owned
from tests.scene import CONFIRMED

TASK: dict[str, Any] = {"collaboration_id": "0195c3a0-0000-7000-8000-0000000000b1"}
DISPATCH: dict[str, Any] = {"dispatch_id": "0195c3a0-0000-7000-8000-0000000000b2"}
VISIT: dict[str, Any] = {"engineer": "gao.f", "planned_at": "2026-03-02T12:00:00Z", "task": "Bearing"}


async def asked(desk: Desk, case: str) -> None:
    request: dict[str, Any] = {"department": "logistics", "step": "ship_part", "request": "A bearing"}
    await desk.tell(f"{case}/collaborations", **TASK, **request)


@pytest.mark.evasion(15)
async def test_a_visit_that_solved_nothing_and_that_nobody_follows_is_missed_at_the_resolution(
    desk: Desk,
) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/dispatches", **DISPATCH, **VISIT)
    came: dict[str, Any] = {"solved": False, "outcome": "The wrong part", "needs_follow_up": False}
    await desk.tell(f"{case}/dispatches/outcome", **DISPATCH, **came)
    assert "solved_on_site" in missing(await desk.tell(f"{case}/resolve"))
    await desk.tell(f"{case}/reopen", reason="It stands still")
    again = {"dispatch_id": DISPATCH["dispatch_id"][:-1] + "3"}
    await desk.tell(f"{case}/dispatches", **again, **VISIT)
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/dispatches/outcome", **again, solved=True, outcome="A new bearing")
    assert "solved_on_site" not in missing(await desk.tell(f"{case}/resolve"))


@pytest.mark.evasion(62)
async def test_what_a_department_still_owes_is_missed_at_the_resolution_and_the_close(desk: Desk) -> None:
    case = await owned(desk)
    await asked(desk, case)
    assert "collaboration_outcome" in missing(await desk.tell(f"{case}/resolve"))
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert "collaboration_outcome" in missing(await desk.tell(f"{case}/close"))


@pytest.mark.requirement(98, 108)
@pytest.mark.evasion(98, 108)
async def test_a_visit_of_which_nobody_says_when_the_engineer_was_there_is_seen_in_a_figure(
    desk: Desk,
) -> None:
    case, next_week = await owned(desk), "2026-03-09T12:00:00Z"
    await desk.tell(f"{case}/dispatches", **DISPATCH, **{**VISIT, "planned_at": next_week})
    done: dict[str, Any] = {"solved": True, "outcome": "A new bearing"}
    outcome, late = f"{case}/dispatches/outcome", {**done, "arrived_at": next_week}
    assert await desk.refused(outcome, **DISPATCH, **late) == "arrived_out_of_order"
    told = await desk.tell(outcome, **DISPATCH, **done)
    assert told["events"][0]["event"]["missing"] == ["arrival"]
    figures = await desk.kpi("dispatches_without_arrival")
    assert (figures["count"], figures["hits"]) == (1, 1)
    other = await owned(desk)
    arrived_at = desk.house.clock().isoformat()
    await desk.tell(f"{other}/dispatches", **DISPATCH, **VISIT)
    await desk.later(hours=2)
    told = await desk.tell(f"{other}/dispatches/outcome", **DISPATCH, **done, arrived_at=arrived_at)
    assert "missing" not in told["events"][0]["event"]
    figures = await desk.kpi("dispatches_without_arrival")
    assert (figures["count"], figures["hits"]) == (2, 1)
