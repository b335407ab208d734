"""The work on a case over HTTP: questions, promises, stages, marks, what is told, what is linked."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.clocks.clock_stories import told, with_rules
from tests.api.composition import House
from tests.domain.case.examples.commitments import COMMITMENT
from tests.domain.case.examples.questions import QUESTION
from tests.scene import CONFIRMED


@pytest.fixture
async def office(house: House) -> House:
    """Give a house with the rules that come with the program and an account."""
    await with_rules(house)
    await house.open_account()
    return house


async def work_of(house: House, case: str) -> dict[str, Any]:
    """Return how the work on a case stands."""
    shown: dict[str, Any] = (await house.get(case)).json()["work"]
    return shown


async def listed(house: House, path: str) -> list[dict[str, Any]]:
    """Return the rows of a list that has caught up."""
    await house.catch_up()
    items: list[dict[str, Any]] = (await house.get(path)).json()["items"]
    return items


async def kpis(house: House) -> dict[str, Any]:
    """Return the figures of all cases."""
    await house.catch_up()
    report: dict[str, Any] = (await house.get("/v1/reports/kpi")).json()["total"]["figures"]
    return report


async def refused(house: House, path: str, **body: Any) -> dict[str, Any]:
    """Send a command that is refused; return the problem."""
    answered = await house.post(path, body)
    assert answered.status_code == 409, answered.text
    problem: dict[str, Any] = answered.json()
    return problem


def types(answer: dict[str, Any]) -> list[str]:
    """Return the facts that followed, those about clocks left out."""
    named = [str(event["event"]["type"]) for event in answer["events"]]
    return [name for name in named if not name.startswith("Clock")]


@pytest.mark.requirement(150)
async def test_let_me_check_is_followed_up_until_the_customer_has_the_answer_of_legal(office: House) -> None:
    case = await office.receive_case(kind="contract_query", subject="违约金怎么算?")
    checking = {"text": "我再确认一下", "substantive": False, "question_id": QUESTION, "asked_of": "legal"}
    answered = await told(office, f"{case}/reply", **checking, answer_due_at="2026-03-03T12:00:00+08:00")
    assert types(answered) == ["ReplySent.v1", "QuestionOpened.v1"]
    (clock,) = await listed(office, "/v1/clocks?clock=open_question")
    assert (clock["subject"], clock["due_at"]) == (QUESTION, "2026-03-03T04:00:00Z")
    assert (await office.get(case)).json()["first_response_at"] is None
    problem = await refused(office, f"{case}/resolve")
    assert (problem["type"].rpartition("/")[2], QUESTION in problem["detail"]) == (
        "open_questions_remain",
        True,
    )
    office.clock.advance(days=1)
    await told(office, f"{case}/questions/answer", question_id=QUESTION, text="按合同第八条")
    assert (await work_of(office, case))["questions"][0]["is_open"]
    await told(office, f"{case}/reply", text="按合同第八条计算", question_id=QUESTION)
    (question,) = (await work_of(office, case))["questions"]
    assert (question["is_open"], question["answer"]) == (False, "按合同第八条计算")
    (clock,) = await listed(office, "/v1/clocks?clock=open_question&verdict=breached")
    assert clock["verdict"] == "breached"
    await told(office, f"{case}/assign", owner="li.na")
    await told(office, f"{case}/resolve")


@pytest.mark.requirement(16, 145)
async def test_a_promise_shorter_than_usual_is_warned_of_and_promises_kept_are_counted(office: House) -> None:
    case = await office.receive_case(subject="设备停机")
    await told(office, f"{case}/classify", response_class="green_channel")
    body = {"commitment_id": COMMITMENT, "what": "48小时内恢复正常"}
    short = await told(office, f"{case}/commitments", **body, due_at="2026-03-03T17:00:00+08:00")
    (warning,) = [event["event"] for event in short["events"] if "OverPromise" in event["event"]["type"]]
    assert (warning["promised_seconds"], warning["usual_seconds"]) == (86_400, 172_800)
    kept = {"commitment_id": COMMITMENT}
    await told(office, f"{case}/commitments/keep", **kept, occurred_at="2026-03-02T17:00:00+08:00")
    other = str(uuid4())
    enough = {"commitment_id": other, "what": "48小时内恢复正常", "due_at": "2026-03-04T17:00:00+08:00"}
    assert not [kind for kind in types(await told(office, f"{case}/commitments", **enough)) if "Over" in kind]
    office.clock.advance(days=3)
    await told(office, f"{case}/commitments/keep", commitment_id=other)
    clocks = {
        clock["subject"]: clock["verdict"] for clock in (await office.get(f"{case}/clocks")).json()["clocks"]
    }
    assert (clocks[COMMITMENT], clocks[other]) == ("met", "breached")
    kept_rate = (await kpis(office))["commitments_kept"]
    assert (kept_rate["hits"], kept_rate["count"]) == (1, 2)


@pytest.mark.requirement(52)
async def test_a_case_goes_from_reception_to_feedback_and_each_stage_has_its_time(office: House) -> None:
    case = await office.receive_case(subject="需求调研")
    office.clock.advance(minutes=10)
    await told(office, f"{case}/assign", owner="li.na")
    office.clock.advance(minutes=20)
    cause = {"cause_class": "process", "root_code": "late_delivery", "process_step": "delivery"}
    await told(office, f"{case}/cause", **cause, whys=["没有排期", "没有负责人", "没有流程"])
    office.clock.advance(minutes=30)
    stage = {"title": "更换轴承", "due_at": "2026-03-09T17:00:00+08:00", "responsible": "li.na"}
    await told(office, f"{case}/plan", stages=[stage])
    office.clock.advance(minutes=40)
    await told(office, f"{case}/resolve")
    office.clock.advance(minutes=50)
    await told(office, f"{case}/result", channel="phone", text="已更换轴承")
    items = (await office.get(f"{case}/stages")).json()["items"]
    assert [(item["stage"], item["seconds"] // 60) for item in items] == [
        ("reception", 10),
        ("diagnosis", 20),
        ("planning", 30),
        ("execution", 40),
        ("feedback", 50),
    ]
    assert (await work_of(office, case))["stages"] == items
    assert [row["stage"] for row in await listed(office, "/v1/cases?stage=feedback")] == ["feedback"]
    assert (await kpis(office))["planning_time"]["median_seconds"] == 1800


@pytest.mark.requirement(64, 152)
async def test_a_case_shows_which_of_its_mandatory_marks_are_missing(office: House) -> None:
    case = await office.receive_case(subject="压机停机", description="三号压机停了")
    assert (await work_of(office, case))["missing_marks"] == [
        "owner",
        "classification",
        "cause",
        "solution",
        "feedback",
    ]
    await told(office, f"{case}/assign", owner="li.na")
    await told(office, f"{case}/classify", response_class="urgent")
    work = await work_of(office, case)
    assert work["due_at"] == "2026-03-03T09:00:00Z"
    assert {"description", "owner", "due"} <= set(work["marks"])
    assert [row["case_id"] for row in await listed(office, "/v1/cases?lacking=cause")] == [case[-36:]]
    await told(office, f"{case}/resolve", cause="轴承磨损", solution="换轴承")
    assert await listed(office, "/v1/cases?lacking=cause") == []
    assert len(await listed(office, "/v1/cases?lacking=feedback")) == 1
    await told(office, f"{case}/confirm", **CONFIRMED)
    assert (await work_of(office, case))["missing_marks"] == []
    assert await listed(office, "/v1/cases?lacking=feedback") == []


@pytest.mark.requirement(36, 100)
async def test_the_result_of_what_was_asked_is_fed_back_to_the_customer_and_stays_on_the_record(
    office: House,
) -> None:
    case = await office.receive_case(
        kind="enquiry", subject="能否延长保修?", description="合同到期前能否延长?"
    )
    too_early = await refused(office, f"{case}/result", channel="wecom", text="可以延长一年")
    assert too_early["type"].endswith("case_not_resolved")
    await told(office, f"{case}/assign", owner="li.na")
    await told(office, f"{case}/resolve", resolution="延长一年")
    office.clock.advance(minutes=5)
    answer = await told(office, f"{case}/result", channel="wecom", text="可以延长一年")
    assert types(answer) == ["ReplySent.v1", "ResultReported.v1"]
    result = (await work_of(office, case))["result_told"]
    assert (result["occurred_at"], result["channel"]) == ("2026-03-02T09:05:00Z", "wecom")
    history = (await office.get(f"{case}/history")).json()["items"]
    events = [item["event"] for item in history if not item["event"]["type"].startswith("Clock")]
    assert [event["type"] for event in events] == [
        "CaseReceived.v1",
        "OwnerAssigned.v1",
        "CaseResolved.v1",
        "ReplySent.v1",
        "ResultReported.v1",
    ]
    assert (events[0]["description"], events[3]["text"]) == ("合同到期前能否延长?", "可以延长一年")


@pytest.mark.requirement(87)
async def test_a_solution_is_told_as_phenomenon_cause_and_solution(office: House) -> None:
    case = await office.receive_case()
    solution = {"phenomenon": "主轴异响", "cause": "轴承缺油", "solution": "加油并更换轴承"}
    await told(office, f"{case}/assign", owner="li.na")
    await told(office, f"{case}/resolve", **solution)
    shown = (await office.get(case)).json()["resolved"]
    assert {name: shown[name] for name in solution} == solution


@pytest.mark.requirement(65)
async def test_a_basic_question_solved_on_the_spot_counts_as_solved_at_the_first_contact(
    office: House,
) -> None:
    cases = [await office.receive_case(kind="enquiry", subject=f"问题{number}") for number in range(2)]
    for case in cases:
        await told(office, f"{case}/classify", response_class="basic", reason="A known answer")
        await told(office, f"{case}/reply", text="按说明书第三页操作")
    await told(office, f"{cases[1]}/reply", text="换一种方法")
    for case in cases:
        await told(office, f"{case}/assign", owner="li.na")
        await told(office, f"{case}/resolve")
    assert [(await work_of(office, case))["resolved_at_first_contact"] for case in cases] == [True, False]
    (on_the_spot,) = [
        clock
        for clock in (await office.get(f"{cases[0]}/clocks")).json()["clocks"]
        if clock["clock"] == "resolution"
    ]
    assert (on_the_spot["rule"], on_the_spot["verdict"]) == ("resolution_basic", "met")
    assert (await kpis(office))["basic_first_contact_resolution"]["ratio"] == 0.5


@pytest.mark.requirement(136)
async def test_a_risk_that_the_matter_escalates_is_flagged_seen_and_cleared(office: House) -> None:
    case = await office.receive_case(kind="complaint")
    await told(office, f"{case}/escalation-risk", degree="high", reason="客户提到媒体")
    assert (await work_of(office, case))["escalation_risk"] == "high"
    found = await listed(office, "/v1/cases?escalation_risk=high")
    assert [row["case_id"] for row in found] == [case[-36:]]
    await told(office, f"{case}/escalation-risk/clear", reason="经理已致歉")
    assert await listed(office, "/v1/cases?escalation_risk=high") == []


@pytest.mark.requirement(149)
async def test_an_order_step_is_due_after_three_working_days_and_told_with_the_progress(
    office: House,
) -> None:
    case = await office.receive_case(kind="order_change", occurred_at="2026-02-27T10:00:00+08:00")
    (clock,) = await listed(office, "/v1/clocks?clock=order_step")
    # Received on a Friday; the Saturday makes up for a holiday, so the third working day is Tuesday.
    assert clock["due_at"] == "2026-03-03T10:00:00Z"
    progress = {"problem": "部署排期", "solution": "预计3个工作日内完成部署", "channel": "email"}
    await told(office, f"{case}/progress", **progress, eta_at=clock["due_at"], commitment_id=COMMITMENT)
    (commitment,) = (await office.get(case)).json()["commitments"]
    assert commitment["due_at"] == clock["due_at"]


@pytest.mark.requirement(158)
async def test_what_is_important_and_not_urgent_is_planned_and_reviewed_week_by_week(office: House) -> None:
    other_tier = {"segment": "potential", "reason": "buys less"}
    await told(office, f"/v1/accounts/{account_id_of('KA-1')}/segment", **other_tier)
    case = await office.receive_case(kind="service_request", subject="培训计划")
    await told(office, f"{case}/classify", response_class="complex", priority="low", reason="Not urgent")
    idea = await office.receive_case(kind="suggestion", subject="增加导出功能")
    planned = await listed(office, "/v1/clocks?clock=planned_review")
    assert {clock["case_id"]: (clock["rule"], clock["due_at"]) for clock in planned} == {
        case[-36:]: ("planned_review_weekly", "2026-03-09T09:00:00Z"),
        idea[-36:]: ("planned_review_monthly", "2026-04-02T09:00:00Z"),
    }
    office.clock.advance(days=5)
    await told(office, f"{case}/progress", problem="排期", solution="下月第一周", channel="email")
    again = await listed(office, "/v1/clocks?clock=planned_review&due_before=2026-03-20T00:00:00Z")
    assert [clock["due_at"] for clock in again] == ["2026-03-14T09:00:00Z"]


@pytest.mark.requirement(88)
async def test_many_complaints_are_linked_to_one_parent_in_one_request(office: House) -> None:
    parent = await office.receive_case(kind="complaint", subject="整批零件有划痕", reference="P-1")
    ids = [str(uuid4()) for _ in range(5)]
    received = {"account_id": str(account_id_of("KA-1")), "channel": "phone", "kind": "complaint"}
    commands = [
        {
            "id": f"r{case_id}",
            "type": "ReceiveCase",
            "stream_id": case_id,
            "command": {**received, "subject": "划痕"},
        }
        for case_id in ids
    ] + [
        {
            "id": f"l{case_id}",
            "type": "LinkCase",
            "stream_id": parent[-36:],
            "command": {"other_case_id": case_id, "relation": "child"},
        }
        for case_id in ids
    ]
    answers = (await office.post("/v1/commands", {"commands": commands})).json()["answers"]
    assert {answer["status"] for answer in answers} == {200, 201}
    children = await listed(office, f"{parent}/links")
    assert {(link["case_id"], link["relation"], link["is_told_here"]) for link in children} == {
        (case_id, "child", True) for case_id in ids
    }
    (upwards,) = await listed(office, f"/v1/cases/{ids[0]}/links")
    assert (upwards["case_id"], upwards["reference"], upwards["status"]) == (parent[-36:], "P-1", "open")
    assert (upwards["relation"], upwards["is_told_here"]) == ("child", False)
    await told(office, f"{parent}/unlink", other_case_id=ids[0], relation="child")
    assert await listed(office, f"/v1/cases/{ids[0]}/links") == []


async def test_a_part_goes_on_as_a_case_of_its_own_and_each_knows_of_the_other(office: House) -> None:
    whole = await office.receive_case(subject="停机, 另外发票有误")
    part = await office.receive_case(kind="enquiry", subject="发票有误", split_from=whole[-36:])
    await told(office, f"{whole}/split", into_case_id=part[-36:], reason="发票另行处理")
    await told(office, f"{whole}/split", into_case_id=part[-36:], reason="发票另行处理")
    assert (await work_of(office, whole))["split_into"] == [part[-36:]]
    assert (await work_of(office, part))["split_from"] == whole[-36:]
    links = await listed(office, f"{whole}/links")
    assert {(link["relation"], link["is_told_here"]) for link in links} == {
        ("split_into", True),
        ("split_from", False),
    }


async def test_the_links_and_stages_of_what_is_no_case_are_not_found(office: House) -> None:
    account = account_id_of("KA-1")
    for path in (f"/v1/cases/{account}/links", f"/v1/cases/{account}/stages", f"/v1/cases/{uuid4()}/stages"):
        assert (await office.get(path, Role.AGENT)).status_code == 404
