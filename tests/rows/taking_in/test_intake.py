"""What is taken in, and what must be known of it (rows 7, 14, 32, 105, 106, 148)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.rows.desk import ACCOUNT, Desk

FAULT: dict[str, Any] = {
    "symptom": "面板显示错误 7",
    "fault_began_at": "2026-03-02T08:40:00Z",
    "impact": "三号产线 12 人停工",
}
BUYER: dict[str, Any] = {
    "need": "每小时分拣一千件",
    "industry": "logistics",
    "company_size": "三个仓库,二百人",
    "budget_to_minor": 50_000_000,
}
TASK = "0195c3a0-0000-7000-8000-0000000001d1"


async def ordinary(desk: Desk, **received: Any) -> str:
    """Receive a case of a customer whose tier raises no priority."""
    opened = await desk.house.post("/v1/accounts", {"code": "KA-9", "name": "东方银行", "industry": "bank"})
    assert opened.status_code in {200, 201, 409}, opened.text
    return await desk.case(account_id=str(account_id_of("KA-9")), **received)


async def lacking(desk: Desk, case: str) -> list[str]:
    """Resolve a case; return what it lacked of what a case of its kind needs."""
    await desk.tell(f"{case}/assign", owner="li.na")
    answer = await desk.tell(f"{case}/resolve", resolution="Done", cause="It ran dry")
    (resolved,) = [each["event"] for each in answer["events"] if each["event"]["type"] == "CaseResolved.v1"]
    of_others = {"answer", "classification", "handling_mode", "collaboration_outcome"}
    return [need for need in resolved.get("missing") or [] if need not in of_others]


async def alert(desk: Desk, number: str, **told: Any) -> str:
    return await desk.case(channel="monitoring", alert_reference=number, **told)


@pytest.mark.requirement(7)
@pytest.mark.parametrize(
    ("kind", "circumstances"),
    [("order_change", []), ("contract_query", []), ("technical", ["urgent_support"])],
)
async def test_an_order_change_urgent_support_and_a_contract_query_have_high_priority_by_default(
    desk: Desk, kind: str, circumstances: list[str]
) -> None:
    case = await ordinary(desk, kind=kind)
    await desk.tell(f"{case}/classify-by-rules", circumstances=circumstances)
    assert (await desk.read(case))["priority"] == "high"
    assert [each["case_id"] for each in (await desk.read("/v1/cases?priority=high"))["items"]] == [case[-36:]]


@pytest.mark.evasion(7)
@pytest.mark.parametrize("kind", ["order_change", "contract_query"])
async def test_who_judges_it_to_be_less_urgent_stands_for_it_by_name_and_the_rules_say_otherwise(
    desk: Desk, kind: str
) -> None:
    case = await ordinary(desk, kind=kind)
    await desk.tell(f"{case}/classify-by-rules", urgency="low", complexity="low", reason="Next month")
    (judged,) = (await desk.read(case))["understanding"]["classified"]
    assert (judged["priority"], judged["urgency"], judged["reason"]) == ("low", "low", "Next month")
    (recorded,) = [
        each
        for each in (await desk.read(f"{case}/history"))["items"]
        if each["event"]["type"] == "CaseClassified.v1"
    ]
    assert recorded["actor"] == "key:agent"
    suggestion = await desk.read(f"{case}/classification-suggestion")
    assert (suggestion["suggested"]["priority"], suggestion["differs"]) == ("high", True)


@pytest.mark.evasion(7)
async def test_who_takes_a_contract_query_in_as_an_enquiry_or_does_not_class_it_is_found(desk: Desk) -> None:
    enquiry = await ordinary(desk, kind="enquiry", subject="违约金怎么算?")
    await desk.tell(f"{enquiry}/classify-by-rules", category="contract")
    assert (await desk.read(enquiry))["priority"] == "high"
    unclassed = await ordinary(desk, kind="contract_query")
    left = await desk.read("/v1/cases?lacking=classification")
    assert [each["case_id"] for each in left["items"]] == [unclassed[-36:]]
    assert (await desk.read(f"{unclassed}/classification-suggestion"))["differs"] is True
    await desk.tell(f"{unclassed}/assign", owner="li.na")
    await desk.tell(f"{unclassed}/resolve", resolution="Told")
    assert (await desk.kpi("endings_unclassified"))["hits"] == 1


@pytest.mark.requirement(14)
async def test_symptom_beginning_and_impact_of_a_fault_are_recorded_at_receipt_or_afterwards(
    desk: Desk,
) -> None:
    at_once = await desk.case(**FAULT)
    afterwards = await desk.case()
    assert (await desk.read(afterwards))["fault"]["missing"] == list(FAULT)
    await desk.tell(f"{afterwards}/fault", symptom=FAULT["symptom"], impact="全厂停工")
    await desk.later(minutes=5)
    rest: dict[str, Any] = {name: FAULT[name] for name in ("fault_began_at", "impact")}
    await desk.tell(f"{afterwards}/fault", **rest)
    for case in (at_once, afterwards):
        assert (await desk.read(case))["fault"] == {**FAULT, "missing": []}
        assert await lacking(desk, case) == []


@pytest.mark.evasion(14)
async def test_a_fault_that_is_taken_in_as_after_sales_asks_for_its_details_too(desk: Desk) -> None:
    case = await desk.case(kind="after_sales")
    assert await lacking(desk, case) == ["fault_details"]


@pytest.mark.evasion(14)
@pytest.mark.parametrize("left_out", FAULT)
async def test_a_fault_of_which_a_detail_was_never_told_is_warned_of_and_counted(
    desk: Desk, left_out: str
) -> None:
    case = await desk.case(**{name: told for name, told in FAULT.items() if name != left_out})
    assert (await desk.read(case))["fault"]["missing"] == [left_out]
    assert await desk.refused(f"{case}/fault") == "validation_failed"
    assert await lacking(desk, case) == ["fault_details"]
    assert (await desk.kpi("endings_lacking"))["hits"] == 1


@pytest.mark.requirement(32)
async def test_demands_have_categories_and_a_customer_basics_history_and_preferences(desk: Desk) -> None:
    for kind, category in (
        ("technical", "technical_support"),
        ("feedback", "product_feedback"),
        ("commercial", "commercial"),
    ):
        case = await desk.case(kind=kind)
        await desk.tell(f"{case}/classify-by-rules")
        found = await desk.read(f"/v1/cases?category={category}")
        assert [each["case_id"] for each in found["items"]] == [case[-36:]]
    person: dict[str, Any] = {"contact_id": str(uuid4()), "name": "王工", "preferred_channel": "wecom"}
    await desk.tell(f"{ACCOUNT}/contacts", **person)
    account = await desk.read(ACCOUNT)
    assert (account["code"], account["opened"]["name"] != "") == ("KA-1", True)
    assert account["contacts"][0]["preferred_channel"] == "wecom"
    history = await desk.read(f"/v1/cases?account_id={ACCOUNT[-36:]}")
    assert len(history["items"]) == 3


@pytest.mark.evasion(32)
async def test_a_category_of_ones_own_or_none_is_a_group_of_its_own_in_the_figures(desk: Desk) -> None:
    own, _ = await desk.case(kind="technical"), await desk.case(kind="technical")
    await desk.tell(f"{own}/classify-by-rules", category="misc")
    groups = (await desk.read("/v1/reports/kpi?by=category"))["groups"]
    counts = {each["group"]: each["figures"]["cases_received"]["count"] for each in groups}
    assert counts == {"misc": 1, "unknown": 1}
    assert await desk.refused("/v1/cases", account_id=ACCOUNT[-36:], channel="phone", subject="x") == (
        "validation_failed"
    )


@pytest.mark.requirement(105)
async def test_an_order_of_a_bank_comes_by_chat_with_its_number_and_its_wish_goes_to_the_product_department(
    desk: Desk,
) -> None:
    order: dict[str, Any] = {"channel": "chat", "kind": "order_change", "phase": "in_sale"}
    case = await ordinary(desk, **order, order_reference="PO-88")
    wish: dict[str, Any] = {"department": "product", "step": "assessment", "request": "柜面系统需要双屏"}
    await desk.tell(f"{case}/collaborations", collaboration_id=TASK, **wish)
    (task,) = (await desk.read("/v1/tasks?department=product"))["items"]
    assert task["task_id"] == TASK
    (shown,) = (await desk.read(case))["collaborations"]
    assert shown["request"] == wish["request"]
    assert await lacking(desk, case) == []


@pytest.mark.evasion(105)
async def test_an_order_without_its_number_is_warned_of_and_one_of_nobody_is_not_taken(desk: Desk) -> None:
    received: dict[str, Any] = {"channel": "phone", "kind": "order_change", "subject": "One box more"}
    nobody = str(account_id_of("NOBODY"))
    assert await desk.refused("/v1/cases", account_id=nobody, **received) == "account_not_found"
    case = await desk.case(**received)
    assert await lacking(desk, case) == ["order"]
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
    named = await desk.case(**received)
    await desk.tell(f"{named}/order-status", order_reference="PO-88", status="placed")
    assert await lacking(desk, named) == []


@pytest.mark.requirement(106)
async def test_an_alert_of_the_monitoring_is_an_urgent_case_and_of_maintenance_customers_have_notice(
    desk: Desk,
) -> None:
    case = await alert(desk, "ALERT-7", asset_reference="DB-2")
    shown = await desk.read(case)
    assert (shown["response_class"], shown["received"]["alert_reference"]) == ("urgent", "ALERT-7")
    notice = await desk.case(channel="internal", kind="maintenance", subject="周六数据库升级维护")
    await desk.tell(f"{notice}/reply", text="本周六 22:00 至 24:00 升级", channel="email")
    assert await lacking(desk, notice) == []
    (listed,) = (await desk.read("/v1/cases?kind=maintenance"))["items"]
    assert listed["first_response_at"] is not None


@pytest.mark.requirement(106)
async def test_an_alert_is_urgent_at_once_at_every_door(desk: Desk) -> None:
    ours = await alert(desk, "ALERT-7")
    told: dict[str, Any] = {"channel": "monitoring", "kind": "technical", "subject": "CPU 91%"}
    reported = await desk.tell("/v1/intake", Role.CUSTOMER_SYSTEM, **told, alert_reference="ALERT-8")
    theirs = f"/v1/cases/{reported['case_id']}"
    for case in (ours, theirs):
        shown = await desk.read(case)
        assert (shown["response_class"], shown["priority"]) == ("urgent", "high")
        assert await desk.verdict(case, "acknowledgement") == "running"
    due = [
        [(each["clock"], each["due_at"]) for each in (await desk.read(f"{case}/clocks"))["clocks"]]
        for case in (ours, theirs)
    ]
    assert due[0] == due[1]


@pytest.mark.evasion(106)
async def test_who_calls_an_alert_routine_says_why_and_is_counted(desk: Desk) -> None:
    case = await alert(desk, "ALERT-7")
    lower: dict[str, Any] = {"response_class": "routine"}
    assert await desk.refused(f"{case}/classify", **lower) == "milder_without_reason"
    await desk.tell(f"{case}/classify", **lower, reason="A test of the alarm")
    assert (await desk.kpi("lowered_cases"))["hits"] == 1


@pytest.mark.evasion(106)
async def test_an_alert_that_names_no_alarm_is_refused_at_every_door(desk: Desk) -> None:
    told: dict[str, Any] = {"channel": "monitoring", "kind": "technical", "subject": "CPU 91%"}
    for path, role, more in (
        ("/v1/cases", Role.AGENT, {"account_id": ACCOUNT[-36:]}),
        ("/v1/intake", Role.CUSTOMER_SYSTEM, {}),
    ):
        assert await desk.refused(path, role, **told, **more) == "validation_failed"
    assert (await desk.read("/v1/cases"))["items"] == []


@pytest.mark.evasion(106)
@pytest.mark.parametrize("kind", ["maintenance", "enquiry", "service_request"])
async def test_an_alert_is_urgent_whatever_kind_it_calls_itself(desk: Desk, kind: str) -> None:
    shown = await desk.read(await alert(desk, "ALERT-7", kind=kind))
    assert (shown["response_class"], shown["priority"]) == ("urgent", "high")


@pytest.mark.evasion(106)
async def test_an_alert_that_calls_itself_a_message_of_a_program_is_refused_at_every_door(desk: Desk) -> None:
    told: dict[str, Any] = {"channel": "api", "kind": "technical", "subject": "CPU 91%"}
    for path, role, more in (
        ("/v1/cases", Role.INTEGRATION, {"account_id": ACCOUNT[-36:]}),
        ("/v1/intake", Role.CUSTOMER_SYSTEM, {}),
    ):
        refusal = await desk.refused(path, role, **told, **more, alert_reference="ALERT-7")
        assert refusal == "validation_failed"


@pytest.mark.evasion(106)
async def test_the_same_alarm_told_again_in_other_words_is_named_as_the_same_matter(desk: Desk) -> None:
    first = await alert(desk, "ALERT-7", subject="CPU 91%")
    again = await alert(desk, "ALERT-7", subject="Response time of node 4")
    (like,) = (await desk.read(f"{again}/duplicates"))["items"]
    assert (like["case_id"], like["reasons"]) == (first[-36:], ["same_alert"])
    told: dict[str, Any] = {"channel": "monitoring", "kind": "technical", "subject": "Third word"}
    reported = await desk.tell("/v1/intake", Role.CUSTOMER_SYSTEM, **told, alert_reference="ALERT-7")
    assert {each["case_id"] for each in reported["possible_duplicates"]} == {first[-36:], again[-36:]}


@pytest.mark.evasion(106)
async def test_maintenance_of_which_nobody_told_the_customer_is_warned_of(desk: Desk) -> None:
    notice = await desk.case(channel="internal", kind="maintenance", subject="Upgrade on Saturday")
    await desk.tell(f"{notice}/assign", owner="li.na")
    answer = await desk.tell(f"{notice}/resolve", resolution="Upgraded")
    assert "answer" in str(answer["events"])
    assert (await desk.kpi("endings_lacking"))["hits"] == 1


@pytest.mark.requirement(148)
async def test_a_need_before_a_sale_stands_with_industry_size_and_budget_beside_our_proposal(
    desk: Desk,
) -> None:
    case = await desk.case(phase="pre_sale", kind="need", subject="自动分拣方案")
    proposal = "六台固定式扫码器加称重台"
    await desk.tell(f"{case}/pre-sale-need", **BUYER, proposed_solution=proposal)
    told = (await desk.read(case))["selling"]["pre_sale_need"]
    assert {name: told[name] for name in BUYER} == BUYER
    assert told["proposed_solution"] == proposal
    assert await lacking(desk, case) == []


@pytest.mark.evasion(148)
@pytest.mark.parametrize("left_out", ["industry", "company_size", "budget_to_minor"])
async def test_a_need_without_industry_size_or_budget_is_warned_of_and_counted(
    desk: Desk, left_out: str
) -> None:
    case = await desk.case(phase="pre_sale", kind="need")
    await desk.tell(f"{case}/pre-sale-need", **{name: BUYER[name] for name in BUYER if name != left_out})
    assert await lacking(desk, case) == ["buyer_profile"]
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
