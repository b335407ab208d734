"""What somebody said they would find out (row 150): no "let me check" without an end."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk
from tests.rows.people.test_machines import send

LET_ME_CHECK: dict[str, Any] = {"text": "我再确认一下", "substantive": False}


async def open_questions(desk: Desk, case: str) -> list[bool]:
    questions = (await desk.read(case))["work"]["questions"]
    return [one["told_at"] is None for one in questions]


@pytest.mark.requirement(150)
async def test_let_me_check_opens_a_question_that_is_watched_until_the_customer_has_a_clear_answer(
    desk: Desk,
) -> None:
    case = await desk.case(kind="contract_query")
    await desk.tell(f"{case}/assign", owner="li.na", reason="contracts")
    await desk.tell(f"{case}/reply", **LET_ME_CHECK)
    assert await desk.verdict(case, "open_question") == "running"
    await desk.tell(f"{case}/reply", text="The clause holds until June")
    assert await desk.verdict(case, "open_question") == "met"
    assert await open_questions(desk, case) == [False]


ANSWER: dict[str, Any] = {"text": "The clause holds until June"}


async def asked_of_legal(desk: Desk) -> tuple[str, dict[str, Any]]:
    """Say to a customer that we ask the lawyers; return the case, and what names the question."""
    case = await desk.case(kind="contract_query")
    await desk.tell(f"{case}/assign", owner="li.na", reason="contracts")
    await desk.tell(f"{case}/reply", **LET_ME_CHECK, asked_of="legal")
    (question,) = (await desk.read(case))["work"]["questions"]
    return case, {"question_id": question["question_id"]}


@pytest.mark.requirement(150)
async def test_what_legal_answers_is_told_to_the_customer_by_a_channel_and_only_then_the_question_is_over(
    desk: Desk,
) -> None:
    case, question = await asked_of_legal(desk)
    await send(desk, f"{case}/questions/answer", "wu.fa", **question, **ANSWER)
    assert await desk.verdict(case, "open_question") == "running"
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "open_questions_remain"
    told = {**question, **ANSWER, "told_to_customer": True, "channel": "phone"}
    await send(desk, f"{case}/questions/answer", "li.na", **told)
    assert await desk.verdict(case, "open_question") == "met"


NOT_TOLD: dict[str, tuple[dict[str, Any], str]] = {
    "a tick": ({}, "told_by_no_channel"),
    "among us": ({"channel": "internal"}, "channel_reaches_nobody"),
    "let me check": ({"channel": "phone", "text": "我再确认一下"}, "only_holds_off"),
    "a receipt": ({"channel": "phone", "text": "您好,已收到"}, "only_holds_off"),
}


@pytest.mark.evasion(150)
@pytest.mark.parametrize("how", NOT_TOLD)
async def test_that_the_customer_has_the_answer_is_no_tick_and_no_let_me_check(desk: Desk, how: str) -> None:
    case, question = await asked_of_legal(desk)
    said, refusal = NOT_TOLD[how]
    path, told = f"{case}/questions/answer", {**question, **ANSWER, "told_to_customer": True, **said}
    asked_at = desk.house.clock().isoformat()
    await desk.later(case, hours=1)
    assert await desk.refused(path, **told) == refusal
    assert await desk.refused(path, **told, occurred_at=asked_at) == refusal
    assert await desk.verdict(case, "open_question") == "running"
    machine = {**question, **ANSWER, "told_to_customer": True, "channel": "phone"}
    assert await desk.refused(path, Role.INTEGRATION, **machine) == "person_not_named"


@pytest.mark.evasion(150)
async def test_who_asked_does_not_answer_for_legal_and_is_seen_where_nobody_is_published(desk: Desk) -> None:
    case, question = await asked_of_legal(desk)
    answered = await send(desk, f"{case}/questions/answer", "li.na", **question, **ANSWER)
    assert answered["events"][0]["event"]["of_department"] is False
    seen = await desk.kpi("collaborations_of_others")
    assert (seen["count"], seen["hits"]) == (1, 1)
    people: dict[str, Any] = {
        "guideline": "staff",
        "version": 2,
        "people": [{"staff_id": "li.na"}, {"staff_id": "wu.fa", "departments": ["legal"]}],
    }
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=people)
    question = {"question_id": "0195c3a0-0000-7000-8000-0000000000f2"}
    asked = {"text": "Until when does it hold?", "asked_of": "legal"}
    await send(desk, f"{case}/questions", "li.na", **question, **asked)
    refused = await send(desk, f"{case}/questions/answer", "li.na", **question, **ANSWER)
    assert refused["type"] == "/problems/not_of_the_department"
    answered = await send(desk, f"{case}/questions/answer", "wu.fa", **question, **ANSWER)
    assert answered["events"][0]["event"]["of_department"] is True


PUTS_OFF: dict[str, dict[str, Any]] = {
    "progress": {
        "problem": "The clause",
        "solution": "请稍等",
        "channel": "wecom",
        "waiting_on_customer_for": "The draft",
    },
    "plan": {
        "channel": "wecom",
        "stages": [{"title": "Let me check", "due_at": "2026-03-09T18:00:00+08:00", "responsible": "li.na"}],
    },
}


@pytest.mark.evasion(2, 66, 150)
@pytest.mark.parametrize("command", PUTS_OFF)
async def test_let_me_check_is_no_progress_and_no_plan(desk: Desk, command: str) -> None:
    case = await desk.case(kind="contract_query")
    assert await desk.refused(f"{case}/{command}", **PUTS_OFF[command]) == "only_holds_off"
    assert await desk.verdict(case, "first_reply") == "running"


@pytest.mark.evasion(150)
async def test_who_lets_the_customer_wait_for_what_was_announced_neither_resolves_nor_goes_unseen(
    desk: Desk,
) -> None:
    case = await desk.case(kind="contract_query")
    await desk.tell(f"{case}/assign", owner="li.na", reason="contracts")
    await desk.tell(f"{case}/reply", **LET_ME_CHECK)
    await desk.tell(f"{case}/reply", text="Still checking", substantive=False)
    await desk.tell(f"{case}/reply", text="For our own eyes", audience="internal")
    assert await open_questions(desk, case) == [True]
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "open_questions_remain"
    await desk.later(case, days=5)
    assert await desk.verdict(case, "open_question") == "breached"


async def test_a_machine_that_confirms_a_receipt_announces_nothing(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/reply", text="We have your message", substantive=False, author_kind="bot")
    assert (await desk.read(case))["work"]["questions"] == []


async def test_legal_is_asked_in_the_same_breath(desk: Desk) -> None:
    case = await desk.case(kind="contract_query")
    await desk.tell(f"{case}/reply", **LET_ME_CHECK, asked_of="legal", answer_due_at="2026-03-02T18:00:00Z")
    (question,) = (await desk.read(case))["work"]["questions"]
    assert (question["asked_of"], question["awaited_by_customer"]) == ("legal", True)


HOLDING_OFF = [
    "我再确认一下",
    "您好,我们再核实一下,稍后回复您。",
    "请稍等!",
    "OK, let me check and I'll get back to you",
    "Hold on…",
]


@pytest.mark.requirement(150)
@pytest.mark.evasion(150, 2)
@pytest.mark.parametrize("text", HOLDING_OFF)
async def test_what_only_holds_the_customer_off_opens_its_question_whatever_it_is_sent_as(
    desk: Desk, text: str
) -> None:
    case = await desk.case(kind="contract_query")
    await desk.tell(f"{case}/assign", owner="li.na", reason="contracts")
    told = await desk.tell(f"{case}/reply", text=text)
    assert told["events"][0]["event"]["substantive"] is False
    assert await desk.verdict(case, "first_reply") == "running"
    await desk.tell(f"{case}/reply", text=text)
    assert set(await open_questions(desk, case)) == {True}
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "open_questions_remain"
    await desk.tell(f"{case}/reply", text="请稍等:条款有效期到六月")
    assert set(await open_questions(desk, case)) == {False}
    assert await desk.verdict(case, "first_reply") == "met"


@pytest.mark.parametrize(
    "text", ["可以, 明天送到", "请先看一下说明书第三页", "We will check the bearing on Monday"]
)
async def test_what_says_more_than_that_is_an_answer(desk: Desk, text: str) -> None:
    case = await desk.case(kind="contract_query")
    await desk.tell(f"{case}/reply", text=text)
    assert await desk.verdict(case, "first_reply") == "met"


@pytest.mark.evasion(150)
@pytest.mark.parametrize(
    ("asked_of", "refusal"),
    [("lawyers", True), ("legal", False), ("Li.Na", False), ("customer_owner", False)],
)
async def test_a_question_is_asked_of_a_department_or_a_person_that_there_is(
    desk: Desk, asked_of: str, refusal: bool
) -> None:
    people: dict[str, Any] = {"guideline": "staff", "version": 2, "people": [{"staff_id": "li.na"}]}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=people)
    case = await desk.case(kind="contract_query")
    question: dict[str, Any] = {"question_id": "0195c3a0-0000-7000-8000-0000000000f1", "text": "Until when?"}
    for path, body in ((f"{case}/questions", question), (f"{case}/reply", LET_ME_CHECK)):
        if refusal:
            assert await desk.refused(path, **body, asked_of=asked_of) == "asked_of_nobody"
        else:
            await desk.tell(path, **body, asked_of=asked_of)
