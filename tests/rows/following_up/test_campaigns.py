"""Customers to be visited alike are chosen, and each goes to somebody (row 116)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk

PATH = "/v1/campaigns"
CAMPAIGN: dict[str, Any] = {
    "campaign": "2026-春季回访",
    "kind": "call",
    "aim": "新产线使用情况",
    "planned_on": "2026-03-20",
}


async def accounts(desk: Desk, *owners: str, segment: str = "high_value") -> list[str]:
    """Open one account for each of these people."""
    opened: list[str] = []
    for number, owner in enumerate(owners):
        code = f"KA-{segment}-{number}"
        answer = await desk.tell("/v1/accounts", code=code, name="华东精密制造", segment=segment)
        path = f"/v1/accounts/{answer['stream_id']}"
        await desk.tell(f"{path}/owner", owner=owner, reason="Knows presses")
        opened.append(path)
    return opened


async def start(desk: Desk, **changed: Any) -> dict[str, Any]:
    await desk.house.catch_up()
    found = await desk.tell(PATH, Role.SUPERVISOR, **{**CAMPAIGN, **changed})
    await desk.house.catch_up()
    return found


async def plans(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.read(f"/v1/planned-visits?{query}"))["items"]
    return found


@pytest.mark.requirement(116)
async def test_the_customers_of_a_tier_are_chosen_and_shared_out_among_the_agents(desk: Desk) -> None:
    high = await accounts(desk, "li.na", "li.na", "wu.hao", "chen.j")
    await accounts(desk, "li.na", segment="ordinary")
    only_high = {"segments": ["high_value"], "owners": ["li.na", "wu.hao", "chen.j"]}
    started = await start(desk, select=only_high, agents=["li.na", "wu.hao"])
    assert [one["status"] for one in started["answers"]] == [200] * 4
    shared = {plan["account_id"]: plan["responsible"] for plan in await plans(desk)}
    by_owner = [shared[path.rpartition("/")[2]] for path in high]
    assert by_owner == ["li.na", "li.na", "wu.hao", "wu.hao"], "who has fewest visits takes the last one"
    said: dict[str, Any] = {"kind": "call", "channel": "phone", "new_needs": "备件", "satisfaction": 4}
    (mine, *_) = await plans(desk, "responsible=wu.hao&status=planned")
    await desk.tell(f"/v1/accounts/{mine['account_id']}/visit", **said, visit_id=mine["visit_id"])
    await desk.house.catch_up()
    (campaign,) = (await desk.read(PATH))["items"]
    assert {name: campaign[name] for name in ("planned_count", "held_count", "in_time_count")} == {
        "planned_count": 4,
        "held_count": 1,
        "in_time_count": 1,
    }
    assert campaign["average_satisfaction"] == 4


@pytest.mark.requirement(116)
async def test_customers_whom_nobody_reached_for_long_are_chosen(desk: Desk) -> None:
    silent, visited = await accounts(desk, "li.na", "li.na")
    await desk.later(days=40)
    await desk.tell(f"{visited}/visit", kind="call", channel="phone", new_needs="备件")
    await start(desk, planned_on="2026-05-01", select={"silent_days": 30, "owners": ["li.na"]})
    assert [plan["account_id"] for plan in await plans(desk)] == [silent.rpartition("/")[2]]


@pytest.mark.evasion(116)
async def test_a_campaign_sent_twice_plans_nothing_twice_and_one_of_nobody_is_refused(desk: Desk) -> None:
    await accounts(desk, "li.na", "wu.hao")
    chosen = {"owners": ["li.na", "wu.hao"]}
    await start(desk, select=chosen)
    again = await start(desk, select=chosen)
    assert [one["is_repeat"] for one in again["answers"]] == [True, True]
    assert len(await plans(desk)) == 2
    await desk.house.catch_up()
    of_nobody = {**CAMPAIGN, "select": {"industries": ["moon"]}}
    assert await desk.refused(PATH, Role.SUPERVISOR, **of_nobody) == "nobody_selected"


@pytest.mark.evasion(116)
async def test_who_lets_the_day_of_a_campaign_pass_is_seen_in_it(desk: Desk) -> None:
    (path,) = await accounts(desk, "li.na")
    await start(desk, select={"owners": ["li.na"]})
    await desk.later(path, days=19)
    await desk.house.catch_up()
    (campaign,) = (await desk.read(PATH))["items"]
    assert (campaign["overdue_count"], campaign["held_count"]) == (1, 0)
    assert await desk.verdicts(path, "planned_visit") == ["breached"]
