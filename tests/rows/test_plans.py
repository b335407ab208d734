"""What is a plan, an emergency plan and a cause tree (rows 5, 6, 123, 157)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk
from tests.scene import CONFIRMED

CAUSE: dict[str, Any] = {"cause_class": "process", "root_code": "late_delivery", "process_step": "delivery"}
WHYS = ["It came late", "It was booked late", "Nobody books on Fridays"]


def stages(desk: Desk, *days: float, responsible: str = "li.na") -> list[dict[str, str]]:
    """Return stages that are due so many days from now."""
    now = desk.house.clock()
    due = [(now + timedelta(days=each)).isoformat() for each in days]
    return [
        {"title": f"Step {number}", "due_at": each, "responsible": responsible}
        for number, each in enumerate(due, start=1)
    ]


async def of_class(desk: Desk, response_class: str) -> str:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class=response_class, reason="As it was told")
    return case


@pytest.mark.requirement(6)
async def test_a_complex_need_has_a_plan_in_dated_stages_within_a_service_day(desk: Desk) -> None:
    case = await of_class(desk, "complex")
    await desk.tell(f"{case}/plan", stages=stages(desk, 1, 7))
    assert await desk.verdict(case, "plan") == "met"


NO_PLANS: dict[str, tuple[tuple[float, ...], str]] = {
    "one stage": ((1,), "plan_without_stages"),
    "two stages of one instant": ((1, 1), "plan_without_stages"),
    "two stages a moment apart": ((1, 1.00001), "plan_without_stages"),
    "a stage of now": ((0, 7), "due_before_promised"),
    "a stage that is over": ((-1,), "due_before_promised"),
    "a stage that is over and one ahead": ((-1, 1), "due_before_promised"),
}


@pytest.mark.evasion(6)
@pytest.mark.parametrize("plan", NO_PLANS)
async def test_what_only_looks_like_a_plan_is_refused_and_keeps_no_promise(desk: Desk, plan: str) -> None:
    case = await of_class(desk, "complex")
    days, refusal = NO_PLANS[plan]
    assert await desk.refused(f"{case}/plan", stages=stages(desk, *days)) == refusal
    await desk.later(case, days=7)
    assert await desk.verdict(case, "plan") == "breached"


@pytest.mark.evasion(6)
@pytest.mark.parametrize("title", ["Step", "STEP!"])
async def test_one_step_told_twice_is_one_stage(desk: Desk, title: str) -> None:
    case = await of_class(desk, "complex")
    first, last = stages(desk, 1, 7)
    plan = [{**first, "title": "Step"}, {**last, "title": title}]
    assert await desk.refused(f"{case}/plan", stages=plan) == "plan_without_stages"


@pytest.mark.evasion(6)
@pytest.mark.parametrize(
    ("days", "verdict"), [((1,), "breached"), ((1, 1.00001), "breached"), ((1, 7), "met")]
)
async def test_a_plan_told_before_the_class_is_judged_as_the_plan_of_the_class_that_comes(
    desk: Desk, days: tuple[float, ...], verdict: str
) -> None:
    case = await of_class(desk, "routine")
    await desk.tell(f"{case}/plan", stages=stages(desk, *days))
    await desk.tell(f"{case}/classify", response_class="complex")
    await desk.later(case, days=7)
    assert await desk.verdict(case, "plan") == verdict


@pytest.mark.evasion(6)
async def test_a_stage_for_which_nobody_of_ours_answers_is_refused(desk: Desk) -> None:
    people: dict[str, Any] = {"guideline": "staff", "version": 2, "people": [{"staff_id": "li.na"}]}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=people)
    case = await of_class(desk, "complex")
    plan = stages(desk, 1, 7, responsible="somebody")
    assert await desk.refused(f"{case}/plan", stages=plan) == "not_of_staff"


@pytest.mark.requirement(5, 157)
async def test_the_green_channel_has_a_task_force_a_contingency_plan_and_within_two_hours_a_plan(
    desk: Desk,
) -> None:
    case = await of_class(desk, "green_channel")
    await desk.tell(f"{case}/green-channel", task_force=["li.na", "gao.f"], reason="All lines stand still")
    told = await desk.tell(f"{case}/contingency-plan", plan_id="CP-3")
    (activated,) = [each["event"] for each in told["events"] if each["event"].get("plan_id")]
    assert (activated["type"], activated["plan_id"]) == ("ContingencyPlanActivated.v1", "CP-3")
    await desk.later(hours=1.9)
    await desk.tell(f"{case}/plan", stages=stages(desk, 0.1))
    assert await desk.verdict(case, "plan") == "met"


@pytest.mark.evasion(5, 157)
async def test_the_number_of_a_contingency_plan_is_no_plan(desk: Desk) -> None:
    case = await of_class(desk, "green_channel")
    await desk.tell(f"{case}/contingency-plan", plan_id="anything")
    await desk.later(case, hours=2.1)
    assert await desk.verdict(case, "plan") == "breached"


@pytest.mark.evasion(5)
@pytest.mark.parametrize("response_class", ["basic", "routine", "complex", "complaint"])
async def test_no_contingency_plan_is_put_on_a_case_that_is_no_emergency(
    desk: Desk, response_class: str
) -> None:
    case = await of_class(desk, response_class)
    assert await desk.refused(f"{case}/contingency-plan", plan_id="CP-3") == "no_emergency"


@pytest.mark.evasion(157)
async def test_a_plan_that_no_task_force_made_is_refused_in_the_green_channel(desk: Desk) -> None:
    case = await of_class(desk, "green_channel")
    assert await desk.refused(f"{case}/plan", stages=stages(desk, 0.1)) == "needs_not_met"


@pytest.mark.requirement(123)
async def test_a_complaint_closes_with_a_cause_tree_down_to_the_root(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/resolve", resolution="Sent again")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.refused(f"{case}/close") == "cause_tree_missing"
    await desk.tell(f"{case}/cause", **CAUSE, whys=WHYS)
    await desk.tell(f"{case}/close")


@pytest.mark.evasion(123)
@pytest.mark.parametrize(
    "whys",
    [
        WHYS[:1],
        WHYS[:2],
        WHYS[:1] * 3,
        ["It came late", "it came  late.", "IT CAME LATE!"],
        [*WHYS[:2], "x"],
        [*WHYS[:2], "? ? ? ?"],
    ],
    ids=["one", "two", "one three times", "one written otherwise", "a letter", "marks"],
)
async def test_who_asks_why_once_has_no_cause_tree(desk: Desk, whys: list[str]) -> None:
    case = await desk.case(kind="complaint")
    assert await desk.refused(f"{case}/cause", **CAUSE, whys=whys) == "cause_not_deep_enough"


async def test_how_deep_a_cause_tree_goes_is_for_the_house_to_say(desk: Desk) -> None:
    standard: dict[str, Any] = {"guideline": "handling", "version": 2, "least_whys": 1}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=standard)
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/cause", **CAUSE, whys=WHYS[:1])
