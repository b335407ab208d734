"""Customers who may leave are warned of once; what is done to keep them is on record (141, 142, 162)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

RISKS = f"{ACCOUNT}/churn-risks"


async def looked(desk: Desk) -> tuple[int, int]:
    """Look for silence, then for what warns; return how many warnings were raised and cleared."""
    await desk.house.catch_up()
    await desk.tell("/v1/silences/detect")
    await desk.house.catch_up()
    found = await desk.tell("/v1/churn-risks/detect")
    return len(found["raised"]), len(found["cleared"])


async def listed(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.read(f"/v1/churn-risks{query}"))["items"]
    return found


async def competitor(desk: Desk, **said: Any) -> None:
    words = "Their buyer asked Acme for a quotation"
    note: dict[str, Any] = {"contact_note_id": str(uuid4()), "competitor": "Acme", "words": words}
    await desk.tell(f"{ACCOUNT}/competitor-contacts", **{**note, **said})


async def uses(desk: Desk) -> None:
    use = {"feature": "orders", "used_at": desk.house.clock().isoformat()}
    await desk.tell(f"{ACCOUNT}/usage", Role.INTEGRATION, source="portal", uses=[use])


@pytest.mark.requirement(162)
async def test_contact_with_a_competitor_warns_and_a_visit_of_executives_is_proposed_done_and_has_an_outcome(
    desk: Desk,
) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows the line")
    await uses(desk)
    assert await looked(desk) == (0, 0)
    await competitor(desk)
    assert [await looked(desk) for _ in range(2)] == [(1, 0), (0, 0)]
    (risk,) = await listed(desk, "?show=unstarted&owner=li.na")
    assert (risk["account_code"], risk["causes"], risk["late_seconds"]) == ("KA-1", ["competitor"], 0)
    assert risk["plays"] == ["executive_visit", "exclusive_offer"]
    await desk.later(days=5)
    (late,) = await listed(desk, "?show=unstarted")
    assert late["late_seconds"] == 2 * 86_400
    of_it = {"risk_id": risk["risk_id"]}
    await desk.tell(f"{RISKS}/start", **of_it, play="executive_visit", responsible="li.na")
    (begun,) = await listed(desk, "?show=started&responsible=li.na")
    assert [step["is_done"] for step in begun["steps"]] == [False] * 3
    assert begun["late_seconds"] == 0
    words = "They receive us on Tuesday at ten"
    await desk.tell(f"{RISKS}/action", **of_it, action="agree_on_day", words=words)
    await desk.later(days=15)
    (going,) = await listed(desk)
    assert [step["is_done"] for step in going["steps"]] == [True, False, False]
    assert going["late_seconds"] > 0
    await desk.tell(f"{RISKS}/action", **of_it, action="visit", words="Their director stays with us")
    reason = "They signed for another year"
    await desk.tell(f"{RISKS}/end", **of_it, result="retained", reason=reason)
    assert await listed(desk) == []
    (over,) = await listed(desk, "?show=ended")
    assert (over["result"], over["play"]) == ("retained", "executive_visit")
    await desk.later(minutes=1)
    assert await looked(desk) == (0, 0)
    await competitor(desk, competitor="Bolt Gauges")
    assert await looked(desk) == (1, 0)


@pytest.mark.requirement(141)
@pytest.mark.requirement(162)
async def test_a_silent_customer_is_a_risk_until_life_returns_and_another_cause_joins_the_same_warning(
    desk: Desk,
) -> None:
    await uses(desk)
    await desk.later(days=31)
    assert await looked(desk) == (1, 0)
    await competitor(desk)
    assert await looked(desk) == (1, 0)
    (risk,) = await listed(desk)
    assert risk["causes"] == ["silent", "competitor"]
    reason = "Works holidays, and Acme is a partner"
    await desk.tell(f"{RISKS}/end", risk_id=risk["risk_id"], result="false_alarm", reason=reason)
    assert await looked(desk) == (0, 0)
    await desk.later(days=31)
    assert await looked(desk) == (1, 0)


@pytest.mark.evasion(162)
async def test_nobody_is_retained_by_doing_nothing_and_no_warning_goes_away_unsaid(desk: Desk) -> None:
    await uses(desk)
    await desk.later(days=31)
    await looked(desk)
    (risk,) = await listed(desk)
    of_it = {"risk_id": risk["risk_id"]}
    end: dict[str, Any] = {**of_it, "result": "retained", "reason": "They are happy again"}
    assert await desk.refused(f"{RISKS}/end", Role.AGENT, **end) == "retention_not_tried"
    start: dict[str, Any] = {**of_it, "play": "limited_offer", "responsible": "li.na"}
    assert await desk.refused(f"{RISKS}/start", Role.INTEGRATION, **start) == "person_not_named"
    dinner = {**start, "play": "dinner"}
    assert await desk.refused(f"{RISKS}/start", Role.AGENT, **dinner) == "retention_play_unknown"
    await desk.tell(f"{RISKS}/start", **start)
    assert await desk.refused(f"{RISKS}/end", Role.AGENT, **end) == "retention_not_tried"
    step: dict[str, Any] = {**of_it, "action": "dinner", "words": "We had a dinner"}
    assert await desk.refused(f"{RISKS}/action", Role.AGENT, **step) == "retention_action_unknown"
    empty: dict[str, Any] = {**step, "action": "send_offer", "words": "x"}
    assert await desk.refused(f"{RISKS}/action", Role.AGENT, **empty) == "words_without_meaning"
    another = {**start, "play": "special_training"}
    assert await desk.refused(f"{RISKS}/start", Role.AGENT, **another) == "on_record_otherwise"
    unknown: dict[str, Any] = {**end, "risk_id": str(uuid4())}
    assert await desk.refused(f"{RISKS}/end", Role.AGENT, **unknown) == "churn_risk_not_raised"
    await desk.tell(f"{RISKS}/end", **{**end, "result": "lost", "reason": "They left for Acme"})
    (over,) = await listed(desk, "?show=ended")
    assert over["result"] == "lost"


@pytest.mark.evasion(141)
async def test_a_warning_that_nobody_acted_on_is_cleared_when_life_returns_by_itself(desk: Desk) -> None:
    await uses(desk)
    await desk.later(days=31)
    assert await looked(desk) == (1, 0)
    await uses(desk)
    assert await looked(desk) == (0, 1)
    assert await listed(desk) == []
    (over,) = await listed(desk, "?show=ended")
    assert over["result"] == "cleared"
    await desk.later(days=31)
    assert await looked(desk) == (1, 0)
