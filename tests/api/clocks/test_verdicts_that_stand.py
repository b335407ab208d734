"""A breach that was noted and does not stand is told as what it is: noted, then found otherwise."""

from typing import Any

import pytest

from tests.api.clocks.clock_stories import RECEIVED, at, clock_of, observe, told, with_rules
from tests.api.composition import House

FOUND_KEPT = {"en": "Noted as broken, then found kept", "zh": "曾记为超时,后查明已按时完成"}
NOT_DUE = {"en": "Noted as broken, then found not to be due yet", "zh": "曾记为超时,后查明尚未到期"}
BROKEN = {"en": "BROKEN", "zh": "超时:"}
LANGUAGES = tuple(BROKEN)


async def watched_case(house: House, response_class: str = "urgent") -> str:
    """Tell of a case of this morning, at which the watch looked in the afternoon; return its path."""
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=RECEIVED)
    await told(house, f"{case}/classify", response_class=response_class, occurred_at=RECEIVED)
    await observe(house, case)
    return case


async def lines(house: House, case: str, language: str, event: str = "ClockBreached.v1") -> list[str]:
    """Return how the story tells one kind of event, without what the promises are."""
    story = (await house.get(f"{case}/story?language={language}")).json()
    return [line["sentence"] for line in story["lines"] if line["event"] == event]


def count(sentences: list[str], words: str) -> int:
    return sum(each.startswith(words) for each in sentences)


async def queued(house: House, clock: str, query: str) -> dict[str, Any]:
    await house.catch_up()
    (item,) = (await house.get(f"/v1/clocks?clock={clock}{query}")).json()["items"]
    found: dict[str, Any] = item
    return found


@pytest.mark.parametrize("response_class", ["urgent", "complex"])
async def test_a_promise_that_a_class_changed_is_told_in_the_words_of_its_rule(
    house: House, response_class: str
) -> None:
    """It began as the promise for a case without a class, which counts as routine."""
    await with_rules(house)
    await house.open_account()
    case = await house.receive_case(occurred_at=RECEIVED)
    await told(house, f"{case}/classify", response_class=response_class, occurred_at=RECEIVED)
    house.clock.advance(days=60)
    await observe(house, case)
    clocks = (await house.get(f"{case}/clocks")).json()["clocks"]
    broken = sorted(clock["title"]["en"] for clock in clocks if clock["verdict"] == "breached")
    assert sorted(each.removeprefix("BROKEN: ") for each in await lines(house, case, "en")) == broken
    assert not any("outine" in each for each in broken)


DONE_IN_TIME: list[tuple[str, str, str, dict[str, str]]] = [
    ("urgent", "acknowledgement", "acknowledge", {"occurred_at": at("09:01")}),
    ("urgent", "first_reply", "reply", {"occurred_at": at("09:04"), "text": "We come"}),
    ("routine", "first_reply", "reply", {"occurred_at": at("09:20"), "text": "We come"}),
]


@pytest.mark.parametrize(("response_class", "clock", "path", "body"), DONE_IN_TIME)
async def test_a_breach_that_was_noted_and_found_kept_is_told_so(
    house: House, response_class: str, clock: str, path: str, body: dict[str, str]
) -> None:
    case = await watched_case(house, response_class)
    before = await clock_of(house, case, clock)
    assert (before["verdict"], before["noted_as_broken_at"]) == ("breached", None)
    broken = {language: await lines(house, case, language) for language in LANGUAGES}
    await told(house, f"{case}/{path}", **body)
    after = await clock_of(house, case, clock)
    assert (after["verdict"], after["noted_as_broken_at"]) == ("met", before["due_at"])
    item = await queued(house, clock, "&verdict=met")
    assert (item["verdict"], item["noted_as_broken_at"]) == ("met", before["due_at"])
    for language in LANGUAGES:
        assert count(broken[language], FOUND_KEPT[language]) == 0
        now = await lines(house, case, language)
        kept = count(now, FOUND_KEPT[language])
        assert kept >= 1
        assert count(now, BROKEN[language]) == count(broken[language], BROKEN[language]) - kept


@pytest.mark.parametrize(
    ("language", "waiting_on"), [("en", "customer"), ("zh", "customer"), ("en", "supplier")]
)
async def test_a_wait_that_is_told_late_puts_the_due_instant_off(
    house: House, language: str, waiting_on: str
) -> None:
    case = await watched_case(house)
    house.clock.advance(days=5)
    await observe(house, case)
    noted = (await clock_of(house, case, "resolution"))["breached"]["occurred_at"]
    await told(house, f"{case}/wait", waiting_on=waiting_on, occurred_at=at("09:10"))
    clock = await clock_of(house, case, "resolution")
    assert (clock["verdict"], clock["noted_as_broken_at"]) == ("paused", noted)
    assert count(await lines(house, case, language), NOT_DUE[language]) == 1
    await told(house, f"{case}/resume", occurred_at=at("09:20"))
    clock = await clock_of(house, case, "resolution")
    assert (clock["verdict"], clock["noted_as_broken_at"]) == ("breached", None)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_was_noted_as_done_late_and_found_kept_is_told_so(house: House, language: str) -> None:
    case = await watched_case(house, "routine")
    await told(house, f"{case}/reply", text="We come", occurred_at=at("11:00"))
    late = "ClockEndedLate.v1"
    assert count(await lines(house, case, language, late), FOUND_KEPT[language]) == 0
    await told(house, f"{case}/reply", text="We called", occurred_at=at("09:10"))
    assert (await clock_of(house, case, "first_reply"))["verdict"] == "met"
    assert count(await lines(house, case, language, late), FOUND_KEPT[language]) == 1


@pytest.mark.parametrize("minute", ["09:31", "12:00", "16:59"])
async def test_a_breach_that_stands_is_told_as_broken(house: House, minute: str) -> None:
    case = await watched_case(house, "routine")
    await told(house, f"{case}/reply", text="We come", occurred_at=at(minute))
    clock = await clock_of(house, case, "first_reply")
    assert (clock["verdict"], clock["noted_as_broken_at"]) == ("breached", None)
    assert count(await lines(house, case, "en"), BROKEN["en"]) >= 1
    assert count(await lines(house, case, "en"), FOUND_KEPT["en"]) == 0
