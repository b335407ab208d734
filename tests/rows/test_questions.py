"""What somebody said they would find out (row 150): no "let me check" without an end."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk

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
