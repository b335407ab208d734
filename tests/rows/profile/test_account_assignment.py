"""Accounts are assigned by balanced numbers and ability, with the candidates on record (row 112)."""

from typing import Any

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.rows.desk import ACCOUNT, Desk

BY_LOAD = f"{ACCOUNT}/assign-by-load"


async def staffed(desk: Desk) -> None:
    """Say who works here: two know presses, one knows nothing of them."""
    people: list[dict[str, Any]] = [
        {"staff_id": "li.na", "skills": ["presses"], "account_capacity": 2},
        {"staff_id": "b.li", "skills": ["presses"], "account_capacity": 2},
        {"staff_id": "c.zhao", "account_capacity": 9},
    ]
    content = {"guideline": "staff", "version": 2, "people": people}
    skills = {"skills_by_segment": {"high_value": ["presses"]}}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content={**content, **skills})


async def another(desk: Desk, code: str) -> str:
    """Open another account of high value; return its path."""
    await desk.tell("/v1/accounts", code=code, name="Nordwind", segment="high_value")
    await desk.house.catch_up()
    return f"/v1/accounts/{account_id_of(code)}"


@pytest.mark.requirement(112)
async def test_an_account_goes_to_who_has_the_ability_and_the_fewest_accounts_and_the_record_says_why(
    desk: Desk,
) -> None:
    await staffed(desk)
    await desk.tell(f"{await another(desk, 'KA-2')}/owner", owner="b.li", reason="Knows presses")
    suggested = await desk.read(f"{ACCOUNT}/owner-suggestion")
    assert suggested["choice"]["chosen"] == "li.na"
    await desk.tell(BY_LOAD)
    assert (await desk.read(ACCOUNT))["owner"] == "li.na"
    last = next(
        one["event"]
        for one in (await desk.read(f"{ACCOUNT}/history"))["items"]
        if one["event"]["type"] == "AccountOwnerAssigned.v1"
    )
    assert [(one["staff_id"], one["accounts"]) for one in last["choice"]["candidates"]] == [
        ("li.na", 0),
        ("b.li", 1),
    ]
    assert (last["choice"]["ground"], last["choice"]["wanted_skills"]) == ("least_loaded", ["presses"])
    assert "li.na" in last["reason"]


@pytest.mark.requirement(112)
async def test_many_accounts_assigned_one_after_the_other_are_spread_evenly(desk: Desk) -> None:
    await staffed(desk)
    for number in range(2, 6):
        path = await another(desk, f"KA-{number}")
        await desk.tell(f"{path}/assign-by-load")
        await desk.house.catch_up()
    owners = [one["owner"] for one in (await desk.read("/v1/accounts"))["items"]]
    assert sorted(filter(None, owners)) == ["b.li", "b.li", "li.na", "li.na"]


@pytest.mark.evasion(112)
async def test_without_people_or_ability_nobody_is_chosen_and_a_repeat_chooses_nobody_else(
    desk: Desk,
) -> None:
    assert await desk.refused(BY_LOAD) == "staff_not_named"
    await staffed(desk)
    assert await desk.refused(BY_LOAD, skills=["astrology"]) == "nobody_suits_account"
    assert await desk.refused(BY_LOAD, choice={"chosen": "c.zhao"}) == "validation_failed"
    sent = {"Idempotency-Key": "once"}
    first = await desk.house.client.post(BY_LOAD, json={}, headers=sent)
    await desk.tell(f"{ACCOUNT}/owner", owner="c.zhao", reason="Asked for by the customer")
    again = await desk.house.client.post(BY_LOAD, json={}, headers=sent)
    assert again.json()["version"] == first.json()["version"]
    assert (await desk.read(ACCOUNT))["owner"] == "c.zhao"
    named = (await desk.read(f"{ACCOUNT}/history"))["items"][-1]["event"]
    assert named.get("choice") is None, "who was named by hand was not chosen"


@pytest.mark.evasion(112)
async def test_a_closed_account_weighs_no_more(desk: Desk) -> None:
    await staffed(desk)
    other = await another(desk, "KA-2")
    await desk.tell(f"{other}/owner", owner="b.li", reason="Knows presses")
    await desk.tell(f"{other}/close", reason="The customer moved abroad")
    chosen = (await desk.read(f"{ACCOUNT}/owner-suggestion"))["choice"]
    assert chosen["candidates"][0] == {"staff_id": "b.li", "accounts": 0, "account_capacity": 2}
