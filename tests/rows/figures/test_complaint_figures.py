"""Complaints: whom we won back, what it took, what comes again (rows 124, 125, 138)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.people.test_own_ratings import customer_says
from tests.rows.test_complaint_work import CAUSE, COUPON, IDS, complaint
from tests.scene import CONFIRMED

HOUR = 3600


async def settled(desk: Desk, **cause: Any) -> str:
    case = await complaint(desk)
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/cause", **{**CAUSE, **cause})
    await desk.tell(f"{case}/resolve", resolution="Sent again")
    return case


async def figures_of(desk: Desk, query: str = "") -> dict[str, Any]:
    return without_nulls((await desk.read(f"/v1/reports/kpi{query}"))["total"]["figures"])


def without_nulls(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        slug: {name: value for name, value in each.items() if value is not None}
        for slug, each in figures.items()
    }


@pytest.mark.requirement(124)
async def test_who_was_discontent_and_is_content_now_was_won_back(desk: Desk) -> None:
    case = await settled(desk)
    contact_id = await customer_says(desk, case, csat=2)
    assert (await figures_of(desk))["low_scores_recovered"]["hits"] == 0
    await desk.later(hours=3)
    await desk.tell(f"{case}/reopen", reason="It came broken")
    await desk.tell(f"{case}/reply", text="We bring a new one")
    await desk.tell(f"{case}/resolve", resolution="Brought a new one")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    await desk.tell(f"{case}/rate", score=5, contact_id=contact_id, channel="phone")
    figures = await figures_of(desk)
    assert (figures["low_scores_recovered"]["count"], figures["low_scores_recovered"]["hits"]) == (1, 1)
    assert (figures["complaints_recovered"]["count"], figures["complaints_recovered"]["hits"]) == (1, 1)
    assert figures["recoveries_in_time"] == {"count": 1, "hits": 1, "ratio": 1.0}


@pytest.mark.evasion(124)
async def test_who_says_so_in_place_of_the_customer_wins_nobody_back(desk: Desk) -> None:
    case = await settled(desk)
    await customer_says(desk, case, csat=2)
    await desk.later(hours=3)
    await desk.tell(f"{case}/reopen", reason="It came broken")
    await desk.tell(f"{case}/reply", text="We bring a new one")
    await desk.tell(f"{case}/resolve", resolution="Brought a new one")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.refused(f"{case}/rate", score=5) == "rater_not_named"
    figures = await figures_of(desk)
    assert (figures["low_scores_recovered"]["count"], figures["low_scores_recovered"]["hits"]) == (1, 0)
    assert (figures["complaints_recovered"]["count"], figures["complaints_recovered"]["hits"]) == (1, 0)


@pytest.mark.requirement(125)
async def test_hand_overs_cost_and_time_of_complaints_are_figures(desk: Desk) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/hand-over", to_owner="wang.a", note="knows the lorry")
    await desk.tell(f"{case}/remedies", remedy_id=IDS[0], **COUPON, amount_minor=10_000)
    await desk.tell(f"{case}/remedies/grant", remedy_id=IDS[0], granted_by="li.na")
    await desk.later(hours=9)
    await desk.tell(f"{case}/reply", text="Sent again")
    await desk.tell(f"{case}/resolve", resolution="Sent again")
    other = await complaint(desk)
    figures = await figures_of(desk)
    assert figures["complaints_received"]["count"] == 2
    assert figures["complaint_handovers"]["count"] == 1
    assert figures["complaint_cost"] == {"count": 2, "hits": 0, "ratio": 0.0, "total_minor": 10_000}
    assert figures["complaint_time"]["total_seconds"] == 9 * HOUR
    assert figures["complaints_compensated"] == {"count": 1, "hits": 1, "ratio": 1.0}
    rows = (await desk.read("/v1/kpis/complaint_cost/explain"))["items"]
    assert {each["links"]["case"]: each["amount_minor"] for each in rows} == {case: 10_000, other: None}


@pytest.mark.evasion(125)
async def test_who_assigns_a_complaint_anew_in_place_of_handing_it_over_is_counted(desk: Desk) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/assign", owner="wang.a")
    figures = await figures_of(desk)
    assert (figures["complaint_handovers"]["count"], figures["left_to_others"]["count"]) == (0, 1)
    groups = (await desk.read("/v1/reports/kpi?by=kind"))["groups"]
    (of_complaints,) = [each["figures"] for each in groups if each["group"] == "complaint"]
    assert of_complaints["left_to_others"]["count"] == 1


@pytest.mark.requirement(138)
async def test_complaints_have_a_trend_and_what_comes_again_is_counted(desk: Desk) -> None:
    await settled(desk)
    await desk.later(days=40)
    again = await settled(desk)
    await desk.later(days=1)
    await settled(desk, root_code="attitude", cause_class="service")
    by_month = (await desk.read("/v1/reports/kpi?by=month"))["groups"]
    trend = {each["group"]: each["figures"]["complaints_received"]["count"] for each in by_month}
    assert trend == {"202603": 1, "202604": 2}
    by_root = (await desk.read("/v1/reports/kpi?by=root_code"))["groups"]
    figures = {each["group"]: without_nulls(each["figures"]) for each in by_root}
    assert figures["late_delivery"]["complaints_received"]["count"] == 2
    assert figures["late_delivery"]["complaint_recurrence"] == {"count": 2, "hits": 1, "ratio": 0.5}
    assert figures["attitude"]["complaint_recurrence"]["hits"] == 0
    rows = (await desk.read("/v1/kpis/complaint_recurrence/explain?by=root_code&group=late_delivery"))[
        "items"
    ]
    assert [each["links"]["case"] for each in rows if each["hits"]] == [again]


@pytest.mark.evasion(138)
async def test_who_names_another_root_each_time_has_a_customer_who_came_again(desk: Desk) -> None:
    await settled(desk)
    await desk.later(days=2)
    await settled(desk, root_code="attitude", cause_class="service")
    figures = await figures_of(desk)
    assert figures["complaint_recurrence"]["hits"] == 0
    assert figures["repeat_contacts"]["hits"] == 1
