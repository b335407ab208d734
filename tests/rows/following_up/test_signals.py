"""Needs and risks that the data of an account point to, with the reason (row 57)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

DETECT = "/v1/signals/detect"
PRESS: dict[str, Any] = {"kind": "technical", "asset_reference": "PRESS-3"}


async def faults(desk: Desk, number: int, **received: Any) -> list[str]:
    """Receive cases about one press, a day apart; return their ids."""
    found = []
    for _ in range(number):
        await desk.later(days=1)
        found.append((await desk.case(**{**PRESS, **received})).rpartition("/")[2])
    return found


async def detected(desk: Desk) -> int:
    """Look at the data; return how many signals were raised."""
    await desk.house.catch_up()
    return len((await desk.tell(DETECT))["raised"])


async def listed(desk: Desk, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.read(f"/v1/signals{query}"))["items"]
    return found


@pytest.mark.requirement(57)
async def test_repeated_faults_of_one_asset_are_a_risk_that_names_its_cases(desk: Desk) -> None:
    cases = await faults(desk, 3)
    assert await detected(desk) == 1
    (signal,) = await listed(desk, "?kind=risk")
    assert (signal["account_code"], signal["rule"], signal["about"]) == ("KA-1", "repeated_faults", "PRESS-3")
    assert (signal["case_ids"], signal["number"]) == (cases, 3)
    assert signal["title_zh"] == "同一设备30日内多次故障"
    path = {"signal_id": signal["signal_id"]}
    await desk.tell(f"{ACCOUNT}/signals/take", **path, plan="A new bearing next week", taken_by="li.na")
    assert await listed(desk) == []
    (taken,) = await listed(desk, "?show=taken")
    assert taken["holder"] == "li.na"


@pytest.mark.requirement(57)
async def test_questions_about_one_subject_are_a_need_and_satisfaction_that_falls_is_a_risk(
    desk: Desk,
) -> None:
    for day in range(3):
        case = await desk.case(kind="enquiry")
        routine = {"response_class": "routine", "category": "usage", "reason": "How to use it"}
        await desk.tell(f"{case}/classify", Role.AGENT, **routine)
        assert await detected(desk) == (day == 2)
    (need,) = await listed(desk, "?kind=need")
    assert (need["rule"], need["about"], need["number"]) == ("repeated_questions", "usage", 3)
    for score in (5, 5, 5):
        await rated(desk, score)
    await desk.later(days=95)
    for score in (2, 3, 2):
        await rated(desk, score)
    await desk.later(minutes=1)
    await detected(desk)
    (risk,) = await listed(desk, "?rule=falling_satisfaction")
    assert (risk["mean_before_hundredths"], risk["mean_now_hundredths"]) == (500, 233)


async def rated(desk: Desk, score: int) -> None:
    case = await desk.case(kind="service_request")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/resolve", resolution="A form was sent", solution="A form was sent")
    await desk.rate(case, score=score)


@pytest.mark.evasion(57)
async def test_what_was_found_is_raised_once_however_often_somebody_looks(desk: Desk) -> None:
    await faults(desk, 3)
    assert [await detected(desk) for _ in range(3)] == [1, 0, 0]
    (signal,) = await listed(desk)
    gone = {"signal_id": signal["signal_id"], "reason": "All three came from one power cut"}
    await desk.tell(f"{ACCOUNT}/signals/dismiss", Role.AGENT, **gone)
    assert await detected(desk) == 0
    await faults(desk, 2)
    assert await detected(desk) == 0
    await faults(desk, 1)
    assert await detected(desk) == 1


@pytest.mark.evasion(57)
async def test_a_matter_that_was_told_three_times_and_merged_is_one(desk: Desk) -> None:
    first, second, third = await faults(desk, 3)
    for each in (second, third):
        merged = {"into_case_id": first, "reason": "Told twice"}
        await desk.tell(f"/v1/cases/{each}/merge", Role.AGENT, **merged)
    assert await detected(desk) == 0
    await faults(desk, 2, asset_reference="PRESS-4")
    assert await detected(desk) == 0


@pytest.mark.evasion(57)
async def test_a_signal_goes_away_by_a_person_with_a_reason_only(desk: Desk) -> None:
    await faults(desk, 3)
    await detected(desk)
    (signal,) = await listed(desk)
    of_it: dict[str, Any] = {"signal_id": signal["signal_id"]}
    unknown: dict[str, Any] = {"signal_id": str(uuid4()), "plan": "A new bearing"}
    assert await desk.refused(f"{ACCOUNT}/signals/take", **unknown) == "signal_not_raised"
    for last, field in (("take", "plan"), ("dismiss", "reason")):
        path = f"{ACCOUNT}/signals/{last}"
        assert await desk.refused(path, **of_it) == "validation_failed"
        empty: dict[str, Any] = {field: "x"}
        said: dict[str, Any] = {field: "A new bearing"}
        assert await desk.refused(path, **of_it, **empty) == "words_without_meaning"
        assert await desk.refused(path, Role.INTEGRATION, **of_it, **said) == ("person_not_named")
    await desk.tell(f"{ACCOUNT}/signals/dismiss", Role.AGENT, **of_it, reason="One power cut")
    assert await desk.refused(f"{ACCOUNT}/signals/take", Role.AGENT, **of_it, plan="A new bearing") == (
        "signal_dismissed_already"
    )
    assert len(await listed(desk, "?show=dismissed")) == 1
