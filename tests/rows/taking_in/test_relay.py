"""What a customer demands reaches the departments as the customer said it (row 94)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rows.desk import Desk

WORDS = "周五前必须换一台新的,不接受维修"


def request(**more: Any) -> dict[str, Any]:
    task: dict[str, Any] = {"collaboration_id": str(uuid4()), "department": "after_sales"}
    return {**task, "step": "dispatch", "request": "请安排换新", **more}


async def passed_on(desk: Desk, case: str) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = (await desk.read(case))["collaborations"]
    return shown


@pytest.mark.requirement(94)
async def test_what_a_complaint_demands_is_taken_in_and_passed_on_in_the_customers_own_words(
    desk: Desk,
) -> None:
    case = await desk.case(kind="complaint", description=f"又坏了!{WORDS}!")
    await desk.tell(f"{case}/need", stated=WORDS, real="A line that runs on Saturday")
    await desk.tell(f"{case}/collaborations", **request(customer_words=WORDS))
    (task,) = await passed_on(desk, case)
    assert (task["customer_words"], task["is_word_for_word"]) == (WORDS, True)
    assert task["request"] == "请安排换新"


@pytest.mark.requirement(94)
async def test_what_the_customer_demands_later_is_passed_on_word_for_word_too(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/customer-message", channel="phone", text=f"那么 {WORDS}。")
    await desk.tell(f"{case}/collaborations", **request(customer_words=WORDS))
    assert (await passed_on(desk, case))[0]["is_word_for_word"] is True


@pytest.mark.evasion(94)
@pytest.mark.parametrize("received", [{"kind": "complaint"}, {"kind": "enquiry"}])
async def test_a_complaint_is_not_passed_on_without_the_customers_words(
    desk: Desk, received: dict[str, Any]
) -> None:
    case = await desk.case(**received)
    await desk.tell(f"{case}/classify", response_class="complaint")
    assert await desk.refused(f"{case}/collaborations", **request()) == "needs_not_met"
    assert await passed_on(desk, case) == []


@pytest.mark.evasion(94)
async def test_a_paraphrase_is_seen_to_be_none_of_the_customers_words(desk: Desk) -> None:
    case = await desk.case(kind="complaint", description=WORDS)
    await desk.tell(f"{case}/note", text="The customer wants it mended")
    await desk.tell(f"{case}/collaborations", **request(customer_words="The customer wants it mended"))
    shown = await desk.read(case)
    assert shown["collaborations"][0]["is_word_for_word"] is False
    assert shown["received"]["description"] == WORDS


async def relayed(desk: Desk) -> tuple[int, int]:
    figures = await desk.kpi("relayed_word_for_word")
    return figures["count"], figures["hits"]


async def ways(desk: Desk, case: str, **words: Any) -> list[str]:
    """Pass a complaint on in each way there is; return what was missing in each."""
    question: dict[str, Any] = {"question_id": str(uuid4()), "text": "When does it leave?"}
    wish: dict[str, Any] = {"exception_id": str(uuid4()), "what": "A machine on loan", "reason": "It stands"}
    told = [
        await desk.tell(f"{case}/questions", **question, asked_of="logistics", **words),
        await desk.tell(f"{case}/exceptions", **wish, departments=["sales"], **words),
    ]
    return [need for one in told for need in one["events"][0]["event"].get("missing") or []]


@pytest.mark.requirement(94)
async def test_what_is_asked_of_departments_bears_the_customers_words_and_is_counted(desk: Desk) -> None:
    case = await desk.case(kind="complaint", description=WORDS)
    await desk.tell(f"{case}/collaborations", **request(customer_words=WORDS))
    assert await ways(desk, case, customer_words=WORDS) == []
    assert await relayed(desk) == (3, 3)
    assert len((await desk.read("/v1/tasks?customer_words=word_for_word"))["items"]) == 3


@pytest.mark.evasion(94)
async def test_other_words_and_questions_without_them_are_seen_in_a_figure_and_a_list(desk: Desk) -> None:
    case = await desk.case(kind="complaint", description=WORDS)
    await desk.tell(f"{case}/collaborations", **request(customer_words="The customer wants it mended"))
    assert await ways(desk, case) == ["customer_words", "customer_words"]
    assert await relayed(desk) == (3, 0)
    for words, kinds in (("retold", {"collaboration"}), ("none", {"question", "exception"})):
        found = (await desk.read(f"/v1/tasks?customer_words={words}"))["items"]
        assert {one["kind"] for one in found} == kinds


@pytest.mark.evasion(94)
async def test_words_that_the_customer_says_only_afterwards_were_not_theirs(desk: Desk) -> None:
    case = await desk.case(kind="complaint", description="It stands again")
    await desk.tell(f"{case}/collaborations", **request(customer_words=WORDS))
    await desk.later(minutes=5)
    await desk.tell(f"{case}/customer-message", channel="phone", text=WORDS)
    assert (await passed_on(desk, case))[0]["is_word_for_word"] is False
    assert await relayed(desk) == (1, 0)


@pytest.mark.requirement(94)
async def test_who_has_no_complaint_needs_no_words_and_a_question_to_a_person_neither(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    question: dict[str, Any] = {"question_id": str(uuid4()), "text": "When does it leave?"}
    await desk.tell(f"{case}/questions", **question, asked_of="customer_owner")
    assert await ways(desk, await desk.case(kind="enquiry")) == []
    assert await relayed(desk) == (0, 0)
