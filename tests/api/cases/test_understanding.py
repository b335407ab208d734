"""Understanding a matter, and classifying it with a reason that can be read."""

from typing import Any

import pytest

from tests.api.clocks.clock_stories import at, told, with_rules
from tests.api.composition import House

ROUNDS = [f"7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a4{number}" for number in range(4)]


async def understanding(house: House, case: str) -> dict[str, Any]:
    found: dict[str, Any] = (await house.get(case)).json()["understanding"]
    return found


async def ask(house: House, case: str, number: int) -> None:
    await told(house, f"{case}/clarification", clarification_id=ROUNDS[number], question=f"问题 {number}")


@pytest.mark.requirement(61)
async def test_the_core_problem_is_clear_after_one_or_two_rounds_and_the_case_shows_it(house: House) -> None:
    await house.open_account()
    quick, slow = await house.receive_case(), await house.receive_case()
    await ask(house, quick, 0)
    for number in range(3):
        await ask(house, slow, number)
    for case in (quick, slow):
        await told(house, f"{case}/understanding", problem="轴承磨损", confirmed_by="王工", channel="phone")
    seen = [await understanding(house, case) for case in (quick, slow)]
    assert [each["rounds"] for each in seen] == [1, 3]
    assert [each["took_too_many_rounds"] for each in seen] == [False, True]
    await house.catch_up()
    report = (await house.get("/v1/reports/kpi")).json()
    kpi = report["total"]["figures"]["clarified_within_two_rounds"]
    assert (kpi["count"], kpi["hits"]) == (2, 1)


@pytest.mark.requirement(155)
async def test_consensus_is_confirmed_by_saying_back_problem_and_solution(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    await ask(house, case, 0)
    agreed = {
        "problem": "三号压机主轴轴承磨损",
        "solution": "明早更换轴承",
        "confirmed_by": "王工",
        "channel": "phone",
    }
    await told(house, f"{case}/understanding", **agreed)
    seen = await understanding(house, case)
    assert {name: seen["confirmed"][name] for name in agreed} == agreed
    assert (seen["confirmed"]["rounds"], seen["confirmed_at"]) == (1, "2026-03-02T09:00:00Z")


@pytest.mark.requirement(156)
async def test_the_real_need_is_kept_beside_what_the_customer_complained_of(house: House) -> None:
    await house.open_account()
    case = await house.receive_case(kind="complaint", description="每次都没人理我们!")
    need = {"stated": "每次都没人理我们!", "real": "需要固定联系人和明确的回复时间"}
    await told(house, f"{case}/need", **need)
    (seen,) = (await understanding(house, case))["needs"]
    assert {name: seen[name] for name in need} == need


@pytest.mark.requirement(50)
async def test_urgency_and_complexity_decide_the_class_and_the_resources_follow_it(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    await told(house, f"{case}/classify", urgency="high", complexity="high", reason="三条产线停机")
    await told(house, f"{case}/resources", people=["gao.f"], materials=["SKF-7014"], reason="紧急且复杂")
    document = (await house.get(case)).json()
    assert (document["response_class"], document["priority"]) == ("urgent", "critical")
    (reason,) = document["understanding"]["classified"]
    assert (reason["by_matrix"], reason["guideline_version"]) == (True, 1)


async def test_a_suggestion_says_why_and_changes_nothing_and_the_rules_then_do_the_same(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(kind="contract_query")
    path = f"{case}/classification-suggestion"
    suggestion = (await house.get(path)).json()
    assert suggestion["now"]["response_class"] is None
    assert (suggestion["suggested"]["priority"], suggestion["differs"]) == ("high", True)
    why = {each["property"]: each for each in suggestion["reasons"]}
    assert (why["priority"]["rule"], why["priority"]["title"]["zh"]) == (
        "contract_query",
        "合同条款疑问高优先级",
    )
    assert (why["response_class"]["source"], why["response_class"]["value"]) == ("matrix", "routine")
    assert (await house.get(case)).json()["priority"] is None
    await told(house, f"{case}/classify-by-rules")
    after = (await house.get(path)).json()
    assert (after["now"], after["differs"]) == (suggestion["suggested"], False)


async def test_a_suggestion_takes_circumstances_and_judgements_into_account(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    asked = "circumstances=outage&circumstances=urgent_support&category=presses"
    suggestion = (await house.get(f"{case}/classification-suggestion?{asked}")).json()
    assert suggestion["suggested"]["response_class"] == "green_channel"
    why = {each["property"]: each["source"] for each in suggestion["reasons"]}
    assert (why["category"], why["response_class"]) == ("told", "rule")


async def test_a_suggestion_without_rules_is_what_the_case_is(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    suggestion = (await house.get(f"{case}/classification-suggestion")).json()
    assert (suggestion["guideline_version"], suggestion["differs"]) == (None, False)
    missing = await house.get("/v1/cases/00000000-0000-0000-0000-000000000001/classification-suggestion")
    assert missing.status_code == 404


async def test_a_circumstance_that_the_guideline_does_not_name_is_refused_with_those_it_does(
    house: House,
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    refused = await house.post(f"{case}/classify-by-rules", {"circumstances": ["full_moon"]})
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (422, "/problems/circumstance_unknown")
    assert "line_stopped" in problem["detail"]


async def test_a_case_classed_anew_is_promised_what_its_class_is_from_receipt_on_and_keeps_both_reasons(
    house: House,
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=at("16:50"))
    await told(house, f"{case}/classify-by-rules", occurred_at=at("16:50"))
    worse = {"circumstances": ["line_stopped"], "reason": "现在整条产线停了"}
    await told(house, f"{case}/classify-by-rules", **worse, occurred_at=at("16:53"))
    clocks = (await house.get(f"{case}/clocks")).json()["clocks"]
    due = {clock["clock"]: clock["due_at"] for clock in clocks if clock["verdict"] != "cancelled"}
    assert due["acknowledgement"] == "2026-03-02T08:55:00Z"
    assert due["counterpart_informed"] == "2026-03-02T09:00:00Z"
    reasons = (await understanding(house, case))["classified"]
    assert [each["response_class"] for each in reasons] == ["routine", "urgent"]
    assert [each.get("circumstances") for each in reasons] == [None, ["line_stopped"]]
    assert reasons[1]["reason"] == "现在整条产线停了"
