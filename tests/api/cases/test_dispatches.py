"""Remote, on site, and by whom: engineers who are sent, what they are given, and what they leave open."""

from typing import Any

import pytest

from tests.api.cases.test_case_care import a_case, done, told_last
from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import House
from tests.domain.case.examples.collaborations import COLLABORATION
from tests.domain.case.examples.dispatches import DISPATCH
from tests.scene import IN_TIME

OTHER = "7f0f3a52-4a53-4c1e-8a52-0c4c1f0b7a17"
SENT = {"dispatch_id": DISPATCH, "engineer": "gao.f", "planned_at": IN_TIME, "task": "更换主轴轴承"}


async def dispatching(house: House, case: str) -> dict[str, Any]:
    told: dict[str, Any] = (await house.get(case)).json()["dispatching"]
    return told


@pytest.mark.requirement(39)
async def test_a_case_is_diagnosed_by_phone_then_by_remote_access_then_on_site(house: House) -> None:
    case = await a_case(house)
    for mode in ("phone", "remote", "on_site"):
        await done(house, case, "handling-mode", {"mode": mode, "reason": "not found yet"})
        assert (await dispatching(house, case))["mode"] == mode
    assert [event["mode"] for event in await told_last(house, case, 3)] == ["phone", "remote", "on_site"]


@pytest.mark.requirement(15)
async def test_the_technical_department_diagnoses_remotely_and_then_an_engineer_is_sent(house: House) -> None:
    await with_rules(house)
    case = await a_case(house)
    task = {"collaboration_id": COLLABORATION}
    asked = {**task, "department": "technical", "step": "diagnosis", "request": "远程诊断主轴"}
    await done(house, case, "handling-mode", {"mode": "remote"})
    await done(house, case, "collaborations", asked)
    await done(house, case, "collaborations/complete", {**task, "outcome": "轴承磨损,须现场更换"})
    send = {"department": "after_sales", "step": "dispatch", "request": "今晚派工程师"}
    await done(house, case, "collaborations", {"collaboration_id": OTHER, **send})
    await done(house, case, "handling-mode", {"mode": "on_site", "reason": "轴承须现场更换"})
    await done(house, case, "dispatches", {**SENT, "place": "苏州三号车间"})
    told = await dispatching(house, case)
    (sent,) = told["dispatches"]
    assert (told["mode"], sent["engineer"], sent["work"], sent["place"]) == (
        "on_site",
        "gao.f",
        "repair",
        "苏州三号车间",
    )
    assert (sent["planned_at"], sent["ended_at"]) == ("2099-03-02T10:00:00Z", None)
    assert (await house.get(case)).json()["responsibility"]["held_by"] == {
        "kind": "departments",
        "names": ["after_sales"],
    }


@pytest.mark.requirement(40)
async def test_what_could_not_be_solved_on_site_shows_that_an_engineer_must_follow_up(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "dispatches", SENT)
    outcome = {"dispatch_id": DISPATCH, "solved": False, "outcome": "轴也弯了", "follow_up_by": "ma.h"}
    await done(house, case, "dispatches/outcome", outcome)
    told = await dispatching(house, case)
    assert (told["follow_up"]["dispatch_id"], told["follow_up"]["by"]) == (DISPATCH, "ma.h")
    assert told["dispatches"][0]["outcome"] == "轴也弯了"
    await done(house, case, "dispatches", {**SENT, "dispatch_id": OTHER, "engineer": "ma.h"})
    assert (await dispatching(house, case))["follow_up"] is None
    await done(house, case, "dispatches/outcome", {"dispatch_id": OTHER, "solved": True, "outcome": "已修复"})
    assert [one["solved"] for one in (await dispatching(house, case))["dispatches"]] == [False, True]


@pytest.mark.requirement(98)
async def test_what_was_not_fixed_the_first_time_is_tracked_and_counted(house: House) -> None:
    case = await a_case(house)
    settled, never_sent, under_way = [await house.receive_case() for _ in range(3)]
    await done(house, under_way, "dispatches", SENT)
    for path, solved in ((case, False), (settled, True)):
        await done(house, path, "dispatches", SENT)
        outcome = {"dispatch_id": DISPATCH, "solved": solved, "outcome": "agreed"}
        await done(house, path, "dispatches/outcome", outcome)
    await house.catch_up()
    tracked = (await house.get("/v1/cases?needs_engineer_follow_up=true")).json()["items"]
    assert [item["case_id"] for item in tracked] == [case[-36:]]
    others = (await house.get("/v1/cases?needs_engineer_follow_up=false")).json()["items"]
    assert {item["case_id"] for item in others} == {settled[-36:], never_sent[-36:], under_way[-36:]}
    figures = (await house.get("/v1/reports/kpi")).json()["total"]["figures"]["unsolved_dispatches"]
    assert (figures["hits"], figures["count"], figures["ratio"]) == (1, 2, 0.5)
    await done(house, case, "dispatches", {**SENT, "dispatch_id": OTHER})
    await house.catch_up()
    assert (await house.get("/v1/cases?needs_engineer_follow_up=true")).json()["items"] == []


@pytest.mark.requirement(108)
async def test_fitters_are_sent_to_install_and_a_site_is_built_to_a_plan(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "dispatches", {**SENT, "work": "installation", "crew": ["lin.g", "ma.h"]})
    build = {**SENT, "dispatch_id": OTHER, "work": "construction", "task": "浇筑地基"}
    await done(house, case, "dispatches", build)
    stage = {"title": "地基完成", "due_at": IN_TIME, "responsible": "gao.f"}
    await done(house, case, "plan", {"stages": [stage]})
    sent = (await dispatching(house, case))["dispatches"]
    assert [(one["work"], one["crew"]) for one in sent] == [
        ("installation", ["lin.g", "ma.h"]),
        ("construction", []),
    ]


@pytest.mark.requirement(50)
async def test_people_material_and_technology_are_given_to_a_case_with_the_reason(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "classify", {"urgency": "high", "complexity": "high"})
    given = {"people": ["gao.f"], "materials": ["SKF-7014"], "technology": ["vibration_meter"]}
    await done(house, case, "resources", {**given, "reason": "紧急且复杂:产线停机"})
    (event,) = await told_last(house, case)
    assert event == {
        **given,
        "type": "ResourcesAssigned.v1",
        "reason": "紧急且复杂:产线停机",
        "occurred_at": event["occurred_at"],
    }
    told = await dispatching(house, case)
    assert {name: told[name] for name in given} == given


async def test_a_follow_up_that_nobody_needs_is_refused_and_the_field_named(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "dispatches", SENT)
    body = {"dispatch_id": DISPATCH, "solved": True, "outcome": "agreed", "follow_up_by": "ma.h"}
    answered = await house.post(f"{case}/dispatches/outcome", body)
    assert (answered.status_code, answered.json()["errors"][0]["field"]) == (422, "follow_up_by")
