"""满意度统计分析报告, 回访记录表, 回访总结报告 (rows 96, 117): figures counted by hand."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import Desk
from tests.rows.figures.paper import MARCH, paper
from tests.rows.figures.test_problem_analysis import problem, solved


async def rated(desk: Desk, cause: str, score: int, department: str | None = None) -> str:
    case = await problem(desk, cause)
    if department is not None:
        told: dict[str, Any] = {"liable": "us", "department": department, "grounds": "It was booked late"}
        await desk.tell(f"{case}/liability", **told)
    await solved(desk, case)
    await desk.tell(
        f"{case}/rate", scale="csat", score=score, contact_id=await desk.contact(), channel="phone"
    )
    return case


async def test_satisfaction_is_analysed_for_the_general_manager_and_the_departments_concerned(
    desk: Desk,
) -> None:
    for cause, score, department in (
        ("product", 1, "product"),
        ("product", 5, "product"),
        ("process", 2, "logistics"),
        ("service", 4, None),
    ):
        await rated(desk, cause, score, department)
    made = await paper(desk, "satisfaction-analysis")
    assert made.document["title"]["zh"] == "满意度统计分析报告"
    table = "Satisfaction and response to surveys"
    assert made.row(table, "Customer satisfaction (CSAT), share")[0] == 0.5
    assert made.row(table, "Customer satisfaction (CSAT), mean score")[0] == 3.0
    assert made.series("Satisfaction by score")["This period"] == [1, 1, 0, 1, 1]
    by_department = made.rows("By department that answers for the case")
    assert by_department == [["Logistics department", 1, 2.0, 1, 1.0], ["Product department", 2, 3.0, 1, 0.5]]
    assert made.rows("Quality of the product, by root cause") == [
        ["product", "Defect of the product", 2, 3.0, 1, 0.5]
    ]
    assert [row[6] for row in made.rows("Ratings of 1 and 2")] == [1, 2]


async def test_a_low_rating_is_listed_though_no_department_was_found_and_a_better_word_of_staff_hides_none(
    desk: Desk,
) -> None:
    case = await rated(desk, "service", 1)
    await desk.rate(case, scale="csat", score=5)
    made = await paper(desk, "satisfaction-analysis")
    ((*_, owner, _, score, _, department),) = made.rows("Ratings of 1 and 2")
    assert (owner, score, department) == ("li.na", 1, "Not stated")


async def resolved(desk: Desk) -> str:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="routine")
    await desk.tell(f"{case}/reply", text="Press F2")
    await desk.tell(f"{case}/resolve", resolution="F2")
    return case


async def revisited(desk: Desk) -> None:
    """Three revisits: one brings a suggestion and a need that a department hears of, one is in vain."""
    case = await resolved(desk)
    said: dict[str, Any] = {"suggestions": "Write it on the machine", "new_needs": "A second press"}
    await desk.tell(f"{case}/revisit", channel="phone", **said, routed_to=["product"], duration_seconds=300)
    await desk.tell(f"{case}/revisit", channel="phone", reached=False)
    await desk.later(days=1)
    await desk.tell(f"{case}/revisit", channel="wecom", usage="Runs well")


@pytest.mark.requirement(117)
async def test_revisits_are_a_record_and_a_summary_that_can_be_filed(desk: Desk) -> None:
    await revisited(desk)
    made = await paper(desk, "revisit-records")
    rows = made.rows("Record of revisits")
    assert [row[3] for row in rows] == ["phone", "phone", "WeCom"]
    assert [row[5] for row in rows] == ["reached, 5 min", "not reached", "reached"]
    assert "Write it on the machine" in rows[0][6]
    brief = await paper(desk, "revisit-summary")
    table = "Revisits of the period"
    assert brief.row(table, "Revisits held or tried")[0] == 3
    assert brief.row(table, "Customer reached")[0] == 2
    assert brief.row(table, "With new needs")[0] == 1
    assert [row[3:5] for row in brief.rows("Suggestions and new needs, in the words of the customers")] == [
        ["suggestion", "Write it on the machine"],
        ["new need", "A second press"],
    ]
    assert brief.rows("What departments were told of") == [["Product department", 1]]
    assert brief.row("Coverage by tier of the account now", "high value") == [1, 1, 1.0]


@pytest.mark.evasion(117)
async def test_a_call_in_vain_is_no_customer_reached_and_what_nobody_was_told_of_is_counted(
    desk: Desk,
) -> None:
    case = await resolved(desk)
    await desk.tell(f"{case}/revisit", channel="phone", reached=False)
    await desk.tell(f"{case}/revisit", channel="phone", suggestions="Write it on the machine")
    brief = await paper(desk, "revisit-summary")
    table = "Revisits of the period"
    assert [brief.row(table, name)[0] for name in ("Revisits held or tried", "Customer reached")] == [2, 1]
    assert brief.row(table, "With feedback that nobody was told of")[0] == 1


@pytest.mark.parametrize("slug", ["revisit-records", "revisit-summary"])
async def test_who_may_read_figures_only_does_not_read_what_customers_said(desk: Desk, slug: str) -> None:
    path = f"/v1/reports/documents/{slug}?from_at={MARCH[0]}&to_at={MARCH[1]}"
    refused = await desk.house.get(path, Role.BI)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert (await desk.house.client.get(path, headers=bearer(Role.AUDITOR))).status_code == 200
