"""问题分析报告 (row 161): three classes, routed, repeated, reopened; counted by hand."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.figures.paper import APRIL, paper

CAUSES: dict[str, dict[str, Any]] = {
    "product": {"root_code": "product_defect", "process_step": "production"},
    "process": {"root_code": "late_delivery", "process_step": "delivery"},
    "service": {"root_code": "slow_answer", "process_step": "customer_service"},
    "communication": {"root_code": "misunderstanding", "process_step": "order"},
}
CHART = "Problems by class beside the other periods"
WHYS = ["It did not work", "It was left out", "Nobody looks"]
IMPROVEMENT = "0195c3a0-0000-7000-8000-0000000002a0"


async def problem(desk: Desk, cause: str | None, **received: Any) -> str:
    case = await desk.case(**{"kind": "complaint", **received})
    await desk.tell(f"{case}/assign", owner="li.na")
    if cause is not None:
        told = CAUSES[cause]
        await desk.tell(f"{case}/cause", cause_class=cause, whys=WHYS, **told)
    return case


async def solved(desk: Desk, case: str) -> None:
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/resolve", resolution="Sent again")


async def a_month(desk: Desk) -> list[str]:
    """Two problems of product (the second repeated), one of each other class, one of no known cause."""
    cases = []
    for cause in ("product", "product", "process", "service", "communication", None):
        cases.append(await problem(desk, cause))
        await desk.later(days=1)
    await solved(desk, cases[0])
    await desk.tell(f"{cases[0]}/reopen", reason="It does not hold")
    await solved(desk, cases[2])
    await desk.case(kind="enquiry")
    return cases


@pytest.mark.requirement(161)
async def test_problems_are_split_into_product_service_and_communication_and_routed(desk: Desk) -> None:
    cases = await a_month(desk)
    made = await paper(desk, "problem-analysis")
    assert [row[:3] for row in made.rows("Repeated and reopened, and who gets them")] == [
        ["Product", 2, 1],
        ["Service", 2, 0],
        ["Communication", 1, 0],
        ["Cause not known yet", 1, 0],
        ["All problems", 6, 1],
    ]
    assert made.series(CHART)["This period"] == [2, 2, 1, 1]
    product = made.row("Repeated and reopened, and who gets them", "Product")
    assert product == [2, 1, 0.5, 1, 1.0, "Research and development"]
    whole = made.row("Repeated and reopened, and who gets them", "All problems")
    assert whole[3:5] == [1, 0.5]
    assert made.rows("Product, for research and development") == [
        ["Defect of the product", "Production", 2, 2, 1, ", ".join(sorted(each[-36:] for each in cases[:2]))]
    ]
    assert [row[:3] for row in made.rows("Service, for the revision of the SOP")] == [
        ["Late delivery", "Delivery", 1],
        ["Slow answer", "Customer service", 1],
    ]
    assert made.summary()[1:] == [
        "Product 2 (33.3%), service 2 (33.3%), communication 1 (16.7%), cause not known yet 1 (16.7%)",
        "Repeated 16.7% of the problems, reopened 50.0% of those that had ended",
    ]


@pytest.mark.requirement(161)
async def test_the_next_month_is_compared_with_it_and_improvements_show_what_became_of_them(
    desk: Desk,
) -> None:
    cases = await a_month(desk)
    what: dict[str, Any] = {"action_id": IMPROVEMENT, "what": "Book on Thursdays", "owner": "w.he"}
    review: dict[str, Any] = {"review_id": IMPROVEMENT, "findings": "Nobody books on Fridays"}
    await desk.tell(f"{cases[2]}/review", **review, process_step="delivery")
    await desk.tell(
        f"{cases[2]}/improvements", **what, review_id=IMPROVEMENT, due_at="2026-03-20T18:00:00+08:00"
    )
    await desk.later(days=30)
    await problem(desk, "product")
    made = await paper(desk, "problem-analysis", APRIL)
    assert made.row("Problems by class", "Product")[:4] == [1, 1.0, 2, -0.5]
    # The same account had two of this cause within 90 days.
    assert made.row("Repeated and reopened, and who gets them", "Product")[:3] == [1, 1, 1.0]
    ((*_, state),) = made.rows("Improvements agreed or still to be done")
    assert state == "overdue"


@pytest.mark.evasion(161)
async def test_whose_cause_nobody_looks_for_is_a_class_of_its_own_and_no_problem_is_lost(desk: Desk) -> None:
    await problem(desk, None)
    enquiry = await problem(desk, "communication", kind="enquiry")
    made = await paper(desk, "problem-analysis")
    assert made.series(CHART)["This period"] == [0, 0, 1, 1]
    into = (await problem(desk, "communication"))[-36:]
    await desk.tell(f"{enquiry}/merge", into_case_id=into, reason="The same")
    merged = await paper(desk, "problem-analysis")
    assert merged.series(CHART)["This period"] == [0, 0, 1, 1]
