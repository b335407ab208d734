"""By which ways a customer reaches us, and with what (rows 60, 122, 130)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

WAYS = ("chat", "phone", "community", "email", "wecom", "sms", "on_site", "web_form", "self_service", "api")
MATTER: dict[str, Any] = {"subject": "The lorry came two days late"}


async def listed(desk: Desk, query: str) -> list[str]:
    return [f"/v1/cases/{each['case_id']}" for each in (await desk.read(f"/v1/cases?{query}"))["items"]]


@pytest.mark.requirement(60)
async def test_chat_phone_community_and_email_and_the_kinds_of_demands_are_told_apart(desk: Desk) -> None:
    demands = {
        "chat": "enquiry",
        "phone": "suggestion",
        "community": "complaint",
        "email": "after_sales",
    }
    cases = {channel: await desk.case(channel=channel, kind=kind) for channel, kind in demands.items()}
    for channel, kind in demands.items():
        assert await listed(desk, f"channel={channel}") == [cases[channel]]
        assert await listed(desk, f"kind={kind}") == [cases[channel]]
    groups = (await desk.read("/v1/reports/kpi?by=channel"))["groups"]
    assert {each["group"] for each in groups} == set(demands)


@pytest.mark.evasion(60, 130)
@pytest.mark.parametrize("name", ["wechat work", "企业微信", "WeCom", "WECOM", "telephone", "other", ""])
async def test_no_case_or_message_comes_by_a_way_of_another_name_and_so_none_falls_out_of_the_lists(
    desk: Desk, name: str
) -> None:
    told: dict[str, Any] = {"account_id": ACCOUNT[-36:], "kind": "enquiry", **MATTER}
    answer = await desk.house.post("/v1/cases", {**told, "channel": name})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["channel"]
    assert "wecom" in answer.text
    case = await desk.case()
    assert await desk.refused(f"{case}/customer-message", channel=name, text="x") == "validation_failed"


@pytest.mark.evasion(60)
async def test_a_demand_of_no_kind_or_of_a_kind_of_its_own_is_refused(desk: Desk) -> None:
    told: dict[str, Any] = {"account_id": ACCOUNT[-36:], "channel": "phone", **MATTER}
    assert await desk.refused("/v1/cases", **told) == "validation_failed"
    assert await desk.refused("/v1/cases", **told, kind="misc") == "validation_failed"
    assert await listed(desk, "status=open") == []


@pytest.mark.requirement(122)
@pytest.mark.parametrize("channel", WAYS)
async def test_a_complaint_comes_by_any_way_with_one_sentence_and_is_one_from_that_moment(
    desk: Desk, channel: str
) -> None:
    case = await desk.case(channel=channel, kind="complaint", **MATTER)
    assert await desk.verdict(case, "complaint_answer") == "running"
    (archived,) = (await desk.read("/v1/complaints"))["items"]
    assert archived["case_id"] == case[-36:]


@pytest.mark.requirement(122)
async def test_a_customers_own_system_complains_without_us_and_is_told_by_when_it_is_answered(
    desk: Desk,
) -> None:
    told = await desk.tell("/v1/intake", Role.CUSTOMER_SYSTEM, kind="complaint", reference="T-1", **MATTER)
    assert told["response_class"] == "complaint"
    assert {"acknowledgement", "complaint_answer"} <= {each["promise"] for each in told["promises"]}
    shown = await desk.read("/v1/intake/T-1", Role.CUSTOMER_SYSTEM)
    assert (shown["status"], shown["kind"]) == ("open", "complaint")


@pytest.mark.evasion(122)
async def test_who_takes_a_complaint_in_as_an_enquiry_gains_no_time_by_it(desk: Desk) -> None:
    case = await desk.case(kind="enquiry", **MATTER)
    await desk.later(minutes=61)
    await desk.tell(f"{case}/classify", response_class="complaint")
    assert await desk.verdict(case, "complaint_answer") == "breached"
    assert await desk.verdict(case, "acknowledgement") == "breached"
    (archived,) = (await desk.read("/v1/complaints"))["items"]
    assert archived["case_id"] == case[-36:]


@pytest.mark.evasion(122)
async def test_degrees_and_rules_take_no_complaint_out_of_its_class(desk: Desk) -> None:
    case = await desk.case(kind="complaint", **MATTER)
    await desk.tell(
        f"{case}/classify-by-rules", urgency="low", complexity="low", circumstances=["not_urgent"]
    )
    assert (await desk.read(case))["response_class"] == "complaint"
    await desk.tell(f"{case}/classify", response_class="routine", reason="a question")
    assert (await desk.read(case))["complaint"]["is_complaint"] is True
    assert await desk.verdict(case, "complaint_answer") == "running"


@pytest.mark.requirement(130)
async def test_phone_email_wecom_and_community_are_ways_of_cases_messages_and_replies(desk: Desk) -> None:
    for channel in ("phone", "email", "wecom", "community"):
        case = await desk.case(channel=channel, kind="enquiry")
        await desk.tell(f"{case}/customer-message", channel=channel, text="Any news?")
        await desk.tell(f"{case}/reply", channel=channel, text="An engineer comes")
        assert await listed(desk, f"channel={channel}") == [case]
        assert await desk.verdict(case, "next_reply") == "met"
