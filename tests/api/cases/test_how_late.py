"""Who tells late is seen to: in the history, in the story and in the figures."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.clocks.clock_stories import observe, told, with_rules
from tests.api.composition import House


async def fresh_case(house: House) -> str:
    """Return the path of a case that was told when it came in: at 17:00 in Shanghai."""
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=house.clock().isoformat())
    await told(house, f"{case}/classify", response_class="urgent", occurred_at=house.clock().isoformat())
    return case


async def acknowledged(house: House, case: str, after: timedelta) -> None:
    """Tell so long afterwards that the receipt was acknowledged at once."""
    happened_at = house.clock().isoformat()
    house.clock.moment += after
    await told(house, f"{case}/acknowledge", occurred_at=happened_at)


async def last_told(house: House, case: str, name: str) -> dict[str, Any]:
    items = (await house.get(f"{case}/history")).json()["items"]
    found: dict[str, Any] = [each for each in items if each["event"]["type"] == name][-1]
    return found


async def last_sentence(house: House, case: str, language: str) -> tuple[str, int | None]:
    story = (await house.get(f"{case}/story?language={language}")).json()
    (line,) = [line for line in story["lines"] if line["event"] == "ReceiptAcknowledged.v1"]
    return line["sentence"], line["told_late_seconds"]


HOW_LATE = [
    (timedelta(), None, "", ""),
    (timedelta(minutes=5), None, "", ""),  # clocks may differ so much
    (timedelta(minutes=5, seconds=1), 301, "(told 5 min 1 s later)", "(延迟5分钟 1秒记录)"),
    (timedelta(hours=3), 10_800, "(told 3 h later)", "(延迟3小时记录)"),
    (timedelta(days=6), 518_400, "(told 6 d later)", "(延迟6天记录)"),
]


@pytest.mark.parametrize(("after", "seconds", "en", "zh"), HOW_LATE)
async def test_history_and_story_say_how_late_an_event_was_told(
    house: House, after: timedelta, seconds: int | None, en: str, zh: str
) -> None:
    case = await fresh_case(house)
    await acknowledged(house, case, after)
    shown = await last_told(house, case, "ReceiptAcknowledged.v1")
    assert shown["told_late_seconds"] == seconds
    for language, words in (("en", en), ("zh", zh)):
        sentence, late = await last_sentence(house, case, language)
        assert late == seconds
        assert sentence.endswith(words)
        assert ("told" in sentence or "延迟" in sentence) == bool(words)


async def test_nobody_tells_what_passes_by_itself_so_it_is_not_late(house: House) -> None:
    case = await fresh_case(house)
    house.clock.moment += timedelta(hours=5)
    await observe(house, case)
    for name in ("ClockBreached.v1", "ClockWarned.v1", "ClockEscalated.v1"):
        assert (await last_told(house, case, name))["told_late_seconds"] is None


@pytest.mark.parametrize(
    ("after", "is_watched", "hits"),
    [
        (timedelta(minutes=1), False, 0),
        (timedelta(minutes=30), False, 1),
        (timedelta(days=6), True, 1),
    ],
)
async def test_what_was_kept_and_told_late_is_counted_apart(
    house: House, after: timedelta, *, is_watched: bool, hits: int
) -> None:
    case = await fresh_case(house)
    happened_at = house.clock().isoformat()
    house.clock.moment += after
    if is_watched:
        await observe(house, case)
    await told(house, f"{case}/acknowledge", occurred_at=happened_at)
    await house.catch_up()
    figures = (await house.get("/v1/reports/kpi")).json()["total"]["figures"]
    apart = figures["kept_told_late"]
    assert (apart["hits"], apart["count"]) == (hits, 1)
    assert figures["clock_attainment"]["hits"] == 1
