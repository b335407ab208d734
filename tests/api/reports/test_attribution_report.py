"""Whose the late time of many cases is, and which pauses were not due: read over HTTP, from the record."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.clocks.clock_stories import RECEIVED, at, clock_of, clocks_of, late_case, observe, told
from tests.api.composition import House


async def report(house: House, query: str = "") -> dict[str, Any]:
    read = await house.get(f"/v1/reports/attribution{query}", Role.BI)
    assert read.status_code == 200, read.text
    document: dict[str, Any] = read.json()
    return document


async def punctual_case(house: House) -> str:
    """Tell of a case that was answered in time; it waited for a customer who never wrote."""
    case = await house.receive_case(occurred_at=at("16:50"))
    await told(house, f"{case}/classify", response_class="routine", occurred_at=at("16:50"))
    await told(house, f"{case}/reply", text="An engineer comes", occurred_at=at("16:55"))
    await told(house, f"{case}/wait", waiting_on="customer", occurred_at=at("16:56"))
    return case


def adds_up(group: dict[str, Any]) -> bool:
    shares: int = sum(share["seconds"] for share in group["holders"])
    return shares == int(group["late_seconds"])


async def late_in(house: House, *cases: str) -> dict[str, int]:
    """Return the late seconds by name of the clock, as the cases themselves show them."""
    found: dict[str, int] = {}
    for case in cases:
        for clock in (await clocks_of(house, case))["clocks"]:
            if clock["late_seconds"] is not None:
                found[clock["clock"]] = found.get(clock["clock"], 0) + clock["late_seconds"]
    return found


async def test_late_minutes_and_held_pauses_are_what_the_cases_themselves_show(house: House) -> None:
    late, punctual = await late_case(house), await punctual_case(house)
    shown = await late_in(house, late, punctual)
    total = (await report(house))["total"]
    assert shown["first_reply"] == 7200
    assert total["late_seconds"] == sum(shown.values())
    assert adds_up(total)
    assert total["late_cases"] == 1
    assert (total["held_pauses"], total["held_cases"], total["held_seconds"]) == (1, 1, 600)
    logistics = next(share for share in total["holders"] if share["who"] == "logistics")
    assert (logistics["holder"], logistics["cases"]) == ("department", 1)


async def test_groups_are_those_of_the_time_of_the_promise(house: House) -> None:
    late = await late_case(house)
    shown = await late_in(house, late)
    await told(house, f"{late}/assign", owner="b.li", reason="on leave")
    by_clock = await report(house, "?by=clock")
    groups = {group["group"]: group for group in by_clock["groups"]}
    assert {name: group["late_seconds"] for name, group in groups.items() if group["late_clocks"]} == shown
    assert all(adds_up(group) for group in by_clock["groups"])
    assert groups["resolution"]["held_seconds"] == 600
    assert "first_reply" in groups
    by_owner = {group["group"]: group for group in (await report(house, "?by=owner"))["groups"]}
    assert by_owner["li.na"]["held_seconds"] == 600
    made = (await clock_of(house, late, "first_reply"))["owner"] or "unknown"
    assert by_owner[made]["late_seconds"] >= 7200
    assert "b.li" not in by_owner
    (segment,) = (await report(house, "?by=segment"))["groups"]
    assert (segment["group"], segment["held_pauses"]) == ("high_value", 1)
    assert segment["late_seconds"] == sum(shown.values())


async def test_every_late_promise_lies_in_exactly_one_period(house: House) -> None:
    await late_case(house)
    whole = (await report(house))["total"]
    noon = "2026-03-02T01:30:00Z"  # the very instant at which the first reply was due
    before = (await report(house, f"?to_at={noon}"))["total"]
    after = (await report(house, f"?from_at={noon}"))["total"]
    for figure in ("late_clocks", "late_seconds", "held_pauses", "held_seconds"):
        assert before[figure] + after[figure] == whole[figure]
    assert after["late_seconds"] >= 7200
    assert (await report(house, f"?from_at={RECEIVED[:10]}T23:00:00Z"))["total"]["late_clocks"] == 0
    backward = await house.get(f"/v1/reports/attribution?from_at={noon}&to_at={noon}", Role.BI)
    assert backward.status_code == 422


async def test_what_is_not_done_yet_is_late_up_to_now(house: House) -> None:
    late = await late_case(house)
    house.clock.advance(hours=30)
    unseen = (await report(house))["total"]
    await observe(house, late)
    first = (await report(house))["total"]
    house.clock.advance(minutes=10)
    then = (await report(house))["total"]
    open_clocks = [
        clock
        for clock in (await clocks_of(house, late))["clocks"]
        if clock["verdict"] == "breached" and clock["ended"] is None
    ]
    assert open_clocks
    assert first["late_clocks"] == unseen["late_clocks"] + len(open_clocks)
    assert then["late_seconds"] - first["late_seconds"] == 600 * len(open_clocks)
    assert adds_up(then)


async def test_an_account_is_late_too(house: House) -> None:
    await late_case(house)
    account = f"/v1/accounts/{await house.open_account('KA-3')}"
    await told(house, f"{account}/owner", owner="zhou", reason="Knows the plant", occurred_at=at("16:00"))
    house.clock.advance(days=8)
    await told(house, f"{account}/first-contact", channel="phone", record="at last")
    shown = await report(house, "?by=owner")
    zhou = next(group for group in shown["groups"] if group["group"] == "zhou")
    assert [(share["holder"], share["who"]) for share in zhou["holders"]] == [("owner", "zhou")]
    assert shown["total"]["late_cases"] == 2


async def test_an_empty_record_has_nothing_late(house: House) -> None:
    shown = await report(house, "?by=clock")
    assert (shown["total"]["late_seconds"], shown["groups"], shown["position"]) == (0, [], 0)


@pytest.mark.parametrize("role", [Role.AGENT, Role.INTEGRATION])
async def test_who_reads_no_reports_reads_not_this_one(house: House, role: Role) -> None:
    refused = await house.get("/v1/reports/attribution", role)
    assert refused.status_code == 403
