"""The customer hears every day how it stands (rows 66, 153, 159), until the matter is solved."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk

PROGRESS: dict[str, Any] = {
    "problem": "The bearing is worn",
    "solution": "A new one is on its way",
    "eta_at": "2026-03-03T18:00:00+08:00",
    "channel": "wecom",
}


def progress(**told: Any) -> dict[str, Any]:
    """Return what is told, its time promised under an id of its own."""
    return {**PROGRESS, "commitment_id": str(uuid4()), **told}


@pytest.mark.requirement(66, 153, 159)
async def test_progress_is_told_every_24_hours_with_when_it_will_be_done_until_it_is(desk: Desk) -> None:
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/progress", **progress())
    for day in range(1, 4):
        await desk.later(case, hours=24)
        await desk.tell(f"{case}/progress", **progress(eta_at=f"2026-03-0{day + 3}T18:00:00+08:00"))
        assert await desk.verdicts(case, "progress_update") == [*["met"] * day, "running"]
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    assert await desk.verdict(case, "progress_update") == "cancelled"


@pytest.mark.evasion(66, 153, 159)
@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("note", {"text": "Told them, surely"}),
        ("progress", progress(eta_at="2026-03-05T18:00:00+08:00", author_kind="bot")),
        ("reply", {"text": "We are at it", "substantive": False}),
        ("wait", {"waiting_on": "customer"}),
    ],
    ids=["a note to ourselves", "a machine", "nothing said", "waiting for the customer"],
)
async def test_a_day_without_a_word_to_the_customer_is_broken(
    desk: Desk, command: str, body: dict[str, Any]
) -> None:
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/progress", **progress())
    await desk.later(case, hours=23)
    await desk.tell(f"{case}/{command}", **body)
    await desk.later(case, hours=2)
    assert await desk.verdict(case, "progress_update") == "breached"


@pytest.mark.evasion(66, 153)
@pytest.mark.parametrize(
    "again",
    [
        {},
        {"problem": "the bearing is worn!", "solution": "A new  one is on its way."},
        {"channel": "phone"},
    ],
    ids=["the same", "other marks", "another channel"],
)
async def test_the_update_of_yesterday_told_once_more_is_warned_of_and_no_news_in_the_figure(
    desk: Desk, again: dict[str, Any]
) -> None:
    said = {**PROGRESS, "eta_at": None, "waiting_on_customer_for": "Switch line 3 off"}
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/progress", **said)
    for _ in range(3):
        await desk.later(case, hours=23)
        told = await desk.tell(f"{case}/progress", **{**said, **again})
        assert told["events"][0]["event"]["missing"] == ["news"]
    assert "without: something new" in str(await desk.read(f"{case}/story?language=en"))
    await desk.later(case, hours=1)
    told = await desk.tell(f"{case}/progress", **{**said, "solution": "It came; we fit it tonight"})
    assert "missing" not in told["events"][0]["event"]
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    assert (await desk.kpi("longest_update_gap"))["median_seconds"] == 70 * 3600


@pytest.mark.evasion(66, 153)
async def test_two_updates_in_turn_are_known_and_a_house_may_refuse_what_is_no_news(desk: Desk) -> None:
    rule = {"need": "news", "if_missing": "refuse"}
    standard: dict[str, Any] = {"guideline": "handling", "version": 2, "with_progress": [rule]}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=standard)
    case = await desk.case(kind="technical")
    for solution in ("A new one comes", "It is on its way"):
        await desk.tell(f"{case}/progress", **{**PROGRESS, "solution": solution, "eta_at": None})
    await desk.later(case, hours=23)
    at = desk.house.clock().isoformat()
    await desk.later(case, hours=23)
    for solution in ("A new one comes", "It is on its way"):
        said = {**PROGRESS, "solution": solution, "eta_at": None}
        assert await desk.refused(f"{case}/progress", **said) == "needs_not_met"
        assert await desk.refused(f"{case}/progress", **said, occurred_at=at) == "needs_not_met"


@pytest.mark.evasion(86, 159)
async def test_a_time_years_ahead_is_no_time_to_expect_anything_nor_is_a_promise_for_then(desk: Desk) -> None:
    case = await desk.case(kind="technical")
    far = progress(eta_at="2036-03-03T18:00:00+08:00")
    told = await desk.tell(f"{case}/progress", **far)
    assert told["events"][0]["event"]["missing"] == ["eta"]
    told = await desk.tell(f"{case}/progress", problem="It is worn", solution="We see to it", channel="wecom")
    assert told["events"][0]["event"]["missing"] == ["eta"]
    told = await desk.tell(f"{case}/progress", **progress(eta_at="2026-05-30T18:00:00+08:00"))
    assert "missing" not in told["events"][0]["event"]


@pytest.mark.evasion(159)
async def test_an_instant_that_has_passed_is_no_time_to_expect_anything(desk: Desk) -> None:
    case = await desk.case(kind="technical")
    late = progress(eta_at="2026-03-01T18:00:00+08:00")
    assert await desk.refused(f"{case}/progress", **late) == "eta_before_told"
