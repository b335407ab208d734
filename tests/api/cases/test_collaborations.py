"""Tasks of other departments: whom can be asked, in whose words, and what the customer is told meanwhile."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api.cases.test_case_care import a_case, done, told_last
from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import House
from tests.domain.case.examples.collaborations import COLLABORATION
from tests.domain.case.examples.commitments import COMMITMENT
from tests.scene import IN_TIME

TASK = {"collaboration_id": COLLABORATION}


async def ruled_case(house: House) -> str:
    await with_rules(house)
    return await a_case(house)


def asked(department: str, step: str, request: str = "请协助") -> dict[str, Any]:
    return {"collaboration_id": str(uuid4()), "department": department, "step": step, "request": request}


async def view(house: House, case: str) -> dict[str, Any]:
    document: dict[str, Any] = (await house.get(case)).json()
    return document


@pytest.mark.requirement(12)
async def test_faults_visits_and_offers_are_tasks_of_three_departments_and_each_has_its_clocks(
    house: House,
) -> None:
    case = await ruled_case(house)
    for department, step in (("technical", "repair"), ("after_sales", "dispatch"), ("sales", "offer")):
        await done(house, case, "collaborations", asked(department, step))
    held = (await view(house, case))["responsibility"]["held_by"]
    assert (held["kind"], held["names"]) == ("departments", ["after_sales", "sales", "technical"])
    clocks = (await house.get(f"{case}/clocks")).json()["clocks"]
    assert sum(clock["clock"] == "collaboration_answer" for clock in clocks) == 3


@pytest.mark.requirement(49)
async def test_technical_sales_logistics_finance_and_others_stand_in_the_directory_and_can_be_asked(
    house: House,
) -> None:
    case = await ruled_case(house)
    guidelines = (await house.get("/v1/guidelines")).json()["items"]
    (content,) = [each["content"] for each in guidelines if each["content"]["guideline"] == "departments"]
    names = [each["department"] for each in content["departments"]]
    assert {"technical", "sales", "logistics", "finance", "supply_chain", "legal", "product"} <= set(names)
    for name in names:
        await done(house, case, "collaborations", asked(name, "help"))
    assert (await view(house, case))["responsibility"]["held_by"]["names"] == sorted(names)
    answered = await house.post(f"{case}/collaborations", asked("kitchen", "help"))
    assert all(name in answered.json()["detail"] for name in names)


@pytest.mark.requirement(9)
async def test_the_warehouse_finds_stock_while_the_customer_is_kept_informed_and_the_lorry_can_be_followed(
    house: House,
) -> None:
    case = await ruled_case(house)
    stock = {**asked("warehouse", "stock", "从本地仓调一套轴承"), **TASK}
    await done(house, case, "collaborations", stock)
    told = {"problem": "运输延误", "channel": "wecom"}
    await done(house, case, "progress", {**told, "solution": "正从本地仓库调货"})
    await done(house, case, "collaborations/answer", {**TASK, "answer": "苏州仓有货,已出库"})
    moving = {"order_reference": "SO-7", "status": "shipped", "tracking_reference": "SF-1001"}
    await done(house, case, "order-status", {**moving, "eta_at": IN_TIME, "commitment_id": COMMITMENT})
    sync = {"solution": "已发车,运单 SF-1001", "eta_at": IN_TIME, "commitment_id": COMMITMENT}
    await done(house, case, "progress", {**told, **sync})
    await done(house, case, "collaborations/complete", {**TASK, "outcome": "已送达"})
    history = (await house.get(f"{case}/history")).json()["items"]
    names = [item["event"]["type"].partition(".")[0] for item in history]
    course = [name for name in names if name.startswith(("Progress", "Order", "Collaboration"))]
    assert course == [
        "CollaborationRequested",
        "ProgressShared",
        "CollaborationAnswered",
        "OrderStatusRecorded",
        "ProgressShared",
        "CollaborationCompleted",
    ]
    (moved,) = [item["event"] for item in history if item["event"]["type"] == "OrderStatusRecorded.v1"]
    assert (moved["tracking_reference"], moved["status"]) == ("SF-1001", "shipped")
    assert (await view(house, case))["commitments"][0]["due_at"] == "2099-03-02T10:00:00Z"


@pytest.mark.requirement(94)
async def test_a_department_is_told_what_the_customer_asks_for_in_the_customers_own_words(
    house: House,
) -> None:
    case = await ruled_case(house)
    words = "我们要求按合同第八条退换,不接受维修!"
    await done(house, case, "collaborations", {**asked("legal", "opinion"), "customer_words": words})
    (event,) = [
        event for event in await told_last(house, case, 3) if event["type"] == "CollaborationRequested.v1"
    ]
    assert (event["customer_words"], event["request"]) == (words, "请协助")


@pytest.mark.requirement(63)
async def test_the_progress_of_a_task_is_tracked_and_its_eta_promised_to_the_customer(house: House) -> None:
    case = await ruled_case(house)
    await done(house, case, "collaborations", {**asked("technical", "progress"), **TASK})
    told = {**TASK, "accepted_by": "wu.e", "eta_at": "2026-03-02T11:00:00Z"}
    promise = {"commitment_id": COMMITMENT, "promise": "两小时内反馈进展"}
    await done(house, case, "collaborations/accept", {**told, **promise})
    shown = await view(house, case)
    assert shown["collaborations"][0]["accepted_at"] is not None
    (promised,) = shown["commitments"]
    assert (promised["commitment_id"], promised["due_at"]) == (COMMITMENT, "2026-03-02T11:00:00Z")
    clocks = (await house.get(f"{case}/clocks")).json()["clocks"]
    (clock,) = [clock for clock in clocks if clock["clock"] == "commitment"]
    assert (clock["subject"], clock["due_at"]) == (COMMITMENT, "2026-03-02T11:00:00Z")


@pytest.mark.requirement(62)
@pytest.mark.requirement(97)
async def test_a_demand_off_the_standard_becomes_tasks_and_each_leaves_a_record_to_its_end(
    house: House,
) -> None:
    case = await ruled_case(house)
    tasks = {name: asked(name, "help", "定制夹具") for name in ("technical", "product", "supply_chain")}
    for task in tasks.values():
        await done(house, case, "collaborations", task)
    done_one = {"collaboration_id": tasks["technical"]["collaboration_id"]}
    await done(house, case, "collaborations/accept", done_one)
    await done(house, case, "collaborations/complete", {**done_one, "outcome": "图纸已出"})
    declined = {"collaboration_id": tasks["product"]["collaboration_id"], "reason": "本季排期已满"}
    await done(house, case, "collaborations/decline", declined)
    shown = await view(house, case)
    stands = {one["department"]: one for one in shown["collaborations"]}
    assert stands["technical"]["completed_at"] is not None
    assert stands["product"]["is_declined"]
    assert shown["responsibility"]["held_by"]["names"] == ["supply_chain"]
