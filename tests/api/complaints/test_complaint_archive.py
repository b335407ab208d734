"""Complaints are found again in their archive, and counted where they come about."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.clocks.clock_stories import told, with_rules
from tests.api.complaints.complaint_stories import CAUSE, REMEDY_ID, archive, complaint, granted, settled
from tests.api.composition import House

DEFECT: dict[str, Any] = {
    "cause_class": "product",
    "root_code": "product_defect",
    "process_step": "production",
}


def paths(rows: list[dict[str, Any]]) -> list[str]:
    return [f"/v1/cases/{row['case_id']}" for row in rows]


async def three(house: House) -> tuple[str, str, str]:
    """Make a late delivery that is closed, a defect, and a complaint of which nothing is known."""
    await with_rules(house)
    await house.open_account()
    late = await complaint(house, description="Spindel kam ZU SPÄT")
    house.clock.advance(minutes=5)
    defect = await complaint(house, subject="轴承异响")
    house.clock.advance(minutes=5)
    unknown = await complaint(house, subject="没有人回电话")
    await house.receive_case(subject="轴承怎么换")
    await granted(house, late, REMEDY_ID, remedy_type="coupon", amount_minor=10_000)
    await told(house, f"{late}/liability", liable="us", department="logistics", grounds="订车晚了")
    await settled(house, late)
    await told(house, f"{defect}/cause", **{**CAUSE, **DEFECT})
    return late, defect, unknown


async def rated_in_a_call(house: House, case: str, score: int) -> None:
    """Record what a contact of the customer says of the resolution on the telephone."""
    contact_id, account = str(uuid4()), f"/v1/accounts/{account_id_of('KA-1')}"
    await told(house, f"{account}/contacts", contact_id=contact_id, name="王工")
    await told(house, f"{case}/rate", score=score, contact_id=contact_id, channel="phone", mode="phone")


@pytest.mark.requirement(121)
async def test_complaints_are_archived_and_found_by_cause_step_liability_standing_and_words(
    house: House,
) -> None:
    late, defect, unknown = await three(house)
    assert paths(await archive(house)) == [unknown, defect, late]
    assert paths(await archive(house, "?cause=process&process_step=delivery")) == [late]
    assert paths(await archive(house, "?root_code=product_defect")) == [defect]
    assert paths(await archive(house, "?liability=us&department=logistics")) == [late]
    assert paths(await archive(house, "?status=open")) == [unknown, defect]
    assert paths(await archive(house, "?received_until_at=2026-03-02T09:05:00Z")) == [late]
    assert paths(await archive(house, "?received_from_at=2026-03-02T09:06:00Z")) == [unknown]
    assert paths(await archive(house, "?words=异响")) == [defect]
    assert paths(await archive(house, "?words=zu%20spät%20周五没有人")) == [late]
    assert paths(await archive(house, "?words=异响%20电话")) == []


@pytest.mark.requirement(121)
async def test_an_archived_complaint_shows_what_it_came_from_and_what_it_cost(house: House) -> None:
    late, *_ = await three(house)
    await rated_in_a_call(house, late, 4)
    (row,) = await archive(house, "?cause=process")
    assert (row["account_code"], row["status"], row["root_code"]) == ("KA-1", "closed", "late_delivery")
    assert (row["cause_depth"], row["department"], row["impact"]) == (3, "logistics", "unknown")
    assert (row["granted_remedy_count"], row["granted_amount_minor"]) == (1, 10_000)
    assert (row["compensation_amount_minor"], row["currency"]) == (10_000, "CNY")
    assert (row["csat"], row["is_recovered"], row["elapsed_seconds"]) == (4, True, 600)


async def test_a_customer_who_rates_low_was_not_won_back(house: House) -> None:
    late, *_ = await three(house)
    await rated_in_a_call(house, late, 2)
    (row,) = await archive(house, "?cause=process")
    assert row["is_recovered"] is False


async def test_a_complaint_that_is_reopened_is_open_and_no_longer_won_back(house: House) -> None:
    late, *_ = await three(house)
    await told(house, f"{late}/reopen", reason="又晚了")
    (row,) = await archive(house, "?cause=process")
    assert (row["status"], row["is_recovered"], row["reopen_count"]) == ("open", False, 1)


async def test_what_was_once_a_complaint_stays_in_the_archive_and_says_that_it_is_none_now(
    house: House,
) -> None:
    await house.open_account()
    case = await house.receive_case()
    await told(house, f"{case}/classify", response_class="complaint")
    assert paths(await archive(house)) == [case]
    await told(house, f"{case}/classify", response_class="routine")
    (row,) = await archive(house)
    assert (paths([row]), row["is_complaint"]) == ([case], False)
    assert await archive(house, "?is_complaint=true") == []


@pytest.mark.parametrize("query", ["limit=1", "limit=1&words=没有按承诺送达"])
async def test_the_archive_is_read_page_by_page_also_while_words_are_searched(
    house: House, query: str
) -> None:
    await house.open_account()
    cases = []
    for _ in range(3):
        cases.append(await complaint(house))
        house.clock.advance(minutes=1)
    await house.catch_up()
    following, found = f"/v1/complaints?{query}", []
    while following:
        page = (await house.get(following)).json()
        assert len(page["items"]) <= 1
        found += paths(page["items"])
        following = page["next"]
    assert found == cases[::-1]


async def test_the_archive_tells_no_words_of_the_customer(house: House) -> None:
    await three(house)
    await house.catch_up()
    assert "异响" not in (await house.get("/v1/complaints")).text


async def test_bi_tools_do_not_search_what_people_said(house: House) -> None:
    assert (await house.get("/v1/complaints?words=a", Role.BI)).status_code == 403


@pytest.mark.requirement(69)
async def test_the_report_says_how_often_each_step_of_our_work_leads_to_a_complaint(house: House) -> None:
    late, *_ = await three(house)
    await rated_in_a_call(house, late, 5)
    await complaint(house)
    await house.catch_up()
    read = await house.get("/v1/reports/complaints")
    assert read.status_code == 200, read.text
    report = read.json()
    assert (report["cases"], report["total"]["complaints"], report["total"]["per_thousand_cases"]) == (
        5,
        4,
        800,
    )
    steps = {group["code"]: group for group in report["process_steps"]}
    assert {code: group["complaints"] for code, group in steps.items()} == {
        "delivery": 1,
        "production": 1,
        "unknown": 2,
    }
    assert (steps["delivery"]["per_thousand_cases"], steps["delivery"]["share"]) == (200, 0.25)
    assert steps["delivery"]["title"] == {"zh": "交付", "en": "Delivery"}
    assert (steps["delivery"]["recovered"], steps["delivery"]["closed"]) == (1, 1)
    classes = {group["code"]: group["title"] for group in report["cause_classes"]}
    assert classes["product"] == {"zh": "产品", "en": "product"}
    assert classes["unknown"] is None
    (coupon,) = report["remedies"]
    assert (coupon["remedy_type"], coupon["granted"], coupon["granted_amount_minor"]) == ("coupon", 1, 10_000)
    assert coupon["title"]["zh"] == "补偿优惠券"
    early = (await house.get("/v1/reports/complaints?to_at=2026-03-02T09:01:00Z")).json()
    assert (early["cases"], early["total"]["complaints"]) == (1, 1)


async def test_a_period_without_cases_has_no_rates(house: House) -> None:
    report = (await house.get("/v1/reports/complaints")).json()
    assert report["total"]["share"] is report["total"]["per_thousand_cases"] is None
    assert report["process_steps"] == report["remedies"] == []
