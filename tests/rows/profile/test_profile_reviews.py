"""Profiles are reviewed by time and by what happens, and gaps are on a daily list (rows 110, 128)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.profile.test_profile import CHAIN, VALUES, field, profile, sent_for

REVIEWS, GAPS = f"{ACCOUNT}/profile-reviews", "/v1/profile-gaps"
PRODUCTS: dict[str, Any] = {"field": "products_in_use", "words": "三条冲压线", "source": "visit"}
VISIT: dict[str, Any] = {"kind": "visit", "channel": "on_site", "experience": "All three lines run"}


async def gaps(desk: Desk, query: str = "") -> dict[str, dict[str, Any]]:
    """Return what is to be done for the profile, by field."""
    items = (await desk.read(f"{GAPS}{query}"))["items"]
    return {one["field"]: one for item in items for one in item["gaps"]}


@pytest.mark.requirement(128)
async def test_a_profile_is_looked_through_with_what_still_holds_what_changed_and_what_does_not(
    desk: Desk,
) -> None:
    for told in (CHAIN, PRODUCTS, {**PRODUCTS, "field": "business_scope", "words": "冲压件"}):
        await desk.tell(VALUES, **told)
    await desk.later(days=200)
    assert (await field(desk, "decision_chain"))["gap"] == "outdated"
    new = {**PRODUCTS, "words": "四条冲压线", "source": "call"}
    review: dict[str, Any] = {"confirmed": ["decision_chain"], "new_values": [new]}
    await desk.tell(REVIEWS, **review, outdated=["business_scope"], note="电话逐项核对")
    seen = {name: await field(desk, name) for name in ("decision_chain", "products_in_use", "business_scope")}
    assert [one["gap"] for one in seen.values()] == [None, None, "outdated"]
    assert seen["products_in_use"]["words"] == "四条冲压线"
    (kept,) = (await profile(desk))["reviews"]
    assert (kept["confirmed"], kept["changed"], kept["outdated"]) == (
        ["decision_chain"],
        ["products_in_use"],
        ["business_scope"],
    )
    assert kept["reviewed_by"]


@pytest.mark.requirement(128)
async def test_a_renewal_and_a_changed_need_ask_for_a_review_before_its_time(desk: Desk) -> None:
    await desk.tell(VALUES, **PRODUCTS)
    await desk.later(days=1)
    await desk.tell(f"{ACCOUNT}/visit", **VISIT, new_needs="第四条生产线")
    asked = (await gaps(desk))["products_in_use"]
    assert (asked["gap"], asked["asked_by"]) == ("review_asked", "need_changed")
    await desk.later(hours=1)
    await desk.tell(REVIEWS, occasion="need_changed", confirmed=["products_in_use"])
    assert "products_in_use" not in await gaps(desk)
    await desk.later(minutes=1)
    year = {"effective_at": "2026-03-02T00:00:00+08:00", "ends_at": "2026-06-30T00:00:00+08:00"}
    await desk.tell(
        f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, agreement_id="C-7", title="年度服务", **year
    )
    assert (await gaps(desk))["products_in_use"]["asked_by"] == "agreement_changed"
    await desk.later(hours=1)
    await desk.tell(REVIEWS, occasion="agreement_changed", confirmed=["products_in_use"])
    await desk.later(days=55)
    assert "products_in_use" not in await gaps(desk)
    await desk.later(days=5)
    assert (await gaps(desk))["products_in_use"]["asked_by"] == "renewal"


@pytest.mark.evasion(128)
async def test_a_review_of_nothing_by_nobody_or_of_what_is_not_known_is_refused(desk: Desk) -> None:
    await desk.tell(VALUES, **CHAIN)
    for told, problem in (
        ({}, "validation_failed"),
        ({"note": "All fine"}, "validation_failed"),
        ({"confirmed": ["size"]}, "profile_value_not_recorded"),
        ({"confirmed": ["decision_chain"], "outdated": ["decision_chain"]}, "validation_failed"),
        ({"new_values": [CHAIN]}, "profile_value_unchanged"),
        ({"new_values": [{**CHAIN, "words": "暂无"}]}, "profile_value_says_nothing"),
    ):
        await desk.later(minutes=1)
        assert await desk.refused(REVIEWS, **told) == problem
    by_nobody = await sent_for(desk, None, REVIEWS, confirmed=["decision_chain"])
    assert by_nobody["type"] == "/problems/person_not_named"


@pytest.mark.evasion(128)
async def test_a_review_dated_before_the_need_changed_does_not_answer_it(desk: Desk) -> None:
    await desk.tell(VALUES, **PRODUCTS)
    before = (await profile(desk))["as_of_at"]
    await desk.later(hours=2)
    await desk.tell(f"{ACCOUNT}/visit", **VISIT, new_needs="第四条生产线")
    await desk.tell(REVIEWS, confirmed=["products_in_use"], occurred_at=before)
    assert (await gaps(desk))["products_in_use"]["gap"] == "review_asked"


@pytest.mark.requirement(110)
async def test_each_day_a_steward_sees_what_is_missing_or_out_of_date_in_which_profile_and_since_when(
    desk: Desk,
) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="fewest accounts")
    await desk.tell(VALUES, **CHAIN)
    (item,) = (await desk.read(f"{GAPS}?held_by=li.na"))["items"]
    assert (item["account_code"], item["held_by"]) == ("KA-1", "li.na")
    missing = {one["field"] for one in item["gaps"] if one["gap"] == "missing"}
    assert "size" in missing
    assert "decision_chain" not in missing
    assert "annual_budget" not in missing, "it may be missing"
    assert item["open_since"] == (await desk.read(ACCOUNT))["opened"]["occurred_at"]
    await desk.later(days=184)
    aged = await gaps(desk, "?held_by=li.na&gap=outdated")
    assert set(aged) == {"decision_chain"}
    assert await gaps(desk, "?held_by=b.li") == {}


@pytest.mark.evasion(110)
async def test_a_gap_is_closed_by_a_value_alone_and_a_new_steward_inherits_it_with_its_age(
    desk: Desk,
) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="fewest accounts")
    before = (await gaps(desk))["size"]
    await desk.later(days=3)
    assert await desk.refused(VALUES, field="size", words="unknown", source="visit") == (
        "profile_value_not_a_choice"
    )
    assert await desk.refused(REVIEWS, confirmed=["size"]) == "profile_value_not_recorded"
    steward = {"steward": "b.li", "account_class": "growing", "reason": "li.na has too many"}
    await desk.tell(f"{ACCOUNT}/steward", Role.SUPERVISOR, **steward)
    assert await gaps(desk, "?held_by=li.na") == {}
    assert (await gaps(desk, "?held_by=b.li"))["size"] == before
