"""A rating is the customer's own (rows 44, 119, 124, 160): what our keys tell never takes its place."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.following_up.test_surveys import resolved
from tests.rows.test_complaint_work import complaint
from tests.scene import CONFIRMED

CAUSE: dict[str, Any] = {
    "cause_class": "process",
    "root_code": "late_delivery",
    "whys": ["one why", "another", "last"],
}


async def customer_says(desk: Desk, case: str, **scores: int) -> str:
    """Invite a contact by link, and answer on the page as the customer does; return the contact."""
    contact_id = await desk.contact()
    invited = await desk.house.post(f"{case}/invite-to-survey", {"contact_id": contact_id})
    assert invited.status_code in {200, 201}, invited.text
    fields = {name: str(score) for name, score in scores.items()}
    page = await desk.house.client.post(invited.json()["link"], data=fields)
    assert page.status_code == 303, page.text
    return contact_id


async def survey_of(desk: Desk, case: str) -> str:
    (survey,) = (await desk.read(case))["surveys"]
    return str(survey["survey_id"])


@pytest.mark.requirement(44)
@pytest.mark.evasion(44, 124, 160)
async def test_no_word_of_ours_takes_the_place_of_the_customers_own(desk: Desk) -> None:
    case = await resolved(desk)
    contact_id = await customer_says(desk, case, csat=1)
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/rate", score=5)
    await desk.tell(f"{case}/rate", score=5, contact_id=contact_id, channel="phone")
    await desk.tell(f"{case}/answer-survey", survey_id=await survey_of(desk, case), csat=5)
    read = await desk.read(case)
    assert [(each["score"], each["told_by"]) for each in read["ratings"]] == [(1, "customer")]
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["hits"], figures["mean_score"]) == (1, 0, 1)
    assert await desk.verdicts(case, "recovery") == ["running"]


async def test_what_staff_told_before_makes_way_for_the_customers_own(desk: Desk) -> None:
    case = await resolved(desk)
    await desk.tell(f"{case}/rate", score=5)
    assert (await desk.kpi("csat"))["hits"] == 1
    assert [each["told_by"] for each in (await desk.read(case))["ratings"]] == ["staff"]
    await desk.later(case, hours=1)
    await customer_says(desk, case, csat=2)
    assert [(each["score"], each["told_by"]) for each in (await desk.read(case))["ratings"]] == [
        (2, "customer")
    ]
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["hits"]) == (1, 0)
    assert await desk.verdicts(case, "recovery") == ["running"]


@pytest.mark.evasion(124)
@pytest.mark.parametrize(
    ("rated", "csat", "is_recovered"),
    [({}, None, False), ({"score": 5}, 5, False), ({"score": 3}, 3, False)],
)
async def test_a_complaint_is_won_back_only_by_a_rating_of_the_customer(
    desk: Desk, rated: dict[str, Any], csat: int | None, *, is_recovered: bool
) -> None:
    case = await closed_complaint(desk)
    if rated:
        await desk.tell(f"{case}/rate", **rated)
    (row,) = (await desk.read("/v1/complaints"))["items"]
    assert (row["csat"], row["is_recovered"]) == (csat, is_recovered)


@pytest.mark.requirement(124)
async def test_a_complaint_is_won_back_when_the_customer_says_so_on_the_page_or_in_a_call(desk: Desk) -> None:
    on_page, in_call = await closed_complaint(desk), await closed_complaint(desk)
    contact_id = await customer_says(desk, on_page, csat=4)
    told: dict[str, Any] = {"score": 5, "contact_id": contact_id, "channel": "phone", "mode": "phone"}
    await desk.tell(f"{in_call}/rate", **told)
    rows = (await desk.read("/v1/complaints"))["items"]
    assert [(row["csat"], row["is_recovered"]) for row in rows] in (
        [(5, True), (4, True)],
        [(4, True), (5, True)],
    )
    await desk.tell(f"{on_page}/rate", score=1)
    rows = (await desk.read("/v1/complaints"))["items"]
    assert {row["csat"] for row in rows} == {4, 5}


async def closed_complaint(desk: Desk) -> str:
    case = await complaint(desk)
    await desk.tell(f"{case}/cause", **CAUSE)
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/reply", text="A new bearing comes today")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    await desk.tell(f"{case}/close")
    return case


@pytest.mark.evasion(160)
@pytest.mark.parametrize("rated", [{}, {"channel": "phone"}])
async def test_a_score_that_nobody_in_particular_gave_is_no_survey(desk: Desk, rated: dict[str, Any]) -> None:
    await desk.contact()
    case = await resolved(desk)
    await desk.tell(f"{case}/rate", score=5, **rated)
    assert await desk.verdict(case, "survey") == "running"
    await desk.later(case, hours=25)
    assert await desk.verdict(case, "survey") == "breached"


@pytest.mark.requirement(160)
async def test_an_interview_with_contact_and_channel_keeps_the_promise_of_a_survey(desk: Desk) -> None:
    contact_id = await desk.contact()
    case = await resolved(desk)
    await desk.tell(f"{case}/rate", score=4, contact_id=contact_id, channel="phone", mode="phone")
    assert await desk.verdict(case, "survey") == "met"


@pytest.mark.evasion(119, 160)
async def test_a_survey_names_whom_it_asks_and_goes_to_the_customer(desk: Desk) -> None:
    contact_id = await desk.contact()
    case = await resolved(desk)
    survey: dict[str, Any] = {"survey_id": str(uuid4())}
    path = f"{case}/survey"
    assert await desk.refused(path, **survey, channel="sms") == "contact_not_named"
    for nowhere in ("monitoring", "internal"):
        to: dict[str, Any] = {"channel": nowhere, "contact_id": contact_id}
        assert await desk.refused(path, **survey, **to) == "no_way_to_customer"
        assert await desk.refused(f"{case}/rate", score=5, **to) == "no_way_to_customer"
    assert await desk.verdict(case, "survey") == "running"
    await desk.tell(f"{ACCOUNT}/opt-out-of-surveys", contact_id=contact_id)
    assert await desk.refused(path, **survey, channel="sms") == "contact_not_named"
    assert await desk.refused(path, **survey, channel="sms", contact_id=contact_id) == "contact_opted_out"


@pytest.mark.requirement(124)
@pytest.mark.parametrize("scores", [{"nps": 0}, {"ces": 1}, {"csat": 1, "nps": 0, "ces": 1}])
async def test_a_low_score_on_any_scale_calls_the_owner_once(desk: Desk, scores: dict[str, int]) -> None:
    case = await resolved(desk)
    await customer_says(desk, case, **scores)
    assert await desk.verdicts(case, "recovery") == ["running"]


async def test_who_told_a_rating_stands_on_the_record(desk: Desk) -> None:
    case = await resolved(desk)
    await customer_says(desk, case, csat=4)
    told = await desk.house.post(f"{case}/rate", {"score": 5}, **bearer(Role.SUPERVISOR))
    assert told.json()["events"][0]["event"]["told_by"] == "staff"
    history = (await desk.read(f"{case}/history"))["items"]
    by = [each["event"].get("told_by") for each in history if each["event"]["type"] == "SatisfactionRated.v1"]
    assert by == ["customer", "staff"]


@pytest.mark.evasion(44)
@pytest.mark.parametrize("named_first", [True, False])
async def test_the_same_voice_told_with_and_without_a_name_counts_once(
    desk: Desk, *, named_first: bool
) -> None:
    case = await resolved(desk)
    named: dict[str, Any] = {"score": 4, "contact_id": await desk.contact(), "channel": "phone"}
    for told in (named, {"score": 5}) if named_first else ({"score": 5}, named):
        await desk.tell(f"{case}/rate", **told)
        await desk.later(case, minutes=1)
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["mean_score"]) == (1, 4)
    assert [each["score"] for each in (await desk.read(case))["ratings"]] == [4]
