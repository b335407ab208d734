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


async def customer_says(desk: Desk, case: str, contact_id: str | None = None, **scores: int) -> str:
    """Invite a contact by link, and answer on the page as the customer does; return the contact."""
    contact_id = contact_id or await desk.contact()
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
    await desk.rate(case, contact_id, score=5)
    await desk.tell(f"{case}/answer-survey", survey_id=await survey_of(desk, case), csat=5)
    read = await desk.read(case)
    assert [(each["score"], each["told_by"]) for each in read["ratings"]] == [(1, "customer")]
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["hits"], figures["mean_score"]) == (1, 0, 1)
    assert await desk.verdicts(case, "recovery") == ["running"]


async def test_what_staff_told_before_makes_way_for_the_customers_own(desk: Desk) -> None:
    case = await resolved(desk)
    contact_id = await desk.contact()
    await desk.rate(case, contact_id, score=5)
    assert (await desk.kpi("csat"))["hits"] == 1
    assert [each["told_by"] for each in (await desk.read(case))["ratings"]] == ["staff"]
    await desk.later(case, hours=1)
    await customer_says(desk, case, contact_id, csat=2)
    assert [(each["score"], each["told_by"]) for each in (await desk.read(case))["ratings"]] == [
        (2, "customer")
    ]
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["hits"]) == (1, 0)
    assert await desk.verdicts(case, "recovery") == ["running"]


@pytest.mark.evasion(124)
@pytest.mark.parametrize(
    ("scores", "csat", "is_recovered"),
    [((), None, False), ((2, 5), 5, False), ((3,), 3, False)],
)
async def test_a_complaint_is_won_back_only_by_a_rating_of_the_customer(
    desk: Desk, scores: tuple[int, ...], csat: int | None, *, is_recovered: bool
) -> None:
    case = await closed_complaint(desk)
    contact_id = await desk.contact()
    for score in scores:
        await desk.rate(case, contact_id, score=score, raise_reason="Heard so")
        await desk.later(minutes=1)
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
    await desk.rate(on_page, contact_id, score=1)
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


@pytest.mark.evasion(44, 160)
@pytest.mark.parametrize("known", [(), ("channel",), ("contact_id",)])
async def test_a_score_that_nobody_in_particular_gave_or_by_no_channel_is_none(
    desk: Desk, known: tuple[str, ...]
) -> None:
    told: dict[str, Any] = {"channel": "phone", "contact_id": await desk.contact()}
    case = await resolved(desk)
    named = {name: told[name] for name in known}
    assert await desk.refused(f"{case}/rate", score=5, **named) == "rater_not_named"
    assert (await desk.kpi("csat"))["count"] == 0
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
async def test_a_low_score_on_any_scale_calls_the_owner_once(desk: Desk, scores: dict[str, Any]) -> None:
    case = await resolved(desk)
    await customer_says(desk, case, **scores)
    assert await desk.verdicts(case, "recovery") == ["running"]


async def test_who_told_a_rating_stands_on_the_record(desk: Desk) -> None:
    case = await resolved(desk)
    contact_id = await customer_says(desk, case, csat=4)
    body = {"score": 5, "contact_id": contact_id, "channel": "phone"}
    told = await desk.house.post(f"{case}/rate", body, **bearer(Role.SUPERVISOR))
    assert told.json()["events"][0]["event"]["told_by"] == "staff"
    history = (await desk.read(f"{case}/history"))["items"]
    by = [each["event"].get("told_by") for each in history if each["event"]["type"] == "SatisfactionRated.v1"]
    assert by == ["customer", "staff"]


@pytest.mark.evasion(44)
async def test_a_rating_and_an_answer_of_one_contact_are_one_voice_of_which_the_latest_counts(
    desk: Desk,
) -> None:
    case = await resolved(desk)
    contact_id = await desk.contact()
    survey: dict[str, Any] = {"survey_id": str(uuid4())}
    await desk.tell(f"{case}/survey", **survey, channel="phone", contact_id=contact_id)
    await desk.rate(case, contact_id, score=5)
    await desk.later(case, minutes=1)
    await desk.tell(f"{case}/answer-survey", **survey, csat=4)
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["mean_score"]) == (1, 4)
    assert [each["score"] for each in (await desk.read(case))["ratings"]] == [4]


async def recovered(desk: Desk) -> tuple[int, int]:
    figures = await desk.kpi("low_scores_recovered")
    return figures["count"], figures["hits"]


