"""What is done for a customer while a case is open, and for whom it is on the record."""

from typing import Any

import pytest

from tests.api.composition import House
from tests.domain.case.examples.collaborations import COLLABORATION
from tests.domain.case.examples.commitments import COMMITMENT
from tests.scene import IN_TIME


async def told_last(house: House, case: str, count: int = 1) -> list[dict[str, Any]]:
    """Return the newest events of a case."""
    items: list[dict[str, Any]] = (await house.get(f"{case}/history")).json()["items"]
    return [item["event"] for item in items[-count:]]


async def a_case(house: House) -> str:
    await house.open_account()
    return await house.receive_case()


async def done(house: House, case: str, last: str, body: dict[str, Any]) -> dict[str, Any]:
    answered = await house.post(f"{case}/{last}", body)
    assert answered.status_code == 200, answered.text
    document: dict[str, Any] = answered.json()
    return document


@pytest.mark.requirement(5)
async def test_a_contingency_plan_is_set_going_and_stands_on_the_record_by_its_number(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "contingency-plan", {"plan_id": "CP-3"})
    (event,) = await told_last(house, case)
    assert (event["type"], event["plan_id"]) == ("ContingencyPlanActivated.v1", "CP-3")


@pytest.mark.requirement(86)
async def test_an_update_names_problem_solution_and_instant_and_the_instant_is_a_commitment(
    house: House,
) -> None:
    case = await a_case(house)
    body = {
        "problem": "主轴轴承磨损",
        "solution": "更换轴承",
        "eta_at": IN_TIME,
        "channel": "wecom",
        "commitment_id": COMMITMENT,
    }
    await done(house, case, "progress", body)
    shared, promised = await told_last(house, case, 2)
    assert (shared["problem"], shared["solution"]) == ("主轴轴承磨损", "更换轴承")
    assert shared["eta_at"] == promised["due_at"] == "2099-03-02T10:00:00Z"
    assert (promised["type"], promised["commitment_id"]) == ("CommitmentMade.v1", COMMITMENT)


@pytest.mark.requirement(12)
@pytest.mark.parametrize(
    ("department", "step"),
    [("technical", "find_fault"), ("after_sales", "send_engineer"), ("sales", "change_offer")],
)
async def test_another_department_gets_a_task_of_its_own(house: House, department: str, step: str) -> None:
    case = await a_case(house)
    body = {
        "collaboration_id": COLLABORATION,
        "department": department,
        "step": step,
        "request": "压机停机,请今天处理",
    }
    await done(house, case, "collaborations", body)
    (event,) = await told_last(house, case)
    assert (event["department"], event["step"]) == (department, step)


@pytest.mark.requirement(62)
@pytest.mark.requirement(97)
async def test_a_demand_becomes_a_task_of_another_department_and_leaves_a_record_to_its_end(
    house: House,
) -> None:
    case = await a_case(house)
    task = {"collaboration_id": COLLABORATION}
    asked = {**task, "department": "supply_chain", "step": "find_stock", "request": "Find such a bearing"}
    await done(house, case, "collaborations", asked)
    await done(house, case, "collaborations/accept", {**task, "accepted_by": "wu.e", "eta_at": IN_TIME})
    await done(house, case, "collaborations/answer", {**task, "answer": "One is in Suzhou"})
    await done(house, case, "collaborations/complete", {**task, "outcome": "It is on its way"})
    events = await told_last(house, case, 4)
    assert [event["type"].removeprefix("Collaboration") for event in events] == [
        "Requested.v1",
        "Accepted.v1",
        "Answered.v1",
        "Completed.v1",
    ]
    assert {event["collaboration_id"] for event in events} == {COLLABORATION}
    assert events[-1]["outcome"] == "It is on its way"


async def test_a_plan_without_stages_is_refused_and_the_field_named(house: House) -> None:
    case = await a_case(house)
    answered = await house.post(f"{case}/plan", {"stages": []})
    assert (answered.status_code, answered.json()["errors"][0]["field"]) == (422, "stages")
    stage = {"title": "Find the cause", "due_at": IN_TIME}
    answered = await house.post(f"{case}/plan", {"stages": [stage]})
    assert answered.status_code == 422
    assert [each["pointer"] for each in answered.json()["errors"]] == ["/stages/0/responsible"]


async def test_a_case_handed_to_a_team_still_names_who_answers_for_it(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "assign", {"owner": "li.na", "team": "presses"})
    await done(house, case, "hand-over", {"to_team": "field"})
    shown = (await house.get(case)).json()
    assert (shown["owner"], shown["team"]) == ("li.na", "field")
