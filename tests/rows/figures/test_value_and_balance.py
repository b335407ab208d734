"""Satisfaction beside value, three figures in balance, targets and one contact for all (30, 76, 80, 104)."""

from typing import Any

import pytest

from tests.rows.desk import ACCOUNT, Desk
from tests.rows.following_up.test_agreements import THREE_DAYS, signed
from tests.rows.following_up.test_surveys import resolved

HOUR = 3600


async def of_account(desk: Desk, code: str = "KA-1") -> dict[str, Any]:
    groups = (await desk.read("/v1/reports/kpi?by=account"))["groups"]
    (found,) = [each for each in groups if each["group"] == code]
    return dict(found)


@pytest.mark.requirement(30)
async def test_the_satisfaction_of_an_account_stands_beside_what_the_record_knows_of_its_value(
    desk: Desk,
) -> None:
    case = await resolved(desk, order_reference="PO-7")
    await desk.rate(case, score=4)
    await signed(desk, THREE_DAYS)
    found = await of_account(desk)
    value = {name: found["account"][name] for name in ("code", "segment", "agreement_count")}
    assert value == {"code": "KA-1", "segment": "high_value", "agreement_count": 1}
    assert found["figures"]["csat"]["mean_score"] == 4.0
    assert found["figures"]["cases_of_orders"]["count"] == 1
    alone = await desk.read("/v1/reports/kpi?account=ka-1")
    assert alone["account"]["code"] == "KA-1"
    assert alone["total"]["figures"] == found["figures"]


@pytest.mark.evasion(30)
async def test_a_valuable_account_that_nobody_asks_is_seen_without_an_answer(desk: Desk) -> None:
    case = await resolved(desk)
    await desk.later(case, days=2)
    figures = (await of_account(desk))["figures"]
    assert (figures["cases_received"]["count"], figures["csat"]["count"]) == (1, 0)
    assert figures["surveys_set_aside"]["hits"] == 1


async def test_an_account_that_there_is_not_is_refused_and_not_shown_as_zeros(desk: Desk) -> None:
    assert await desk.refused_reading("/v1/reports/kpi?account=KA-404") == "account_not_found"
    assert await desk.refused_reading("/v1/kpis/csat/explain?account=KA-404") == "account_not_found"


@pytest.mark.requirement(76)
async def test_response_resolution_and_satisfaction_are_shown_side_by_side_and_the_weakest_named(
    desk: Desk,
) -> None:
    for score in (5, 2):
        case = await desk.case(kind="enquiry")
        await desk.tell(f"{case}/assign", owner="li.na")
        await desk.tell(f"{case}/classify", response_class="urgent", reason="All stands")
        await desk.tell(f"{case}/reply", text="We come at once")
        await desk.tell(f"{case}/resolve", cause="F1", solution="F2", resolution="F2")
        await desk.rate(case, score=score)
    await desk.later(case, hours=1)
    assert (await desk.read("/v1/reports/kpi"))["total"]["balance"] == {
        "response": 1.0,
        "resolution": 1.0,
        "satisfaction": 0.5,
        "weakest": "satisfaction",
        "spread": 0.5,
    }


@pytest.mark.evasion(76)
async def test_who_answers_fast_and_settles_nothing_is_out_of_balance(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="urgent", reason="All stands")
    await desk.tell(f"{case}/reply", text="We come at once")
    balance = (await desk.read("/v1/reports/kpi"))["total"]["balance"]
    assert (balance["weakest"], balance["spread"], balance["satisfaction"]) == ("resolution", 1.0, None)


async def urgent(desk: Desk) -> str:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="urgent", reason="All stands")
    return case


@pytest.mark.requirement(80)
async def test_the_handling_time_of_a_process_stands_beside_its_target(desk: Desk) -> None:
    first, second = await urgent(desk), await urgent(desk)
    await desk.later(hours=6)
    await desk.tell(f"{first}/resolve", cause="Wear", solution="A new one")
    await desk.later(second, hours=30)
    await desk.tell(f"{second}/resolve", cause="Wear", solution="A new one")
    groups = (await desk.read("/v1/reports/kpi?by=response_class"))["groups"]
    (figures,) = [each["figures"]["handling_time"] for each in groups if each["group"] == "urgent"]
    assert (figures["count"], figures["hits"], figures["mean_seconds"]) == (2, 1, 21 * HOUR)
    assert figures["target_seconds"] == 2 * 24 * HOUR
    assert (await desk.kpi("resolution_attainment"))["ratio"] == 0.5


@pytest.mark.evasion(80)
async def test_who_waits_to_stay_within_the_target_is_seen_by_the_wait_and_what_lies_open_is_no_handling(
    desk: Desk,
) -> None:
    case, other = await urgent(desk), await urgent(desk)
    await desk.tell(f"{case}/wait", waiting_on="customer", note="serial number")
    await desk.later(case, other, hours=40)
    await desk.tell(f"{case}/resolve", cause="Wear", solution="A new one")
    handled = await desk.kpi("handling_time")
    assert (handled["count"], handled["hits"], handled["total_seconds"]) == (1, 1, 0)
    assert (await desk.kpi("waiting_customer_time"))["total_seconds"] == 40 * HOUR
    assert (await desk.kpi("resolution_attainment"))["count"] == 2  # one that nobody resolves is broken


@pytest.mark.requirement(104)
async def test_a_customer_who_needs_no_second_contact_was_served_at_one_stop(desk: Desk) -> None:
    case = await resolved(desk, kind="enquiry")
    other = await desk.case(kind="technical")
    await desk.tell(f"{other}/assign", owner="li.na")
    await desk.tell(f"{other}/customer-message", channel="phone", text="And when?")
    await desk.tell(f"{other}/reply", text="Tomorrow")
    await desk.tell(f"{other}/resolve", cause="Wear", solution="A new one")
    figures = (await desk.read("/v1/reports/kpi"))["total"]["figures"]
    assert (figures["one_stop_resolution"]["count"], figures["one_stop_resolution"]["hits"]) == (2, 1)
    assert figures["one_touch_resolution"]["hits"] == 2
    rows = (await desk.read("/v1/kpis/one_stop_resolution/explain"))["items"]
    assert {each["links"]["case"]: each["hits"] for each in rows} == {case: 1, other: 0}


@pytest.mark.evasion(104)
async def test_who_closes_and_opens_the_matter_anew_has_a_customer_who_came_again(desk: Desk) -> None:
    await resolved(desk)
    await desk.later(days=3)
    await resolved(desk, channel="email")
    figures = (await desk.read("/v1/reports/kpi"))["total"]["figures"]
    assert (figures["repeat_contacts"]["count"], figures["repeat_contacts"]["hits"]) == (2, 1)
    assert figures["one_stop_resolution"]["hits"] == 1
    await desk.later(days=8)
    await resolved(desk)
    assert (await desk.kpi("repeat_contacts"))["hits"] == 1
    assert ACCOUNT.rpartition("/")[2] == (await of_account(desk))["account"]["account_id"]
