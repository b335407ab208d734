"""Who answers for a case, by whom and why it was chosen, who holds it now, and how high it has climbed."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.cases.test_case_care import done, told_last
from tests.api.clocks.clock_stories import with_rules
from tests.api.composition import House, bearer
from tests.domain.case.examples.collaborations import COLLABORATION
from tests.scene import CONFIRMED, RESOLVE

PEOPLE: list[dict[str, Any]] = [
    {"staff_id": "li.na", "team": "presses", "skills": ["technical"], "capacity": 10},
    {"staff_id": "wang.a", "team": "presses", "skills": ["technical"], "capacity": 10},
    {"staff_id": "zhao.c", "team": "contracts", "skills": ["contracts"], "capacity": 10},
]
DUTY: dict[str, Any] = {"guideline": "staff", "version": 2, "people": PEOPLE}
REFUSED: dict[str, tuple[int, str, dict[str, Any]]] = {
    "department_not_listed": (
        409,
        "collaborations",
        {"collaboration_id": COLLABORATION, "department": "kitchen", "step": "help", "request": "agreed"},
    ),
    "step_not_listed": (
        409,
        "collaborations",
        {"collaboration_id": COLLABORATION, "department": "finance", "step": "cook", "request": "agreed"},
    ),
    "nobody_suits": (409, "assign-by-load", {"skills": ["alchemy"]}),
    "nobody_accountable": (409, "resolve", {}),
}
REFUSED_BY_GUIDELINES = frozenset({*REFUSED, "staff_not_published"})


async def with_people(house: House, **told: Any) -> None:
    """Publish the rules that come with the program, and who works here."""
    await with_rules(house)
    content = {**DUTY, "skills_by_kind": {"technical": ["technical"]}, **told}
    published = await house.post("/v1/guidelines", {"content": content}, **bearer(Role.SUPERVISOR))
    assert published.status_code == 200, published.text


async def a_case(house: House, **told: Any) -> str:
    await house.open_account()
    return await house.receive_case(**told)


async def shown(house: House, case: str) -> dict[str, Any]:
    document: dict[str, Any] = (await house.get(case)).json()
    return document


@pytest.mark.requirement(13)
async def test_a_case_goes_to_the_least_loaded_who_has_the_skill_and_the_record_says_why(
    house: House,
) -> None:
    await with_people(house)
    case = await a_case(house)
    for _ in range(2):
        await done(house, await house.receive_case(), "assign", {"owner": "li.na"})
    await house.catch_up()
    suggested = (await house.get(f"{case}/owner-suggestion")).json()
    await done(house, case, "assign-by-load", {"reason": "a line stands"})
    (event,) = await told_last(house, case)
    assert (event["type"], event["owner"], event["team"]) == ("OwnerAssigned.v1", "wang.a", "presses")
    choice = event["choice"]
    assert (choice["ground"], choice["wanted_skills"]) == ("least_loaded", ["technical"])
    assert [(one["staff_id"], one["open_cases"]) for one in choice["candidates"]] == [
        ("wang.a", 0),
        ("li.na", 2),
    ]
    assert choice == {name: said for name, said in suggested["choice"].items() if said is not None}
    assert suggested["words"] == {
        "zh": "wang.a:2名候选人中在办负荷最低,在办0单,上限10单",
        "en": "wang.a: the least loaded of 2, 0 open cases of 10",
    }
    assert (await shown(house, case))["responsibility"]["owners"][0]["how"] == "chosen_by_load"


async def test_a_case_merged_into_another_one_is_no_load_on_its_owner(house: House) -> None:
    await with_people(house)
    case = await a_case(house)
    others = [await house.receive_case() for _ in range(2)]
    for other in others:
        await done(house, other, "assign", {"owner": "li.na"})
    await done(house, others[0], "merge", {"into_case_id": others[1][-36:], "reason": "told twice"})
    await house.catch_up()
    choice = (await house.get(f"{case}/owner-suggestion")).json()["choice"]
    assert {one["staff_id"]: one["open_cases"] for one in choice["candidates"]} == {"wang.a": 0, "li.na": 1}


async def test_an_assignment_sent_twice_is_answered_as_the_first_time_though_loads_have_changed(
    house: House,
) -> None:
    await with_people(house)
    case = await a_case(house)
    first = await house.post(f"{case}/assign-by-load", {}, Idempotency_Key="k1")
    assert first.json()["events"][0]["event"]["owner"] == "li.na"
    for _ in range(3):
        await done(house, await house.receive_case(), "assign", {"owner": "li.na"})
    await house.catch_up()
    assert (await house.get(f"{case}/owner-suggestion")).json()["choice"]["chosen"] == "wang.a"
    nobody = {"content": {"guideline": "staff", "version": 3}}
    assert (await house.post("/v1/guidelines", nobody, **bearer(Role.SUPERVISOR))).status_code == 200
    again = await house.post(f"{case}/assign-by-load", {}, Idempotency_Key="k1")
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert again.json()["events"] == first.json()["events"]


async def test_a_team_and_other_skills_can_be_asked_for(house: House) -> None:
    await with_people(house)
    case = await a_case(house)
    await done(house, case, "assign-by-load", {"skills": ["contracts"], "team": "contracts"})
    assert (await shown(house, case))["owner"] == "zhao.c"


async def test_who_is_off_duty_gets_no_case(house: House) -> None:
    people = [{**PEOPLE[0], "calendar_id": "cn_5x8"}]
    await with_people(house, people=people)
    case = await a_case(house)
    assert (await house.get(f"{case}/owner-suggestion")).status_code == 200
    house.clock.advance(hours=4)  # 21:00 in Shanghai
    refused = await house.get(f"{case}/owner-suggestion")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/nobody_suits")


@pytest.mark.parametrize("slug", REFUSED)
async def test_what_a_guideline_forbids_is_refused_and_nothing_recorded(house: House, slug: str) -> None:
    await with_people(house)
    case = await a_case(house)
    head = await house.application.log.head()
    status, last, body = REFUSED[slug]
    answered = await house.post(f"{case}/{last}", body)
    assert (answered.status_code, answered.json()["type"]) == (status, f"/problems/{slug}")
    assert "{" not in answered.json()["detail"]
    assert await house.application.log.head() == head


async def test_nobody_is_chosen_as_long_as_nobody_has_been_named(house: House) -> None:
    await with_rules(house)
    case = await a_case(house)
    for answered in (
        await house.post(f"{case}/assign-by-load"),
        await house.get(f"{case}/owner-suggestion"),
    ):
        assert (answered.status_code, answered.json()["type"]) == (409, "/problems/staff_not_published")


async def test_a_case_that_is_not_there_goes_to_nobody(house: House) -> None:
    await with_people(house)
    nowhere = "/v1/cases/0195c3a0-0000-7000-8000-000000000099/assign-by-load"
    assert (await house.post(nowhere)).json()["type"] == "/problems/case_not_found"


@pytest.mark.requirement(13)
async def test_one_person_answers_for_a_case_at_all_times_and_hand_offs_are_counted(house: House) -> None:
    await with_people(house)
    case = await a_case(house)
    await done(house, case, "assign", {"owner": "li.na", "team": "presses"})
    await done(house, case, "hand-over", {"to_team": "contracts", "note": "a question of the contract"})
    await done(house, case, "hand-over", {"to_owner": "zhao.c"})
    told = (await shown(house, case))["responsibility"]
    assert told["handover_count"] == 2
    assert [(one["owner"], one["team"], one["how"]) for one in told["owners"]] == [
        ("li.na", "presses", "assigned"),
        ("li.na", "contracts", "handed_over"),
        ("zhao.c", "contracts", "handed_over"),
    ]


@pytest.mark.requirement(13)
async def test_a_case_closes_on_evidence_only_and_those_without_an_owner_are_found(house: House) -> None:
    await with_people(house)
    case = await a_case(house)
    other = await house.receive_case()
    await done(house, case, "assign", {"owner": "li.na"})
    await house.catch_up()
    unowned = (await house.get("/v1/cases?without_owner=true")).json()["items"]
    assert [item["case_id"] for item in unowned] == [other[-36:]]
    owned = (await house.get("/v1/cases?without_owner=false")).json()["items"]
    assert [item["case_id"] for item in owned] == [case[-36:]]
    total = (await house.get("/v1/reports/kpi")).json()["total"]["figures"]
    assert total["unowned_backlog"]["count"] == 1
    assert (await house.post(f"{case}/close")).json()["type"] == "/problems/resolution_not_confirmed"
    for last, body in (*RESOLVE, ("confirm", CONFIRMED), ("close", {})):
        await done(house, case, last, body)
    assert (await shown(house, case))["status"] == "closed"


@pytest.mark.requirement(31)
async def test_who_answered_for_a_case_is_told_with_from_when_until_when_and_how(house: House) -> None:
    case = await a_case(house)
    await done(house, case, "assign", {"owner": "li.na"})
    house.clock.advance(hours=1)
    await done(house, case, "hand-over", {"to_owner": "wang.a", "note": "night shift"})
    first, second = (await shown(house, case))["responsibility"]["owners"]
    assert (first["owner"], first["from_at"], first["until_at"]) == (
        "li.na",
        "2026-03-02T09:00:00Z",
        "2026-03-02T10:00:00Z",
    )
    assert (second["owner"], second["until_at"], second["how"]) == ("wang.a", None, "handed_over")


@pytest.mark.requirement(90)
async def test_a_case_climbs_from_specialist_to_director_and_comes_down_again(house: House) -> None:
    case = await a_case(house)
    for level in ("specialist", "supervisor", "manager", "director"):
        await done(house, case, "escalate", {"level": level, "escalated_to": level, "reason": "stands still"})
        assert (await shown(house, case))["responsibility"]["escalation_level"] == level
    await done(house, case, "de-escalate", {"level": "supervisor", "reason": "the part is here"})
    told = (await shown(house, case))["responsibility"]
    assert (told["escalation_level"], told["escalation_count"]) == ("supervisor", 4)
    await done(house, case, "de-escalate", {"reason": "it runs"})
    assert (await shown(house, case))["responsibility"]["escalation_level"] is None
