"""客户诉求分析报告 and 客户需求分析报告 (rows 75, 101, 133): counted by hand."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.figures.paper import APRIL, paper
from tests.rows.test_tasks import ask

TOP = "The ten most frequent subject areas, and the departments that were asked"
NEW = "Subject areas that did not occur in the period before, nor a year before"


async def about(desk: Desk, kind: str, category: str, **received: Any) -> str:
    case = await desk.case(kind=kind, **received)
    await desk.tell(f"{case}/classify", response_class="routine", category=category, reason="Nothing to plan")
    return case


async def two_months(desk: Desk) -> None:
    """March: two about delivery. April: three about delivery of two accounts, two about use, one of none."""
    other = str(await desk.house.open_account("KA-2"))
    for _ in range(2):
        await about(desk, "enquiry", "delivery")
    await desk.later(days=40)
    for received in ({}, {}, {"account_id": other}):
        case = await about(desk, "technical", "delivery", **received)
    await ask(desk, case, "logistics", "tracking")
    for _ in range(2):
        await about(desk, "enquiry", "usage")
    await desk.case(kind="enquiry")


@pytest.mark.requirement(75)
async def test_frequent_demands_stand_with_their_share_their_accounts_and_the_departments_concerned(
    desk: Desk,
) -> None:
    await two_months(desk)
    made = await paper(desk, "demand-analysis", APRIL)
    assert made.row("By kind", "technical")[:4] == [3, 0.5, 0, None]
    assert made.row("By kind", "enquiry")[:4] == [3, 0.5, 2, 0.5]
    delivery = made.row(TOP, "Delivery")
    assert delivery == [3, 0.5, 0.5, 2, 2, 0.5, 0, None, "Logistics department"]
    assert made.row(TOP, "How to use something")[:5] == [2, round(2 / 6, 6), round(5 / 6, 6), 1, 0]
    assert made.rows("Accounts that came more than once with the same") == [
        ["KA-1", "high value", "Delivery", 2],
        ["KA-1", "high value", "How to use something", 2],
    ]
    assert made.rows(NEW) == [["How to use something", 2]]
    assert made.summary()[1] == "Most frequent: Delivery 3 (50.0%), How to use something 2 (33.3%)"


@pytest.mark.evasion(75)
async def test_demands_that_nobody_classified_are_no_topic_and_their_share_is_told(desk: Desk) -> None:
    await two_months(desk)
    made = await paper(desk, "demand-analysis", APRIL)
    assert len(made.rows(TOP)) == 2
    assert made.summary()[2] == "Without a subject area: 16.7%"


@pytest.mark.requirement(101, 133)
async def test_needs_and_enquiries_are_put_together_for_those_who_decide(desk: Desk) -> None:
    other = str(await desk.house.open_account("KA-2"))
    need = await about(desk, "need", "product_feedback")
    await desk.later(minutes=1)
    await about(desk, "suggestion", "product_feedback", account_id=other)
    await about(desk, "contract_query", "contract")
    enquiry = await about(desk, "enquiry", "usage")
    await about(desk, "enquiry", "usage")
    await ask(desk, need, "product", "assessment")
    await desk.later(minutes=10)
    await desk.tell(f"{enquiry}/reply", text="Press F2")
    made = await paper(desk, "needs-analysis")
    sources = {row[0]: row[1] for row in made.rows("Sources of needs")}
    assert sources == {"enquiry": 2, "contract query": 1, "need before a sale": 1, "suggestion": 1}
    assert made.row("Who asks, and what became of it", "Product feedback")[:5] == [2, 2, 2, 2, 0]
    assert made.row("Departments that were asked about needs", "Product department")[:4] == [1, 0, 0, 1]
    assert made.row("How enquiries were answered", "How to use something") == [2, 1, 600, 0, 2]
    assert [row[3] for row in made.rows("Needs, suggestions and feedback of the period")] == [
        "need before a sale",
        "suggestion",
    ]
    assert made.document["title"]["zh"] == "客户需求分析报告"


@pytest.mark.evasion(101, 133)
async def test_a_need_that_is_left_lying_stays_in_the_list_as_open_and_not_told(desk: Desk) -> None:
    await about(desk, "need", "product_feedback")
    await desk.later(days=20)
    made = await paper(desk, "needs-analysis")
    ((*_, status, told),) = made.rows("Needs, suggestions and feedback of the period")
    assert (status, told) == ("open", None)
    assert made.row("Who asks, and what became of it", "Product feedback")[5] == 0.0
