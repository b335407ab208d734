"""A task that a case becomes is the department's: taken and done by its people, with an outcome (row 62)."""

from itertools import count
from typing import Any

import pytest

from service.api.http.access import ANYBODY, Role
from tests.rows.desk import Desk
from tests.rows.people.test_persons import key, send

TASK = "0195c3a0-0000-7000-8000-0000000000c1"
ON_IT: dict[str, Any] = {"collaboration_id": TASK}
ASKED: dict[str, Any] = {**ON_IT, "department": "finance", "step": "billing", "request": "A special price"}
KEYS = count(1)
PEOPLE = ({"staff_id": "li.na", "departments": ["after_sales"]}, {"staff_id": "fu.c"}, {"staff_id": "wang.f"})


async def speak(desk: Desk, person: str | None, path: str, **body: Any) -> dict[str, Any]:
    """Send a command by the key of the desk for a person; return the event, or what is wrong."""
    headers = key(desk, f"desk{next(KEYS)}", ANYBODY)
    if person:
        headers["Casebook-Staff"] = person
    answer = await send(desk, path, body, headers)
    document: dict[str, Any] = answer.json()
    return document if "type" in document else document["events"][0]["event"]


@pytest.fixture
async def house(desk: Desk) -> Desk:
    """A desk of a house that has said who works there, and for which departments."""
    people = [*PEOPLE, {"staff_id": "zhou.fin", "departments": ["finance"]}]
    await desk.tell(
        "/v1/guidelines", Role.SUPERVISOR, content={"guideline": "staff", "version": 2, "people": people}
    )
    return desk


@pytest.mark.requirement(62)
async def test_what_a_department_is_asked_for_is_taken_answered_and_done_by_its_people(house: Desk) -> None:
    case = await house.case(kind="enquiry")
    asked = await speak(house, "li.na", f"{case}/collaborations", **ASKED)
    assert asked["requested_by"] == "li.na"
    work = f"{case}/collaborations"
    assert (await speak(house, "zhou.fin", f"{work}/accept", **ON_IT))["accepted_by"] == "zhou.fin"
    await speak(house, "zhou.fin", f"{work}/complete", **ON_IT, outcome="Two percent less")
    assert await house.verdict(case, "collaboration_acceptance") == "met"
    (task,) = (await house.read(case))["collaborations"]
    assert task["completed_at"] is not None


@pytest.mark.evasion(62)
@pytest.mark.parametrize("person", ["li.na", "wang.f", None])
@pytest.mark.parametrize(
    ("way", "more"),
    [
        ("accept", {}),
        ("answer", {"answer": "Soon"}),
        ("complete", {"outcome": "Done"}),
        ("decline", {"reason": "No time"}),
    ],
)
async def test_nobody_else_takes_answers_or_ends_it_for_the_department(
    house: Desk, person: str | None, way: str, more: dict[str, str]
) -> None:
    case = await house.case(kind="enquiry")
    await speak(house, "li.na", f"{case}/collaborations", **ASKED)
    refused = await speak(house, person, f"{case}/collaborations/{way}", **ON_IT, **more)
    assert refused["type"] == "/problems/not_of_the_department"
    assert await house.verdict(case, "collaboration_acceptance") == "running"


@pytest.mark.evasion(62)
async def test_of_a_department_without_people_anybody_of_staff_takes_it_but_who_asked(house: Desk) -> None:
    case = await house.case(kind="enquiry")
    asked = {**ASKED, "department": "warehouse", "step": "stock"}
    await speak(house, "li.na", f"{case}/collaborations", **asked)
    work = f"{case}/collaborations/accept"
    assert (await speak(house, "li.na", work, **ON_IT))["type"] == "/problems/not_of_the_department"
    assert (await speak(house, "fu.c", work, **ON_IT))["accepted_by"] == "fu.c"


@pytest.mark.evasion(62)
async def test_a_head_of_a_department_is_of_it_and_nobody_does_their_own_request(house: Desk) -> None:
    directory = {"department": "finance", "title": {"zh": "财务部", "en": "Finance"}, "head": "Fu.C"}
    content = {"guideline": "departments", "version": 2, "departments": [directory]}
    await house.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    case = await house.case(kind="enquiry")
    await speak(house, "zhou.fin", f"{case}/collaborations", **ASKED)
    work = f"{case}/collaborations/accept"
    assert (await speak(house, "zhou.fin", work, **ON_IT))["type"] == "/problems/not_of_the_department"
    assert (await speak(house, "fu.c", work, **ON_IT))["accepted_by"] == "fu.c"


@pytest.mark.evasion(62)
async def test_done_without_an_outcome_is_not_done_and_resolving_over_it_says_so(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/collaborations", **ASKED)
    assert await desk.refused(f"{case}/collaborations/complete", **ON_IT) == "validation_failed"
    done = f"{case}/collaborations/complete"
    assert await desk.refused(done, **ON_IT, outcome=".") == "words_without_meaning"
    await desk.tell(f"{case}/assign", owner="li.na", reason="Knows prices")
    answer = await desk.tell(f"{case}/resolve", resolution="The price stays", cause="An old list")
    assert "collaboration_outcome" in answer["events"][0]["event"]["missing"]


async def of_others(desk: Desk) -> tuple[int, int]:
    figures = await desk.kpi("collaborations_of_others")
    return figures["count"], figures["hits"]


@pytest.mark.requirement(97, 12)
async def test_what_the_people_of_a_department_did_is_on_record_as_theirs(house: Desk) -> None:
    case = await house.case(kind="enquiry")
    await speak(house, "li.na", f"{case}/collaborations", **ASKED)
    assert await of_others(house) == (0, 0)
    await speak(house, "zhou.fin", f"{case}/collaborations/accept", **ON_IT)
    done = await speak(
        house, "zhou.fin", f"{case}/collaborations/complete", **ON_IT, outcome="Two percent less"
    )
    assert done["of_department"] is True
    (task,) = (await house.read("/v1/tasks?kind=collaboration&show=all&of_department=true"))["items"]
    assert task["of_department"] is True
    assert await of_others(house) == (1, 0)


@pytest.mark.evasion(97, 12)
@pytest.mark.parametrize("is_staffed", [True, False])
async def test_who_does_the_work_of_a_department_that_lists_nobody_is_seen_to_be_none_of_it(
    desk: Desk, *, is_staffed: bool
) -> None:
    people = PEOPLE if is_staffed else ()
    content = {"guideline": "staff", "version": 2, "people": people}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    case = await desk.case(kind="enquiry")
    await speak(desk, "li.na", f"{case}/collaborations", **ASKED)
    await speak(desk, "wang.f", f"{case}/collaborations/accept", **ON_IT)
    done = await speak(desk, "wang.f", f"{case}/collaborations/complete", **ON_IT, outcome="Done by me")
    assert done["of_department"] is False
    (task,) = (await desk.read("/v1/tasks?kind=collaboration&show=all&of_department=false"))["items"]
    assert (task["task_id"], task["status"]) == (TASK, "done")
    assert await of_others(desk) == (1, 1)