async def asked(desk: Desk, case: str) -> dict[str, Any]:
    """Ask a contact on the phone; return what names the survey."""
    survey: dict[str, Any] = {"survey_id": str(uuid4())}
    contact_id = await desk.contact()
    await desk.tell(f"{case}/survey", **survey, channel="phone", mode="phone", contact_id=contact_id)
    return survey


@pytest.mark.evasion(44, 124)
async def test_staff_raise_no_answer_without_a_reason_and_win_nobody_back_by_it(desk: Desk) -> None:
    case = await resolved(desk)
    survey = await asked(desk, case)
    answer = f"{case}/answer-survey"
    await desk.tell(answer, **survey, csat=2)
    await desk.later(minutes=5)
    assert await desk.refused(answer, **survey, csat=5) == "raised_without_reason"
    assert (await desk.kpi("csat"))["hits"] == 0
    told = await desk.tell(answer, **survey, csat=5, raise_reason="Misheard on the phone")
    (rated,) = [one["event"] for one in told["events"] if one["event"]["type"] == "SatisfactionRated.v1"]
    assert (rated["is_raised"], rated["raise_reason"]) == (True, "Misheard on the phone")
    raised = await desk.kpi("ratings_raised")
    assert (raised["count"], raised["hits"]) == (2, 1)
    assert await recovered(desk) == (1, 0)


@pytest.mark.requirement(44, 124)
async def test_who_called_the_customer_between_two_answers_has_won_them_back(desk: Desk) -> None:
    case = await resolved(desk)
    survey = await asked(desk, case)
    await desk.tell(f"{case}/answer-survey", **survey, csat=2)
    await desk.later(minutes=5)
    await desk.tell(f"{case}/revisit", channel="phone", outcome="They accept our apology")
    await desk.later(minutes=5)
    reason = "They said so when we called"
    await desk.tell(f"{case}/answer-survey", **survey, csat=5, raise_reason=reason)
    assert await recovered(desk) == (1, 1)
    assert (await desk.kpi("ratings_raised"))["hits"] == 1


@pytest.mark.requirement(44)
async def test_customers_correct_their_own_answer_on_the_page_as_before(desk: Desk) -> None:
    case = await resolved(desk)
    invited = await desk.house.post(f"{case}/invite-to-survey", {"contact_id": await desk.contact()})
    for score in ("2", "5"):
        page = await desk.house.client.post(invited.json()["link"], data={"csat": score})
        assert page.status_code == 303, page.text
        await desk.later(minutes=5)
    assert (await desk.kpi("csat"))["mean_score"] == 5
    assert (await desk.kpi("ratings_raised"))["hits"] == 0
    assert await recovered(desk) == (1, 1)


async def shown(desk: Desk, case: str) -> list[bool | None]:
    return [one["by_shown_link"] for one in (await desk.read(case))["ratings"]]


@pytest.mark.requirement(44, 160)
async def test_what_comes_by_a_link_that_a_machine_sent_is_the_customers_and_nobody_of_ours_sees_it(
    desk: Desk,
) -> None:
    case = await resolved(desk)
    contact_id = await customer_says(desk, case, csat=4)
    assert await shown(desk, case) == [None]
    invite = f"{case}/invite-to-survey"
    assert await desk.refused(invite, contact_id=contact_id) == "link_not_for_staff"
    figures = await desk.kpi("ratings_by_shown_links")
    assert (figures["count"], figures["hits"]) == (1, 0)


@pytest.mark.evasion(44, 160)
async def test_who_rates_themselves_by_the_link_that_they_asked_for_is_seen_in_a_figure(desk: Desk) -> None:
    case = await resolved(desk)
    invited = await desk.tell(f"{case}/invite-to-survey", contact_id=await desk.contact())
    link, agent = str(invited["link"]), bearer(Role.AGENT)
    opened = await desk.house.client.get(link, headers=agent)
    sent = await desk.house.client.post(link, data={"csat": "5"}, headers=agent)
    assert (opened.status_code, sent.status_code) == (403, 403)
    page = await desk.house.client.post(link, data={"csat": "5"})
    assert page.status_code == 303, page.text
    assert await shown(desk, case) == [True]
    figures = await desk.kpi("ratings_by_shown_links")
    assert (figures["count"], figures["hits"]) == (1, 1)
