"""How cases come in: by which way, of which kind, with what the customer said."""

from typing import Any

import pytest

from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import House
from tests.domain.case.examples.collaborations import COLLABORATION


async def shown(house: House, case: str) -> dict[str, Any]:
    document: dict[str, Any] = (await house.get(case)).json()
    return document


async def done(house: House, path: str, **body: Any) -> dict[str, Any]:
    answered = await house.post(path, body)
    assert answered.status_code == 200, answered.text
    document: dict[str, Any] = answered.json()
    return document


@pytest.mark.requirement(60)
@pytest.mark.requirement(122)
@pytest.mark.requirement(130)
@pytest.mark.parametrize(
    "channel",
    ["phone", "email", "chat", "wecom", "community", "sms", "on_site", "web_form", "self_service", "api"],
)
async def test_a_customer_reaches_us_by_any_convenient_channel(house: House, channel: str) -> None:
    await house.open_account()
    case = await house.receive_case(channel=channel)
    assert (await shown(house, case))["received"]["channel"] == channel


@pytest.mark.requirement(60)
@pytest.mark.parametrize("kind", ["enquiry", "suggestion", "complaint", "after_sales"])
async def test_enquiries_suggestions_complaints_and_after_sales_are_told_apart(
    house: House, kind: str
) -> None:
    await house.open_account()
    case = await house.receive_case(kind=kind)
    assert (await shown(house, case))["received"]["kind"] == kind


@pytest.mark.requirement(7)
@pytest.mark.parametrize(
    ("kind", "circumstances"),
    [("order_change", []), ("contract_query", []), ("technical", ["urgent_support"])],
)
async def test_an_order_change_urgent_support_or_a_contract_query_is_taken_up_first(
    house: House, kind: str, circumstances: list[str]
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(kind=kind)
    await done(house, f"{case}/classify-by-rules", circumstances=circumstances)
    assert (await shown(house, case))["priority"] == "high"


@pytest.mark.requirement(14)
async def test_symptom_beginning_and_reach_of_a_fault_are_written_down(house: House) -> None:
    await house.open_account()
    fault = {
        "symptom": "面板显示错误 7",
        "fault_began_at": "2026-03-02T08:40:00Z",
        "impact": "三号产线 12 人停工",
    }
    case = await house.receive_case(**fault)
    received = (await shown(house, case))["received"]
    assert {name: received[name] for name in fault} == fault


@pytest.mark.requirement(32)
@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("technical", "technical_support"),
        ("feedback", "product_feedback"),
        ("commercial", "commercial"),
    ],
)
async def test_technical_support_product_feedback_and_commercial_enquiries_have_categories(
    house: House, kind: str, category: str
) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(kind=kind)
    await done(house, f"{case}/classify-by-rules")
    assert (await shown(house, case))["category"] == category
    guidelines = (await house.get("/v1/guidelines")).json()["items"]
    (rules,) = [each["content"] for each in guidelines if each["content"]["guideline"] == "classification"]
    assert category in {each["category"] for each in rules["categories"]}


@pytest.mark.requirement(94)
async def test_what_the_customer_demands_reaches_the_department_in_the_customers_own_words(
    house: House,
) -> None:
    await house.open_account()
    words = "周五前必须换一台新的,不接受维修"
    case = await house.receive_case(kind="complaint", description=words)
    task = {"collaboration_id": COLLABORATION, "department": "after_sales", "step": "dispatch"}
    await done(house, f"{case}/collaborations", **task, request=f"客户要求:{words}")
    history = (await house.get(f"{case}/history")).json()["items"]
    asked = next(each["event"] for each in history if each["event"]["type"] == "CollaborationRequested.v1")
    assert (await shown(house, case))["received"]["description"] in asked["request"]


@pytest.mark.requirement(105)
async def test_an_order_of_a_bank_comes_by_chat_and_its_wish_goes_to_the_product_department(
    house: House,
) -> None:
    await with_rules(house)
    opened = await house.post("/v1/accounts", {"code": "BANK-1", "name": "东方银行", "industry": "bank"})
    account = opened.json()["stream_id"]
    case = await house.receive_case(
        account_id=account, channel="chat", kind="order_change", phase="in_sale", order_reference="PO-88"
    )
    task = {"collaboration_id": COLLABORATION, "department": "product", "step": "assessment"}
    await done(house, f"{case}/collaborations", **task, request="柜面系统需要双屏")
    document = await shown(house, case)
    assert document["received"]["order_reference"] == "PO-88"
    assert document["collaborations"][0]["department"] == "product"


@pytest.mark.requirement(106)
async def test_an_alert_of_the_monitoring_becomes_an_urgent_case_and_maintenance_a_notice(
    house: House,
) -> None:
    await with_rules(house)
    await house.open_account()
    alert = await house.receive_case(channel="monitoring", alert_reference="ALERT-7", asset_reference="DB-2")
    await done(house, f"{alert}/classify-by-rules")
    document = await shown(house, alert)
    assert (document["response_class"], document["received"]["alert_reference"]) == ("urgent", "ALERT-7")
    notice = await house.receive_case(channel="internal", kind="maintenance", subject="周六数据库升级维护")
    await done(house, f"{notice}/classify-by-rules")
    await done(
        house, f"{notice}/reply", text="本周六 22:00 至 24:00 数据库升级,期间请勿录入", channel="email"
    )
    document = await shown(house, notice)
    assert (document["category"], document["received"]["kind"]) == ("maintenance", "maintenance")


@pytest.mark.requirement(109)
async def test_a_case_follows_the_order_before_during_and_after_the_sale(house: House) -> None:
    await house.open_account()
    for phase, kind in (("pre_sale", "need"), ("in_sale", "enquiry"), ("after_sale", "return")):
        case = await house.receive_case(phase=phase, kind=kind)
        received = (await shown(house, case))["received"]
        assert (received["phase"], received["kind"]) == (phase, kind)
    order: dict[str, Any] = {"order_reference": "PO-88"}
    await done(house, f"{case}/order-status", **order, status="in_production")
    house.clock.advance(hours=1)
    sent = {"status": "shipped", "tracking_reference": "SF1234", "eta_at": "2026-03-05T10:00:00Z"}
    await done(house, f"{case}/order-status", **order, **sent)
    assert (await done(house, f"{case}/order-status", **order, **sent))["events"] == []
    selling = (await shown(house, case))["selling"]
    assert [each["status"] for each in selling["milestones"]] == ["in_production", "shipped"]
    (standing,) = selling["orders"]
    assert {name: standing[name] for name in sent} == sent


@pytest.mark.requirement(148)
async def test_industry_scale_and_budget_of_a_need_before_a_sale_stand_beside_what_we_propose(
    house: House,
) -> None:
    await house.open_account()
    case = await house.receive_case(phase="pre_sale", kind="need", subject="自动分拣方案")
    need = {
        "need": "每小时分拣一千件",
        "industry": "logistics",
        "company_size": "三个仓库,二百人",
        "budget_from_minor": 30_000_000,
        "budget_to_minor": 50_000_000,
        "currency": "CNY",
        "proposed_solution": "六台固定式扫码器加称重台",
    }
    await done(house, f"{case}/pre-sale-need", **need)
    told = (await shown(house, case))["selling"]["pre_sale_need"]
    assert {name: told[name] for name in need} == need
    wrong = await house.post(f"{case}/pre-sale-need", {**need, "budget_to_minor": 1})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "budget_to_minor"
