"""The customer hears every day how it stands (rows 66, 153, 159), until the matter is solved."""

from typing import Any
from uuid import uuid4

import pytest

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


@pytest.mark.evasion(159)
async def test_an_instant_that_has_passed_is_no_time_to_expect_anything(desk: Desk) -> None:
    case = await desk.case(kind="technical")
    late = progress(eta_at="2026-03-01T18:00:00+08:00")
    assert await desk.refused(f"{case}/progress", **late) == "eta_before_told"
