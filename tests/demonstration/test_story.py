"""Friday 17:40: the scripted day over HTTP, from the stopped line to the improvement ten days later."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from service.demonstration.friday import ZONE, friday_before, tell_friday
from service.demonstration.teller import Teller
from service.importers.rule_files.default_rules import publish_default_rules
from service.language import LANGUAGES, Language
from tests.api.composition import House, bearer, composed

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with composed(database_url) as running:
        running.clock.moment = NOW
        await publish_default_rules(running.application)
        yield running


async def told(house: House, language: Language = "en") -> Teller:
    house.client.headers.update(bearer(Role.INTEGRATION))
    return await tell_friday(Teller(house.client, friday_before(NOW), language))


async def lines(house: House, teller: Teller, **query: str) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    document = (await house.get(f"{teller.case_path}/story?{asked}")).json()
    found: list[dict[str, Any]] = document["lines"]
    return found


def test_the_story_begins_on_a_friday_and_has_ended_by_now() -> None:
    began = friday_before(NOW)
    assert (began.strftime("%A %H:%M"), began.tzinfo) == ("Friday 17:40", ZONE)
    assert timedelta(days=12) <= NOW - began < timedelta(days=19)


async def test_the_day_is_told_to_its_end_and_told_again_adds_nothing(house: House) -> None:
    teller = await told(house)
    case = (await house.get(teller.case_path)).json()
    assert (case["status"], case["cycle"], case["is_confirmed"]) == ("closed", 2, True)
    await told(house)
    again = (await house.get(teller.case_path)).json()
    assert again["version"] == case["version"]


async def test_warehouse_technical_and_sales_departments_worked_on_it(house: House) -> None:
    teller = await told(house)
    case = (await house.get(teller.case_path)).json()
    assert [each["department"] for each in case["collaborations"]] == ["technical", "warehouse", "sales"]
    assert all(each["completed_at"] for each in case["collaborations"])


async def test_the_promise_of_eleven_is_broken_at_eleven_and_stays_so(house: House) -> None:
    teller = await told(house)
    clocks = (await house.get(f"{teller.case_path}/clocks")).json()["clocks"]
    first = next(each for each in clocks if each["subject"] == str(teller.new_id("by eleven")))
    assert first["verdict"] == "breached"
    assert datetime.fromisoformat(first["breached"]["occurred_at"]) == teller.at("23:00")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_its_history_reads_as_a_story_in_both_languages(house: House, language: Language) -> None:
    teller = await told(house, language)
    sentences = [each["sentence"] for each in await lines(house, teller, language=language)]
    in_order = {
        "en": [
            "reported",
            "green channel",
            "The bearing has seized",
            "BROKEN",
            "eleven",
            "Two urgent deliveries",
        ],
        "zh": ["反映", "绿色通道", "轴承抱死", "超时", "23点", "两次急件"],
    }[language]
    places = [next(n for n, said in enumerate(sentences) if part in said) for part in in_order]
    assert places == sorted(places)
    instants = [each["occurred_at"] for each in await lines(house, teller, language=language)]
    assert instants == sorted(instants)


async def test_the_other_language_tells_the_same_facts(house: House) -> None:
    teller = await told(house)
    zh, en = [await lines(house, teller, language=language) for language in ("zh", "en")]
    assert [each["version"] for each in zh] == [each["version"] for each in en]
    assert all(one["sentence"] != other["sentence"] for one, other in zip(zh, en, strict=True))


async def test_nothing_in_it_is_noted_as_broken_that_was_kept(house: House) -> None:
    teller = await told(house)
    clocks = (await house.get(f"{teller.case_path}/clocks")).json()["clocks"]
    assert [each["clock"] for each in clocks if each["noted_as_broken_at"]] == []
    assert not [each for each in await lines(house, teller) if "then found" in each["sentence"]]
