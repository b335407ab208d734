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
