"""跨部门协作响应时效表 with actuals (rows 63, 82, 97): times and verdicts, counted by hand."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.figures.paper import paper
from tests.rows.test_tasks import ask

TITLES = ("By department", "By step and promise", "Late most")


async def morning_work(desk: Desk) -> str:
    """Ask on Tuesday at 09:00: one answer comes in time, one a day late, one not yet."""
    await desk.later(hours=16)
    case = await desk.case()
    await desk.tell(f"{case}/classify", response_class="routine")
    quick, slow = (
        await ask(desk, case, "technical", "diagnosis"),
        await ask(desk, case, "technical", "diagnosis"),
    )
    await ask(desk, case, "logistics", "tracking")
    await desk.later(case, minutes=30)
    for task in (quick, slow):
        await desk.tell(f"{case}/collaborations/accept", collaboration_id=task, accepted_by="t.zhao")
    await desk.later(case, minutes=30)
    done: dict[str, Any] = {"outcome": "The bearing"}
    await desk.tell(f"{case}/collaborations/complete", collaboration_id=quick, **done)
    await desk.later(case, hours=24)
    await desk.tell(f"{case}/collaborations/complete", collaboration_id=slow, **done)
    return case


@pytest.mark.requirement(82)
async def test_the_table_tells_limits_and_how_long_each_department_really_took(desk: Desk) -> None:
    await morning_work(desk)
    made = await paper(desk, "department-response-times")
    technical = made.row("By department", "Technical department")
    # Two requests, both done; two acceptances in time, one of two answers in time.
    assert technical == [None, 2, 2, 0, 0, 3, 1, 0.75]
    logistics = made.row("By department", "Logistics department")
    assert logistics == [None, 1, 0, 0, 1, 0, 2, 0.0]
    accepted = made.row(
        "By step and promise", "Technical department", "Remote diagnosis", "Department accepts"
    )
    assert accepted == [2, 30 * 60, 30 * 60, 2, 0, 1.0]
    answered = made.row(
        "By step and promise", "Technical department", "Remote diagnosis", "Department answers"
    )
    # Within 60 minutes, and after 9 hours of service (60 minutes, then a working day of 8 hours).
    assert answered == [2, 5 * 3600, 3600 + round(0.9 * 8 * 3600), 1, 1, 0.5]
    assert made.rows("Time limits in force")[0][:4] == [
        "Technical department",
        "Remote diagnosis",
        "1 h",
        "2 h",
    ]
    assert made.summary()[:2] == [
        "Requests to departments: 3; to the previous period – (then 0), to a year before – (then 0)",
        "Promises kept: 50.0%; to the previous period – (then –), to a year before – (then –)",
    ]


@pytest.mark.evasion(82)
async def test_a_department_that_never_answers_is_the_first_in_the_list_of_the_late(desk: Desk) -> None:
    await morning_work(desk)
    made = await paper(desk, "department-response-times")
    late = made.rows("Late most")
    assert [(row[1], row[5]) for row in late[:2]] == [("Logistics department", None)] * 2
    assert late[2][1] == "Technical department"
    assert late[2][6] > 0
