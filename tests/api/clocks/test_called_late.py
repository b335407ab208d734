"""What is told weeks after it happened calls nobody today; what it then was is told as it was."""

from typing import Any

import pytest

from tests.api.clocks.clock_stories import clock_of, observe, told, with_rules
from tests.api.composition import House

LONG_AGO = "2026-02-09T09:00:00+08:00"  # the tests' clock stands at 2026-03-02 17:00
ACKNOWLEDGED = "2026-02-09T09:01:00+08:00"


async def told_late(house: House, *, is_watched: bool = True) -> str:
    """Tell of a case of three weeks ago, while the watch looks or not; return its path."""
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=LONG_AGO)
    await told(house, f"{case}/classify", response_class="urgent", occurred_at=LONG_AGO)
    if is_watched:
        await observe(house, case)
    return case


async def sentences(house: House, case: str, language: str = "en", promises: str = "broken") -> list[str]:
    story = (await house.get(f"{case}/story?language={language}&promises={promises}")).json()
    return [line["sentence"] for line in story["lines"]]


async def test_a_case_of_last_month_calls_nobody_today(house: House) -> None:
    case = await told_late(house)
    clock = await clock_of(house, case, "acknowledgement")
    assert [(call["level"], call["called"], call["escalated_to"]) for call in clock["calls"]] == [
        (level, False, None) for level in ("specialist", "supervisor", "manager", "director")
    ]
    assert clock["breached"]["occurred_at"] == "2026-02-09T01:05:00Z"


async def test_looked_at_twice_nothing_follows(house: House) -> None:
    case = await told_late(house)
    version = (await house.get(case)).json()["version"]
    for _ in range(3):
        await observe(house, case)
    assert (await house.get(case)).json()["version"] == version


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Noted, nobody was called (supervisor)"), ("zh", "已记录,未通知任何人(主管)")],
)
async def test_the_story_says_that_nobody_was_called(house: House, language: str, words: str) -> None:
    case = await told_late(house)
    found = [each for each in await sentences(house, case, language) if each.startswith(words)]
    assert len(found) >= 1
    assert not [each for each in await sentences(house, case) if "was called:" in each]


async def test_lists_and_figures_count_no_call_where_nobody_was_called(house: House) -> None:
    await told_late(house)
    await house.catch_up()
    queue: list[dict[str, Any]] = (await house.get("/v1/clocks?clock=acknowledgement")).json()["items"]
    counts = ("escalated_level", "unanswered_escalation_count", "uncalled_escalation_count")
    assert [[item[name] for name in counts] for item in queue] == [[None, 0, 4]]
    figures = (await house.get("/v1/reports/kpi")).json()["total"]["figures"]
    figure = figures["unanswered_escalations"]
    assert (figure["count"], figure["hits"], figure["ratio"]) == (0, 0, None)


@pytest.mark.parametrize("is_watched", [True, False])
async def test_what_was_done_in_time_and_is_told_late_is_met_whether_or_not_the_watch_looked(
    house: House, *, is_watched: bool
) -> None:
    case = await told_late(house, is_watched=is_watched)
    answer = await told(house, f"{case}/acknowledge", occurred_at=ACKNOWLEDGED)
    types = [each["event"]["type"] for each in answer["events"]]
    assert types == ["ReceiptAcknowledged.v1", "ClockMet.v1"]
    clock = await clock_of(house, case, "acknowledgement")
    assert (clock["verdict"], clock["late_seconds"]) == ("met", None)


async def test_what_is_due_now_is_called_as_before(house: House) -> None:
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case()
    await told(house, f"{case}/classify", response_class="urgent")
    house.clock.advance(minutes=30)
    await observe(house, case)
    clock = await clock_of(house, case, "acknowledgement")
    assert [call["called"] for call in clock["calls"]] == [True] * 4
    assert any("The supervisor was called" in each for each in await sentences(house, case))
