"""What each tier is due, and which accounts do not have it (专属顾问、定制化方案; 潜力客户计划; 140, 165)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

GIVE = f"{ACCOUNT}/treatments"
WORDS = "Spare gauges stand in their own hall"


async def lacking(desk: Desk, query: str = "") -> list[str]:
    await desk.house.catch_up()
    return [row["item"] for row in (await desk.read(f"/v1/treatment-gaps{query}"))["items"]]


async def due(desk: Desk) -> dict[str, bool]:
    await desk.house.catch_up()
    view = await desk.read(f"{ACCOUNT}/treatment")
    return {item["item"]: item["is_met"] for item in view["items"]}


def treatment(item: str, **said: Any) -> dict[str, Any]:
    return {"treatment_id": str(uuid4()), "item": item, "channel": "on_site", "words": WORDS, **said}


@pytest.mark.requirement(140)
async def test_an_account_of_high_value_is_due_an_advisor_visits_and_a_solution_of_its_own(
    desk: Desk,
) -> None:
    items = ("advisor", "custom_solution", "monthly_visit", "interview", "executives")
    assert await due(desk) == dict.fromkeys(items, False)
    assert sorted(await lacking(desk, "?segment=high_value")) == sorted(items)
    (first, *_) = (await desk.read("/v1/treatment-gaps?limit=1"))["items"]
    assert (first["account_code"], first["item"]) == ("KA-1", "advisor")
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows the line")
    await desk.tell(GIVE, **treatment("custom_solution"))
    visit: dict[str, Any] = {"channel": "phone", "reached": True}
    visit["experience"] = "They like the new gauges"
    await desk.tell(f"{ACCOUNT}/visit", **visit, kind="interview")
    assert await due(desk) == {**dict.fromkeys(items, True), "executives": False}
    assert await lacking(desk, "?owner=li.na") == ["executives"]
    await desk.tell(f"{ACCOUNT}/segment", segment="ordinary", reason="They buy little now")
    assert await lacking(desk) == []
    view = await desk.read(f"{ACCOUNT}/treatment")
    assert (view["segment"], [item["item"] for item in view["items"]]) == ("ordinary", ["monthly_news"])


@pytest.mark.evasion(140)
async def test_what_reached_nobody_and_words_without_content_do_not_treat_an_account(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/visit", kind="visit", channel="phone", reached=False)
    assert (await due(desk))["monthly_visit"] is False
    solution = treatment("custom_solution")
    assert await desk.refused(GIVE, Role.AGENT, **{**solution, "words": "..."}) == "words_without_meaning"
    assert await desk.refused(GIVE, Role.INTEGRATION, **solution) == "person_not_named"
    assert await desk.refused(GIVE, Role.AGENT, **treatment("monthly_visit")) == "treatment_unknown"
    internal = {**solution, "channel": "internal"}
    assert await desk.refused(GIVE, Role.AGENT, **internal) == "contact_channel_not_allowed"
    assert (await due(desk))["custom_solution"] is False
    await desk.tell(GIVE, **solution)
    changed = {**solution, "item": "free_diagnosis"}
    assert await desk.refused(GIVE, Role.AGENT, **changed) == "on_record_otherwise"
    assert (await due(desk))["custom_solution"] is True
    await desk.later(days=366)
    assert (await due(desk))["custom_solution"] is False


@pytest.mark.requirement(165)
async def test_a_customer_with_potential_is_shown_cases_diagnosed_and_offered_more_and_whether_it_rose(
    desk: Desk,
) -> None:
    await desk.tell(f"{ACCOUNT}/segment", segment="potential", reason="They grow")
    await desk.later(days=91)
    begun = desk.house.clock().isoformat()
    steps = ["industry_case", "free_diagnosis", "upgrade_offer"]
    assert [one for one in await lacking(desk) if one in steps] == steps
    for step in steps:
        await desk.tell(GIVE, **treatment(step))
        await desk.later(days=1)
    assert {one for one in await lacking(desk) if one in steps} == set()
    await desk.tell(f"{ACCOUNT}/segment", segment="high_value", reason="They took the offer")
    await desk.later(days=1)
    await desk.house.catch_up()
    report = await desk.read(f"/v1/reports/retention?from_at={begun.replace('+00:00', 'Z')}")
    of_tier = {one["segment"]: one["figures"] for one in report["segments"]}
    told = of_tier["potential"]
    assert (told["customers"], told["treated"], told["treated_moved_up"]) == (1, 1, 1)


@pytest.mark.evasion(165)
async def test_what_was_given_before_it_had_the_tier_is_no_step_of_its_programme(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/segment", segment="ordinary", reason="They buy little")
    await desk.tell(GIVE, **treatment("free_diagnosis"))
    await desk.later(days=1)
    await desk.tell(f"{ACCOUNT}/segment", segment="potential", reason="They grow")
    await desk.later(days=61)
    assert "free_diagnosis" in await lacking(desk)
    await desk.tell(GIVE, **treatment("free_diagnosis"))
    assert "free_diagnosis" not in await lacking(desk)


@pytest.mark.evasion(140)
async def test_a_tier_that_is_left_and_taken_again_at_once_begins_nothing_anew(desk: Desk) -> None:
    before = sorted(await lacking(desk))
    assert "custom_solution" in before
    for segment in ("ordinary", "high_value"):
        await desk.later(seconds=1)
        await desk.tell(f"{ACCOUNT}/segment", segment=segment, reason="A mistake")
    assert sorted(await lacking(desk)) == before
    await desk.tell(f"{ACCOUNT}/close", reason="They went out of business")
    assert await due(desk) == {}
    assert await lacking(desk) == []


@pytest.mark.evasion(165)
async def test_what_is_given_after_it_rose_has_not_made_it_rise(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/segment", segment="potential", reason="They grow")
    await desk.later(days=1)
    begun = desk.house.clock().isoformat().replace("+00:00", "Z")
    await desk.later(days=1)
    await desk.tell(f"{ACCOUNT}/segment", segment="high_value", reason="They bought much")
    await desk.later(days=1)
    await desk.tell(GIVE, **treatment("custom_solution"))
    await desk.tell(GIVE, **treatment("industry_case"))
    await desk.later(days=1)
    await desk.house.catch_up()
    report = await desk.read(f"/v1/reports/retention?from_at={begun}")
    told = next(one["figures"] for one in report["segments"] if one["segment"] == "potential")
    assert (told["moved_up"], told["treated"], told["treated_moved_up"]) == (1, 0, 0)


async def test_an_advisor_is_dedicated_no_more_from_the_day_on_which_they_took_too_many(desk: Desk) -> None:
    tier = {"segment": "high_value", "has_advisor": True, "most_accounts_of_advisor": 1}
    content: dict[str, Any] = {"guideline": "treatments", "version": 2, "treatments": [tier]}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    await desk.later(seconds=1)
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows the line")
    assert (await due(desk))["advisor"] is True
    await desk.later(days=3)
    other = f"/v1/accounts/{await desk.house.open_account('KA-2')}"
    await desk.tell(f"{other}/owner", owner="li.na", reason="Knows the line")
    taken = desk.house.clock().isoformat().replace("+00:00", "Z")
    await desk.house.catch_up()
    found = (await desk.read("/v1/treatment-gaps?item=advisor"))["items"]
    assert [(one["account_code"], one["since_at"]) for one in found] == [("KA-1", taken), ("KA-2", taken)]


async def test_what_was_given_counts_by_when_it_was_given_however_late_and_often_it_is_told(
    desk: Desk,
) -> None:
    early = desk.house.clock().isoformat().replace("+00:00", "Z")
    await desk.later(days=200)
    newer, older = treatment("custom_solution"), treatment("custom_solution", occurred_at=early)
    await desk.tell(GIVE, **newer)
    await desk.later(days=1)
    await desk.tell(GIVE, Role.SUPERVISOR, **older, told_late_reason="Found in the file")
    assert (await desk.tell(GIVE, **newer))["is_repeat"] is True
    await desk.later(days=363)
    assert (await due(desk))["custom_solution"] is True, "the newest one counts, though told first"
    await desk.later(days=1)
    assert (await due(desk))["custom_solution"] is False, "to have told it again renews nothing"
