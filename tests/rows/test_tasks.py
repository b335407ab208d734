"""Who has to do what: the lists as their people ask for them (rows 9 to 108 of cooperation and dispatch)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk

TOMORROW = "2026-03-03T18:00:00+08:00"
LAST_WEEK = "2026-02-20T18:00:00+08:00"
THREE_KINDS = (("technical", "diagnosis"), ("after_sales", "dispatch"), ("sales", "offer"))


async def tasks(desk: Desk, **wanted: str) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    found: list[dict[str, Any]] = (await desk.read(f"/v1/tasks?{query}"))["items"]
    return found


async def ask(desk: Desk, case: str, department: str, step: str, **more: Any) -> str:
    task = str(uuid4())
    told: dict[str, Any] = {
        "collaboration_id": task,
        "department": department,
        "step": step,
        "request": "Please",
    }
    await desk.tell(f"{case}/collaborations", **told, **more)
    return task


async def send_out(desk: Desk, case: str, engineer: str = "gao.f", work: str = "repair") -> str:
    dispatch = str(uuid4())
    told: dict[str, Any] = {
        "dispatch_id": dispatch,
        "engineer": engineer,
        "work": work,
        "planned_at": TOMORROW,
    }
    await desk.tell(f"{case}/dispatches", **told, task="Change the bearing")
    return dispatch


@pytest.mark.requirement(12, 49, 62, 97)
async def test_each_department_sees_its_work_by_whom_it_is_held_and_since_when(desk: Desk) -> None:
    case = await desk.case()
    asked = {step: await ask(desk, case, department, step) for department, step in THREE_KINDS}
    for department, step in THREE_KINDS:
        (task,) = await tasks(desk, kind="collaboration", department=department)
        assert (task["task_id"], task["step"], task["held_by"]) == (asked[step], step, None)
        assert task["case_id"] == case.rpartition("/")[2]
    await desk.later(hours=1)
    on_it: dict[str, Any] = {
        "collaboration_id": asked["diagnosis"],
        "accepted_by": "t.zhao",
        "eta_at": TOMORROW,
    }
    await desk.tell(f"{case}/collaborations/accept", **on_it)
    (held,) = await tasks(desk, held_by="t.zhao")
    assert (held["status"], held["open_seconds"], held["taken_at"]) == ("taken", 3600, "2026-03-02T10:00:00Z")
    await desk.tell(f"{case}/collaborations/complete", collaboration_id=asked["diagnosis"], outcome="Found")
    assert await tasks(desk, department="technical") == []
    (done,) = await tasks(desk, department="technical", show="ended")
    assert (done["status"], done["held_by"]) == ("done", "t.zhao")


@pytest.mark.evasion(12, 49, 62)
async def test_a_task_for_nobody_is_no_task(desk: Desk) -> None:
    case = await desk.case()
    told: dict[str, Any] = {"collaboration_id": str(uuid4()), "step": "help", "request": "Please"}
    path = f"{case}/collaborations"
    assert await desk.refused(path, **told, department="somebody") == "department_not_listed"
    assert await desk.refused(path, **{**told, "step": "x"}, department="finance") == "step_not_listed"
    assert await tasks(desk) == []


@pytest.mark.evasion(97, 62)
async def test_declining_is_no_way_out_unseen(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    task = await ask(desk, case, "technical", "diagnosis")
    await desk.tell(f"{case}/collaborations/decline", collaboration_id=task, reason="No time")
    (declined,) = await tasks(desk, department="technical", show="ended")
    assert declined["status"] == "declined"
    assert await desk.verdict(case, "collaboration_answer") == "voided"
    assert (await desk.kpi("voided_promises"))["hits"] == 1


@pytest.mark.requirement(82)
async def test_the_table_of_response_times_names_department_step_and_limit_and_is_kept(desk: Desk) -> None:
    table = await desk.read("/v1/response-times")
    assert "technical" in str(table)
    case = await desk.case(kind="enquiry")
    await ask(desk, case, "technical", "diagnosis")
    (task,) = await tasks(desk, department="technical")
    assert task["due_at"] == "2026-03-02T10:00:00Z"  # accepted within an hour
    await desk.later(case, days=1)
    assert await desk.verdict(case, "collaboration_acceptance") == "breached"
    (late,) = await tasks(desk, department="technical")
    assert late["is_overdue"]


@pytest.mark.evasion(82)
async def test_a_time_of_ones_own_does_not_lengthen_the_limit_of_the_table(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await ask(desk, case, "technical", "diagnosis", due_at="2026-04-01T18:00:00+08:00")
    await desk.later(case, days=2)
    assert await desk.verdict(case, "collaboration_answer") == "breached"


@pytest.mark.requirement(63)
async def test_what_a_department_expects_is_promised_to_the_customer(desk: Desk) -> None:
    case = await desk.case()
    task = await ask(desk, case, "technical", "progress")
    promised: dict[str, Any] = {
        "commitment_id": str(uuid4()),
        "promise": "News within two hours",
        "eta_at": TOMORROW,
    }
    await desk.tell(f"{case}/collaborations/accept", collaboration_id=task, accepted_by="t.zhao", **promised)
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    (commitment,) = await tasks(desk, kind="commitment", held_by="li.na")
    assert commitment["task_id"] == promised["commitment_id"]
    assert commitment["due_at"] == "2026-03-03T10:00:00Z"


@pytest.mark.evasion(63)
async def test_a_department_expects_nothing_in_the_past(desk: Desk) -> None:
    case = await desk.case()
    task = await ask(desk, case, "technical", "progress")
    on_it: dict[str, Any] = {"collaboration_id": task, "eta_at": LAST_WEEK}
    assert await desk.refused(f"{case}/collaborations/accept", **on_it) == "eta_before_told"
    answer = {**on_it, "answer": "Soon"}
    assert await desk.refused(f"{case}/collaborations/answer", **answer) == "eta_before_told"


@pytest.mark.requirement(15, 39, 40, 108)
async def test_who_is_on_the_way_and_what_is_left_to_an_engineer_are_lists(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/handling-mode", mode="remote")
    task = await ask(desk, case, "technical", "diagnosis")
    await desk.tell(f"{case}/collaborations/complete", collaboration_id=task, outcome="The bearing")
    await desk.tell(f"{case}/handling-mode", mode="on_site")
    dispatch = await send_out(desk, case)
    (way,) = await tasks(desk, kind="dispatch", held_by="gao.f")
    assert (way["task_id"], way["due_at"]) == (dispatch, "2026-03-03T10:00:00Z")
    back: dict[str, Any] = {
        "dispatch_id": dispatch,
        "solved": False,
        "outcome": "Another part",
        "follow_up_by": "tang.x",
    }
    await desk.tell(f"{case}/dispatches/outcome", **back)
    (left,) = await tasks(desk, kind="follow_up")
    assert left["held_by"] == "tang.x"
    fitters = await send_out(desk, case, "tang.x", "installation")
    assert await tasks(desk, kind="follow_up") == []
    assert [each["step"] for each in await tasks(desk, kind="dispatch")] == ["installation"]
    assert (await tasks(desk, kind="dispatch"))[0]["task_id"] == fitters


@pytest.mark.evasion(15, 40, 108)
async def test_a_dispatch_of_which_nobody_says_how_it_went_stays_to_be_seen(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await send_out(desk, case)
    await desk.later(days=3)
    (way,) = await tasks(desk, kind="dispatch", held_by="gao.f")
    assert way["is_overdue"]
    assert way["open_seconds"] == 3 * 86_400


@pytest.mark.evasion(39)
async def test_another_way_than_phone_remote_or_on_site_is_none(desk: Desk) -> None:
    case = await desk.case()
    assert await desk.refused(f"{case}/handling-mode", mode="whatever") == "validation_failed"


@pytest.mark.requirement(9)
async def test_the_customer_has_live_progress_with_the_carriers_number_while_the_warehouse_is_asked(
    desk: Desk,
) -> None:
    case = await desk.case(kind="enquiry")
    status: dict[str, Any] = {"order_reference": "PO-7", "status": "shipped", "tracking_reference": "SF-1001"}
    await desk.tell(f"{case}/order-status", **status)
    await ask(desk, case, "warehouse", "stock")
    said: dict[str, Any] = {
        "problem": "The lorry stands",
        "solution": "One from the depot",
        "channel": "phone",
    }
    await desk.tell(f"{case}/progress", **said)
    assert "SF-1001" in str(await desk.read(case))
    assert [each["step"] for each in await tasks(desk, department="warehouse")] == ["stock"]
    assert await desk.verdict(case, "first_reply") == "met"


@pytest.mark.evasion(9)
async def test_progress_that_says_nothing_or_a_machine_sends_keeps_nothing(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    empty: dict[str, Any] = {"problem": "", "solution": "", "channel": "phone"}
    assert await desk.refused(f"{case}/progress", **empty) == "validation_failed"
    machine: dict[str, Any] = {
        "problem": "It stands",
        "solution": "We wait",
        "channel": "phone",
        "author_kind": "system",
    }
    await desk.tell(f"{case}/progress", **machine)
    await desk.later(case, days=1)
    assert await desk.verdict(case, "first_reply") == "breached"


@pytest.mark.requirement(50)
async def test_urgency_and_complexity_decide_and_people_material_and_technology_are_assigned(
    desk: Desk,
) -> None:
    case = await desk.case()
    told: dict[str, Any] = {"urgency": "high", "complexity": "high", "response_class": "urgent"}
    await desk.tell(f"{case}/classify", **told, priority="critical")
    kit: dict[str, Any] = {"people": ["gao.f"], "materials": ["SKF-7014"], "technology": ["remote access"]}
    await desk.tell(f"{case}/resources", **kit, reason="A line stands still")
    shown = (await desk.read(case))["dispatching"]
    assert {name: shown[name] for name in kit} == kit


@pytest.mark.evasion(50)
async def test_resources_of_nothing_are_not_assigned(desk: Desk) -> None:
    case = await desk.case()
    assert await desk.refused(f"{case}/resources", reason="We do our best") == "validation_failed"


async def test_remedies_to_approve_exceptions_to_decide_and_open_questions_are_lists(desk: Desk) -> None:
    await desk.director("c.zhao")
    case = await desk.case(kind="complaint")
    question: dict[str, Any] = {"question_id": str(uuid4()), "text": "Whose fault?", "asked_of": "legal"}
    await desk.tell(f"{case}/questions", **question)
    asked: dict[str, Any] = {"exception_id": str(uuid4()), "what": "A free year", "reason": "Third failure"}
    await desk.tell(f"{case}/exceptions", **asked, requested_by="li.na", departments=["finance"])
    assert [each["task_id"] for each in await tasks(desk, kind="question", department="legal")] == [
        question["question_id"]
    ]
    assert [each["kind"] for each in await tasks(desk, department="finance")] == ["exception"]
    decision: dict[str, Any] = {
        "exception_id": asked["exception_id"],
        "is_granted": False,
        "decided_by": "c.zhao",
    }
    await desk.tell(f"{case}/exceptions/decide", Role.SUPERVISOR, **decision, level="manager")
    assert await tasks(desk, kind="exception") == []


async def test_pages_of_tasks_go_on_where_they_ended(desk: Desk) -> None:
    case = await desk.case()
    asked = [await ask(desk, case, *each) for each in THREE_KINDS]
    found: list[str] = []
    path: str | None = "/v1/tasks?limit=2"
    while path:
        page = await desk.read(path)
        found += [each["task_id"] for each in page["items"]]
        path = page["next"]
    assert sorted(found) == sorted(asked)


async def test_a_call_is_read_by_who_is_called_and_taken_as_a_fact_with_a_name(desk: Desk) -> None:
    case = await desk.case()
    up: dict[str, Any] = {"level": "manager", "escalated_to": "c.zhao", "reason": "Third stop"}
    await desk.tell(f"{case}/escalate", Role.AGENT, **up)
    (call,) = await tasks(desk, kind="call", held_by="c.zhao")
    assert (call["level"], call["status"]) == ("manager", "open")
    await desk.later(minutes=5)
    await desk.tell(f"{case}/escalation/take", level="manager", taken_by="d.sun")
    assert await tasks(desk, kind="call") == []
    (taken,) = await tasks(desk, kind="call", show="ended")
    assert (taken["held_by"], taken["open_seconds"]) == ("d.sun", 300)


async def test_where_nobody_was_called_there_is_nothing_to_take(desk: Desk) -> None:
    case = await desk.case()
    take: dict[str, Any] = {"level": "manager", "taken_by": "d.sun"}
    assert await desk.refused(f"{case}/escalation/take", **take) == "level_not_called"
    await desk.tell(f"{case}/escalate", level="supervisor", reason="Third stop")
    assert await desk.refused(f"{case}/escalation/take", **take) == "level_not_called"
    await desk.tell(f"{case}/escalation/take", level="supervisor", taken_by="d.sun")


async def test_the_call_of_a_promise_is_taken_too_and_a_later_one_calls_again(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.later(case, days=3)
    calls = await tasks(desk, kind="call")
    assert calls
    assert {each["clock_id"] is None for each in calls} == {False}
    for level in {each["level"] for each in calls}:
        await desk.tell(f"{case}/escalation/take", level=level, taken_by="c.zhao")
    assert await tasks(desk, kind="call") == []
    taken = await tasks(desk, kind="call", show="ended", held_by="c.zhao")
    assert len(taken) == len(calls)
    await desk.tell(f"{case}/customer-message", channel="phone", text="Hello?")
    await desk.later(case, days=3)
    again = {each["task_id"] for each in await tasks(desk, kind="call")}
    assert again - {each["task_id"] for each in calls}
