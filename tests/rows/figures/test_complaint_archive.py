"""投诉归档分析 (rows 125, 138): trend, recurrence, hand-offs, cost and time, counted by hand."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.figures.paper import paper
from tests.rows.figures.test_problem_analysis import CHART, problem, solved

REMEDY = "0195c3a0-0000-7000-8000-0000000003a0"
FIGURES = "Complaints received in the period"


async def three_complaints(desk: Desk) -> list[str]:
    """Two of late delivery, the second handed over and made up for; one of a slow answer; and an enquiry."""
    cases = [await problem(desk, "process")]
    await desk.later(days=2)
    cases += [await problem(desk, "process"), await problem(desk, "service")]
    await desk.case(kind="enquiry")
    await desk.tell(f"{cases[1]}/hand-over", to_owner="wang.a")
    coupon: dict[str, Any] = {"remedy_type": "coupon", "what": "A coupon", "proposed_by": "li.na"}
    await desk.tell(f"{cases[1]}/remedies", remedy_id=REMEDY, **coupon, amount_minor=10_000)
    await desk.tell(f"{cases[1]}/remedies/grant", remedy_id=REMEDY, granted_by="li.na")
    await desk.later(hours=5)
    await solved(desk, cases[1])
    return cases


@pytest.mark.requirement(125, 138)
async def test_complaints_are_analysed_by_cause_recurrence_hands_time_and_cost(desk: Desk) -> None:
    cases = await three_complaints(desk)
    made = await paper(desk, "complaint-archive")
    assert made.row(FIGURES, "Complaints")[0] == 3
    assert made.row(FIGURES, "Complaints per 1,000 cases")[0] == 750
    assert made.row(FIGURES, "Recurring complaints")[0] == round(1 / 3, 6)
    assert made.row(FIGURES, "Handed over at least once")[0] == round(1 / 3, 6)
    assert made.row(FIGURES, "Time to its end, median")[0] == 5 * 3600
    assert made.row("By root cause", "Late delivery")[:2] == [2, round(2 / 3, 6)]
    assert sum(made.series("Complaints over the period")["Complaints"]) == 3
    assert sum(made.series("Complaints over the period")["Recurring"]) == 1
    given = made.row("What was offered and given", "Compensation coupon")
    assert given == ["compensating", 1, 0, 1, 10_000]
    filed = made.row("File of complaints", cases[1][-36:])
    assert (filed[5], filed[7], filed[8]) == (1, 5 * 3600, 10_000)


@pytest.mark.evasion(125, 138)
async def test_handing_it_on_shows_in_the_hands_and_classing_it_otherwise_takes_it_out_of_no_report(
    desk: Desk,
) -> None:
    case = (await three_complaints(desk))[0]
    for owner in ("wang.a", "li.na", "wang.a"):
        await desk.tell(f"{case}/hand-over", to_owner=owner)
    await desk.tell(f"{case}/classify", response_class="routine", reason="A question after all")
    made = await paper(desk, "complaint-archive")
    assert made.row("File of complaints", case[-36:])[5] == 3
    problems = await paper(desk, "problem-analysis")
    assert sum(problems.series(CHART)["This period"]) == 3
