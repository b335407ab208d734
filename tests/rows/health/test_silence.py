"""Customers of whom nobody has heard for long are known, once, with since when and who answers (row 141)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

DETECT = "/v1/silences/detect"


async def looked(desk: Desk) -> tuple[int, int]:
    """Look at the signs of life; return how many fell silent and how many came to life."""
    await desk.house.catch_up()
    found = await desk.tell(DETECT)
    return len(found["fell_silent"]), len(found["came_to_life"])


async def listed(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.read(f"/v1/silences{query}"))["items"]
    return found


async def uses(desk: Desk, at: str) -> None:
    use = {"feature": "orders", "used_at": at}
    await desk.tell(f"{ACCOUNT}/usage", Role.INTEGRATION, source="portal", uses=[use])


@pytest.mark.requirement(141)
async def test_a_customer_without_a_sign_of_life_is_warned_of_once_until_life_returns(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows the line")
    last = desk.house.clock()
    await uses(desk, last.isoformat())
    assert await looked(desk) == (0, 0)
    await desk.later(days=29)
    assert await looked(desk) == (0, 0)
    await desk.later(days=3)
    assert [await looked(desk) for _ in range(3)] == [(1, 0), (0, 0), (0, 0)]
    (silent,) = await listed(desk, "?owner=li.na")
    assert (silent["account_code"], silent["last_sign"], silent["after_days"]) == ("KA-1", "usage", 30)
    assert silent["since_at"] == last.isoformat().replace("+00:00", "Z")
    assert silent["life_at"] is None
    await desk.case()
    assert await looked(desk) == (0, 1)
    assert await listed(desk) == []
    (over,) = await listed(desk, "?show=ended")
    assert over["life_sign"] == "message"
    await desk.later(days=31)
    assert await looked(desk) == (1, 0)
    history = (await desk.read(f"{ACCOUNT}/history?limit=200"))["items"]
    kinds = [each["event"]["type"] for each in history if each["event"]["type"].startswith("Silence")]
    assert kinds == ["SilenceBegan.v1", "SilenceEnded.v1", "SilenceBegan.v1"]


@pytest.mark.evasion(141)
async def test_what_we_do_ourselves_and_what_machines_say_is_no_sign_of_life(desk: Desk) -> None:
    await uses(desk, desk.house.clock().isoformat())
    await desk.later(days=20)
    missed: dict[str, Any] = {"kind": "call", "channel": "phone", "reached": False}
    await desk.tell(f"{ACCOUNT}/visit", **missed)
    await desk.case(channel="monitoring", alert_reference="ALERT-7")
    await desk.later(days=11)
    assert await looked(desk) == (1, 0)
    await desk.tell(f"{ACCOUNT}/visit", **missed)
    assert await looked(desk) == (0, 0)
    earlier = desk.house.clock().replace(day=20, month=3)
    await uses(desk, earlier.isoformat())
    assert await looked(desk) == (0, 1)
    (over,) = await listed(desk, "?show=ended")
    assert over["life_at"] < over["silent_at"]
