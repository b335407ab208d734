"""What was planned and set going is followed (rows 5, 6): stages done, overdue, or held by nobody."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.test_plans import of_class, stages


async def open_stages(desk: Desk, query: str = "") -> list[tuple[str, str, bool]]:
    found = (await desk.read(f"/v1/tasks?kind=stage{query}"))["items"]
    return sorted((one["step"], one["held_by"], one["is_overdue"]) for one in found)


def lacks(told: dict[str, Any]) -> list[str]:
    missing: list[str] = told["events"][0]["event"].get("missing", [])
    return missing


@pytest.mark.requirement(6)
@pytest.mark.evasion(6)
async def test_each_stage_of_a_plan_is_done_or_stands_overdue_with_who_holds_it(desk: Desk) -> None:
    case = await of_class(desk, "complex")
    plan = stages(desk, 1, 7)
    await desk.tell(f"{case}/plan", stages=plan)
    assert await open_stages(desk) == [("1", "li.na", False), ("2", "li.na", False)]
    await desk.later(case, days=2)
    now = desk.house.clock().isoformat().replace("+", "%2B")
    assert await open_stages(desk, f"&due_before={now}") == [("1", "li.na", True)]
    await desk.tell(f"{case}/plan", stages=plan[1:] + stages(desk, 9, responsible="gao.f"), channel="phone")
    assert await open_stages(desk) == [("1", "li.na", False), ("2", "gao.f", False)]
    assert (
        await desk.refused(f"{case}/plan/stages/complete", stage=3, outcome="All done")
        == "plan_stage_unknown"
    )
    done = f"{case}/plan/stages/complete"
    assert await desk.refused(done, stage=1, outcome=".") == "words_without_meaning"
    await desk.tell(done, stage=1, outcome="The bearing is in")
    assert (await desk.tell(done, stage=1, outcome="The bearing is in"))["is_repeat"]
    assert await open_stages(desk) == [("2", "gao.f", False)]
    assert "plan_stages" in lacks(await desk.tell(f"{case}/resolve", resolution="A new bearing"))
    assert await open_stages(desk) == []


@pytest.mark.requirement(5)
@pytest.mark.evasion(5)
async def test_a_contingency_plan_that_sets_nothing_going_is_missed_at_the_resolution(desk: Desk) -> None:
    in_name_only, followed = await of_class(desk, "urgent"), await of_class(desk, "urgent")
    assert await desk.refused(f"{followed}/contingency-plan", plan_id="x") == "words_without_meaning"
    await desk.tell(f"{followed}/counterpart", counterpart="sun.d", delivery_proof="SMS-7")
    for case in (in_name_only, followed):
        await desk.later(minutes=5)
        await desk.tell(f"{case}/contingency-plan", plan_id="CP-3")
    request: dict[str, Any] = {"department": "logistics", "step": "ship_part", "request": "A bearing"}
    task: dict[str, Any] = {"collaboration_id": "0195c3a0-0000-7000-8000-0000000000b1"}
    await desk.tell(f"{followed}/collaborations", **task, **request)
    told = await desk.tell(f"{in_name_only}/resolve", resolution="A new bearing")
    assert "contingency_steps" in lacks(told)
    told = await desk.tell(f"{followed}/resolve", resolution="A new bearing")
    assert "contingency_steps" not in lacks(told)
