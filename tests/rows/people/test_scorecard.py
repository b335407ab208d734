"""What is measured of a person (rows 56, 76): satisfaction, efficiency and resolution, beside each other."""

from typing import Any

import pytest

from service.api.http.access import Role
from service.api.http.keys import create_key
from service.database.engine import create_engine
from tests.api.composition import MORNING
from tests.rows.desk import Desk

SECRET = "d" * 43


def key(desk: Desk, name: str, *speaks_for: str) -> dict[str, str]:
    """Make a key that speaks for these people; return its header."""
    engine = create_engine(desk.house.url)
    with engine.begin() as connection:
        options: dict[str, Any] = {"secret": SECRET, "now": MORNING, "speaks_for": speaks_for}
        written = create_key(connection, name, Role.AGENT, key_id=f"{name:0<4}", **options)
    engine.dispose()
    return {"Authorization": f"Bearer {written}"}


async def of(desk: Desk, owner: str) -> dict[str, Any]:
    """Return the scorecard of a person; empty where they are in no figure."""
    groups = (await desk.read("/v1/reports/kpi?by=owner"))["groups"]
    found: dict[str, Any] = next((each["figures"] for each in groups if each["group"] == owner), {})
    return found


async def settled(desk: Desk, headers: dict[str, str], score: int = 5, owner: str = "li.na") -> str:
    """Let a key settle a case that a person answers for, and the customer rate it."""
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner=owner)
    await desk.tell(f"{case}/classify", response_class="routine")
    for command, body in (("reply", {"text": "Press F2"}), ("resolve", {"resolution": "F2", "cause": "F1"})):
        answer = await desk.house.client.post(f"{case}/{command}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
    told_by: dict[str, Any] = {"contact_id": await desk.contact(), "channel": "phone"}
    await desk.tell(f"{case}/rate", scale="csat", score=score, **told_by)
    return case


@pytest.mark.requirement(56)
async def test_a_person_has_one_scorecard_whatever_key_they_work_by(desk: Desk) -> None:
    staff = {"Casebook-Staff": "li.na"}
    await settled(desk, {**key(desk, "aaaa", "li.na"), **staff}, 5)
    await settled(desk, {**key(desk, "bbbb", "li.na"), **staff}, 3)
    await settled(desk, key(desk, "cccc"), 4)
    await settled(desk, key(desk, "dddd"), 1, owner="wang.a")
    hers = await of(desk, "li.na")
    assert (hers["csat"]["count"], hers["csat"]["mean_score"]) == (3, 4.0)
    assert (hers["first_response_time"]["count"], hers["clock_attainment"]["ratio"]) == (3, 1.0)
    assert (hers["resolution_rate"]["count"], hers["resolution_rate"]["hits"]) == (3, 3)


@pytest.mark.evasion(56)
@pytest.mark.parametrize("way", ["assign", "hand-over"])
async def test_who_leaves_hard_cases_to_others_is_counted_and_keeps_what_was_broken(
    desk: Desk, way: str
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="routine")
    await desk.tell(f"{case}/customer-message", channel="phone", text="Hello?")
    await desk.later(case, hours=20)
    to: dict[str, Any] = {"owner": "wang.a"} if way == "assign" else {"to_owner": "wang.a"}
    await desk.tell(f"{case}/{way}", **to)
    hers, his = await of(desk, "li.na"), await of(desk, "wang.a")
    assert hers["left_to_others"]["count"] == 1
    assert hers["clock_attainment"]["hits"] < hers["clock_attainment"]["count"]
    assert his["left_to_others"]["count"] == 0
    await desk.tell(f"{case}/hand-over", to_owner="li.na")
    assert (await of(desk, "li.na"))["left_to_others"]["count"] == 0


@pytest.mark.evasion(56)
async def test_who_names_another_owner_after_a_low_score_is_counted(desk: Desk) -> None:
    case = await settled(desk, key(desk, "aaaa"), 1)
    await desk.later(days=3)
    await desk.tell(f"{case}/close", reason="confirmation_window_passed")
    await desk.tell(f"{case}/assign", owner="wang.a")
    assert (await of(desk, "wang.a"))["csat"]["mean_score"] == 1.0
    assert (await of(desk, "li.na"))["left_to_others"]["count"] == 1


@pytest.mark.requirement(76)
async def test_response_resolution_and_satisfaction_stand_beside_each_other(desk: Desk) -> None:
    headers = key(desk, "aaaa")
    await settled(desk, headers, 5)
    await desk.case(kind="enquiry")
    figures = (await desk.read("/v1/reports/kpi"))["total"]["figures"]
    assert figures["first_response_time"]["count"] == 1
    assert figures["resolution_rate"]["ratio"] == 0.5
    assert figures["csat"]["mean_score"] == 5.0


@pytest.mark.evasion(76)
async def test_who_is_fast_by_settling_nothing_is_seen_in_the_other_two(desk: Desk) -> None:
    headers = key(desk, "aaaa")
    case = await settled(desk, headers, 1)
    await desk.tell(f"{case}/reopen", reason="It does nothing")
    hers = await of(desk, "li.na")
    assert hers["first_response_time"]["median_seconds"] == 0
    assert hers["resolution_rate"]["hits"] == 0
    assert hers["reopened_cases"]["hits"] == 1
    assert (hers["csat"]["hits"], hers["csat"]["mean_score"]) == (0, 1.0)
