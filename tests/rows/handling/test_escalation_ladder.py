"""专员→主管→经理→总监: a case climbs from rung to rung, to somebody else each time (row 90)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import Desk

LADDER = {"supervisor": "sun.d", "manager": "c.zhao", "director": "d.qian"}
PEOPLE = [{"staff_id": staff_id, "level": level} for level, staff_id in LADDER.items()]


async def up(desk: Desk, case: str, level: str, whom: str | None = None) -> None:
    told: dict[str, Any] = {"level": level, "reason": "Stands still"}
    await desk.tell(f"{case}/escalate", **told, escalated_to=whom)


async def owned(desk: Desk) -> str:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    return case


@pytest.mark.requirement(90)
async def test_a_case_climbs_from_specialist_over_supervisor_and_manager_to_director(desk: Desk) -> None:
    case = await owned(desk)
    for level, whom in LADDER.items():
        await up(desk, case, level, whom)
        (call,) = (await desk.read(f"/v1/tasks?kind=call&held_by={whom}"))["items"]
        assert call["level"] == level
    shown = (await desk.read(case))["escalations"]
    assert {each["level"]: each["skipped"] for each in shown} == {level: [] for level in LADDER}
    assert (await desk.kpi("escalated_cases"))["hits"] == 1


@pytest.mark.requirement(90)
async def test_an_unanswered_case_climbs_by_itself_rung_by_rung(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    levels = []
    for minutes in (24, 7, 15, 15):
        await desk.later(case, minutes=minutes)
        found = (await desk.read(f"{case}/clocks"))["clocks"]
        (clock,) = [each for each in found if each["clock"] == "first_reply"]
        levels.append(clock["calls"][-1]["level"])
    assert levels == ["specialist", "supervisor", "manager", "director"]


@pytest.mark.evasion(90)
async def test_who_leaves_rungs_out_is_seen_to_have_left_them_out(desk: Desk) -> None:
    case = await owned(desk)
    await up(desk, case, "director", "d.qian")
    (shown,) = (await desk.read(case))["escalations"]
    assert shown["skipped"] == ["supervisor", "manager"]
    await desk.tell(f"{case}/de-escalate", reason="Runs again")
    await desk.later(minutes=5)
    await up(desk, case, "supervisor", "sun.d")
    await up(desk, case, "director", "e.zhou")
    again = {each["level"]: each["skipped"] for each in (await desk.read(case))["escalations"]}
    assert again == {"supervisor": [], "director": ["manager"]}


@pytest.mark.evasion(90)
async def test_a_case_is_escalated_to_nobody_who_has_it_already(desk: Desk) -> None:
    case = await owned(desk)
    path, reason = f"{case}/escalate", "Stands still"
    own = await desk.refused(path, level="supervisor", escalated_to="li.na", reason=reason)
    await up(desk, case, "supervisor", "sun.d")
    same = await desk.refused(path, level="manager", escalated_to="sun.d", reason=reason)
    spelled = await desk.refused(path, level="manager", escalated_to="Sun.D", reason=reason)
    assert {own, same, spelled} == {"escalated_to_same_person"}
    (call,) = (await desk.read("/v1/tasks?kind=call"))["items"]
    assert (call["status"], call["held_by"]) == ("open", "sun.d")
    for owner in ("li.na", "Li.Na"):
        refused = await desk.refused(f"{case}/escalation/take", level="supervisor", taken_by=owner)
        assert refused == "rung_not_held"
    await desk.tell(f"{case}/escalation/take", level="supervisor", taken_by="sun.d")
    (taken,) = (await desk.read("/v1/tasks?kind=call&show=ended"))["items"]
    assert taken["held_by"] == "sun.d"


@pytest.mark.evasion(90)
async def test_a_person_of_a_lower_rung_is_no_higher_one(desk: Desk) -> None:
    people = [{"staff_id": "li.na"}, *PEOPLE]
    content: dict[str, Any] = {"guideline": "staff", "version": 2, "people": people}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    case = await owned(desk)
    told: dict[str, Any] = {"level": "director", "reason": "Stands still"}
    for spelled in ("sun.d", "Sun.D", "ｓｕｎ.d"):
        assert await desk.refused(f"{case}/escalate", **told, escalated_to=spelled) == "rung_not_held"
    await up(desk, case, "director", "d.qian")
    for low in ("li.na", "sun.d"):
        refused = await desk.refused(f"{case}/escalation/take", level="director", taken_by=low)
        assert refused == "rung_not_held"
    nobody = await desk.house.post(f"{case}/escalation/take", {"level": "director"}, X_As_Written="1")
    assert nobody.json()["type"] == "/problems/person_not_named"  # the same key, for nobody
    await desk.tell(f"{case}/escalation/take", level="director", taken_by="d.qian")


@pytest.mark.evasion(90)
async def test_a_call_to_nobody_stays_open_in_the_list_of_calls(desk: Desk) -> None:
    case = await owned(desk)
    await up(desk, case, "supervisor")
    (call,) = (await desk.read("/v1/tasks?kind=call"))["items"]
    assert (call["level"], call["held_by"], call["status"]) == ("supervisor", None, "open")


@pytest.mark.evasion(90)
async def test_who_dates_the_taking_before_people_were_published_is_refused_all_the_same(desk: Desk) -> None:
    case = await owned(desk)
    await up(desk, case, "director", "d.qian")
    before = desk.house.clock().isoformat()
    await desk.later(minutes=10)
    people = [{"staff_id": "li.na"}, {"staff_id": "wang.a"}, *PEOPLE]
    content: dict[str, Any] = {"guideline": "staff", "version": 2, "people": people}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    told: dict[str, Any] = {"level": "director", "taken_by": "wang.a", "occurred_at": before}
    assert await desk.refused(f"{case}/escalation/take", **told) == "rung_not_held"


@pytest.mark.requirement(90)
async def test_a_call_that_was_taken_is_no_call_that_nobody_took(desk: Desk) -> None:
    case = await owned(desk)
    await desk.director("d.qian")
    await up(desk, case, "director", "d.qian")
    answer = await desk.house.post(
        f"{case}/escalation/take", {"level": "director"}, **{**bearer(Role.AGENT), "Casebook-Staff": "d.qian"}
    )
    assert answer.status_code == 200, answer.text
    await desk.tell(f"{case}/de-escalate", reason="It runs again")
    figures = await desk.kpi("calls_not_taken")
    assert (figures["count"], figures["hits"]) == (1, 0)


@pytest.mark.evasion(90)
async def test_who_ends_a_call_that_nobody_took_is_seen_by_level_and_person(desk: Desk) -> None:
    case = await owned(desk)
    await up(desk, case, "director", "d.qian")
    ended = {"reason": "It is not so bad"}
    answer = await desk.house.post(
        f"{case}/de-escalate", ended, **{**bearer(Role.AGENT), "Casebook-Staff": "li.na"}
    )
    assert answer.status_code == 200, answer.text
    (task,) = (await desk.read("/v1/tasks?kind=call&show=ended"))["items"]
    assert (task["status"], task["ended_by"], task["held_by"]) == ("ended", "key:agent/li.na", "d.qian")
    figures = await desk.kpi("calls_not_taken")
    assert (figures["count"], figures["hits"]) == (1, 1)
    for by, group in (("level", "director"), ("holder", "d.qian"), ("ended_by", "key:agent/li.na")):
        groups = (await desk.read(f"/v1/reports/kpi?by={by}"))["groups"]
        hits = {one["group"]: one["figures"]["calls_not_taken"]["hits"] for one in groups}
        assert hits[group] == 1
