"""What is told late, out of order or within one second: a case, its clocks and its stages say the same."""

from typing import Any

from tests.api.clocks.clock_stories import RECEIVED, at, clock_of, told, with_rules
from tests.api.composition import House


async def urgent_case(house: House) -> str:
    """Return the path of a case that was received at 09:00 and is to be solved within a day."""
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=RECEIVED)
    await told(house, f"{case}/classify", response_class="urgent", occurred_at=RECEIVED)
    return case


async def refused(house: House, path: str, kind: str, **body: Any) -> str:
    """Send a command that must be refused for this reason; return the explanation."""
    answer = await house.post(path, body)
    assert (answer.status_code, answer.json().get("type")) == (409, f"/problems/{kind}"), answer.text
    detail: str = answer.json()["detail"]
    return detail


async def shown(house: House, case: str) -> dict[str, Any]:
    document: dict[str, Any] = (await house.get(case)).json()
    return document


async def test_an_end_dated_before_its_beginning_is_refused_with_both_instants(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/wait", waiting_on="customer", occurred_at=at("11:00"))
    detail = await refused(house, f"{case}/resume", "no_effect_then", occurred_at=at("10:30"))
    assert "2026-03-02 02:30" in detail
    assert "2026-03-02 03:00" in detail
    assert (await shown(house, case))["waiting_on"] == "customer"
    assert (await clock_of(house, case, "resolution"))["verdict"] == "paused"


async def test_an_end_within_the_tolerance_of_clocks_counts_as_the_same_instant(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/wait", waiting_on="customer", occurred_at="2026-03-02T11:00:02.326+08:00")
    ended = await told(house, f"{case}/resume", occurred_at="2026-03-02T11:00:02+08:00")
    assert ended["events"][0]["event"]["occurred_at"] == "2026-03-02T03:00:02.326000Z"
    assert (await shown(house, case))["waiting_on"] is None
    assert (await clock_of(house, case, "resolution"))["verdict"] == "running"


async def test_an_ending_belongs_to_the_cycle_of_its_instant(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/assign", owner="zhao.c", occurred_at=at("09:30"))
    await told(house, f"{case}/resolve", resolution="reset", occurred_at=at("12:00"))
    await refused(house, f"{case}/reopen", "case_still_open", occurred_at=at("11:50"))
    await told(house, f"{case}/reopen", reason="again", occurred_at=at("13:00"))
    await refused(house, f"{case}/resolve", "case_already_resolved", occurred_at=at("12:30"))
    detail = await refused(
        house, f"{case}/close", "later_event_contradicts", reason="withdrawn", occurred_at=at("11:30")
    )
    assert "CaseResolved" in detail
    assert (await shown(house, case))["status"] == "open"


async def test_what_is_told_late_of_an_earlier_cycle_leaves_the_last_one_free(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/assign", owner="zhao.c", occurred_at=at("09:30"))
    await told(house, f"{case}/resolve", resolution="reset", occurred_at=at("12:00"))
    await told(house, f"{case}/reopen", reason="again", occurred_at=at("13:00"))
    first = await told(house, f"{case}/acknowledge", occurred_at=at("09:03"))
    second = await told(house, f"{case}/acknowledge", occurred_at=at("13:04"))
    for answer in (first, second):
        assert answer["events"][0]["event"]["type"] == "ReceiptAcknowledged.v1"
    assert (await clock_of(house, case, "acknowledgement"))["verdict"] == "met"


async def test_equal_events_in_one_instant_are_told_apart(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/assign", owner="zhao.c", occurred_at=at("09:30"))
    await told(house, f"{case}/resolve", resolution="reset", occurred_at=at("11:00"))
    await told(house, f"{case}/reopen", reason="again", occurred_at=at("11:00"))
    await told(house, f"{case}/resolve", resolution="replaced", occurred_at=at("11:00"))
    assert (await shown(house, case))["status"] == "resolved"
    assert (await clock_of(house, case, "resolution"))["verdict"] == "met"


async def test_a_correction_is_not_taken_for_a_repeat(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/assign", owner="zhao.c", occurred_at=at("09:30"))
    await told(house, f"{case}/resolve", resolution="reset", occurred_at=at("13:00"))
    detail = await refused(
        house, f"{case}/resolve", "later_event_contradicts", resolution="reset", occurred_at=at("10:00")
    )
    assert "2026-03-02 05:00" in detail
    assert "2026-03-02 02:00" in detail


async def test_an_owner_of_yesterday_told_today_leaves_the_owner_of_today(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/assign", owner="li.na", reason="knows presses", occurred_at=at("12:00"))
    await told(house, f"{case}/assign", owner="wang.wei", reason="was there first", occurred_at=at("10:00"))
    assert (await shown(house, case))["owner"] == "li.na"


async def test_stages_and_kpi_say_the_same_of_what_is_told_late(house: House) -> None:
    case = await urgent_case(house)
    await told(house, f"{case}/reply", text="We come", occurred_at=at("11:00"))
    await told(house, f"{case}/acknowledge", occurred_at=at("09:05"))
    stages = {stage["stage"]: stage["seconds"] for stage in (await shown(house, f"{case}/stages"))["items"]}
    assert stages["reception"] == 300
    await house.catch_up()
    report = (await house.get("/v1/reports/kpi")).json()
    assert report["total"]["figures"]["reception_time"]["median_seconds"] == 300
