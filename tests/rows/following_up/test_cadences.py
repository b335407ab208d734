"""What each tier is given regularly: interviews, news, questionnaires (rows 131, 166), and who escapes it."""

from typing import Any

import pytest

from tests.rows.desk import ACCOUNT, Desk

INTERVIEW: dict[str, Any] = {"kind": "interview", "channel": "on_site", "new_needs": "A second press"}
NEWS: dict[str, Any] = {"topic": "presses", "channel": "email"}
QUESTIONS: dict[str, Any] = {"survey": "2026-q2", "channel": "sms"}


async def owned(desk: Desk, segment: str = "high_value") -> None:
    if segment != "high_value":
        await desk.tell(f"{ACCOUNT}/segment", segment=segment, reason="Its turnover")
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="fewest accounts, knows presses")


@pytest.mark.requirement(131)
async def test_a_high_value_customer_is_interviewed_every_quarter(desk: Desk) -> None:
    await owned(desk)
    await desk.later(ACCOUNT, days=80)
    await desk.tell(f"{ACCOUNT}/visit", **INTERVIEW)
    await desk.later(ACCOUNT, days=200)
    assert await desk.verdicts(ACCOUNT, "quarterly_interview") == ["met", "breached", "breached", "running"]
    assert await desk.verdicts(ACCOUNT, "monthly_news") == []


@pytest.mark.evasion(131)
async def test_an_interview_by_mail_or_without_answers_is_refused_and_a_visit_is_none(desk: Desk) -> None:
    await owned(desk)
    path = f"{ACCOUNT}/visit"
    assert await desk.refused(path, **{**INTERVIEW, "channel": "email"}) == "contact_channel_not_allowed"
    bare: dict[str, Any] = {"kind": "interview", "channel": "phone", "outcome": "Done"}
    assert await desk.refused(path, **bare) == "visit_questions_unanswered"
    await desk.tell(path, kind="visit", channel="on_site", experience="All runs")
    assert await desk.verdicts(ACCOUNT, "quarterly_interview") == ["running"]


@pytest.mark.requirement(131, 166)
async def test_an_ordinary_customer_is_sent_news_every_month_and_a_questionnaire_every_quarter(
    desk: Desk,
) -> None:
    await desk.consent(await desk.contact(), "marketing", "survey")
    await owned(desk, "ordinary")
    for _ in range(3):
        await desk.later(ACCOUNT, days=28)
        await desk.tell(f"{ACCOUNT}/news", **NEWS)
    await desk.tell(f"{ACCOUNT}/survey", **QUESTIONS)
    await desk.later(ACCOUNT, days=40)
    assert await desk.verdicts(ACCOUNT, "monthly_news") == ["met", "met", "met", "breached", "running"]
    assert await desk.verdicts(ACCOUNT, "quarterly_survey") == ["met", "running"]
    assert await desk.verdicts(ACCOUNT, "quarterly_interview") == []


@pytest.mark.evasion(131, 166)
async def test_news_to_nobody_is_none_nor_is_a_questionnaire_to_those_who_opted_out(desk: Desk) -> None:
    await owned(desk, "ordinary")
    for command, body in (("news", NEWS), ("survey", QUESTIONS)):
        assert await desk.refused(f"{ACCOUNT}/{command}", **body) == "nobody_to_receive"
    contact_id = await desk.contact()
    to_ourselves = {**NEWS, "channel": "internal"}
    assert await desk.refused(f"{ACCOUNT}/news", **to_ourselves) == "contact_channel_not_allowed"
    await desk.tell(f"{ACCOUNT}/opt-out-of-surveys", contact_id=contact_id)
    assert await desk.refused(f"{ACCOUNT}/survey", **QUESTIONS) == "nobody_to_receive"
    await desk.later(ACCOUNT, days=100)
    assert await desk.verdicts(ACCOUNT, "monthly_news") == ["breached", "breached", "breached", "running"]
    assert await desk.verdicts(ACCOUNT, "quarterly_survey") == ["breached", "running"]


@pytest.mark.evasion(23, 131, 166)
async def test_silence_costs_every_month_and_doing_it_twice_in_one_month_makes_up_for_none(
    desk: Desk,
) -> None:
    await desk.consent(await desk.contact(), "marketing", "survey")
    await owned(desk, "ordinary")
    await desk.later(ACCOUNT, days=100)
    for _ in range(5):
        await desk.tell(f"{ACCOUNT}/news", **NEWS)
        await desk.later(ACCOUNT, hours=1)
    await desk.later(ACCOUNT, days=30)
    assert await desk.verdicts(ACCOUNT, "monthly_news") == [*(["breached"] * 3), "met", "running"]
    assert await desk.verdicts(ACCOUNT, "monthly_visit") == [*(["breached"] * 4), "running"]


@pytest.mark.evasion(131, 166)
async def test_who_moves_an_account_to_another_tier_to_be_rid_of_its_cadences_is_seen_in_a_figure(
    desk: Desk,
) -> None:
    await desk.contact()
    await owned(desk, "ordinary")
    await desk.later(ACCOUNT, days=30)
    await desk.tell(f"{ACCOUNT}/segment", segment="high_value", reason="Growing")
    await desk.later(ACCOUNT, days=1)
    taken_away = await desk.kpi("voided_promises")
    assert (taken_away["hits"], await desk.verdicts(ACCOUNT, "monthly_news")) == (2, ["voided"])
    for by, name in (("owner", "li.na"), ("end_reason", "reclassified")):
        groups = (await desk.read(f"/v1/reports/kpi?by={by}"))["groups"]
        (group,) = [one for one in groups if one["group"] == name]
        assert group["figures"]["voided_promises"]["hits"] == 2


async def test_a_cadence_that_was_missed_before_the_change_of_tier_stays_missed(desk: Desk) -> None:
    await owned(desk, "ordinary")
    await desk.later(ACCOUNT, days=32)
    await desk.tell(f"{ACCOUNT}/segment", segment="high_value", reason="Growing")
    assert await desk.verdicts(ACCOUNT, "monthly_news") == ["breached", "voided"]


@pytest.mark.evasion(37)
async def test_who_keeps_accounts_without_contacts_is_seen_by_the_surveys_that_are_set_aside(
    desk: Desk,
) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.later(case, hours=25)
    set_aside = await desk.kpi("surveys_set_aside")
    assert (set_aside["count"], set_aside["hits"]) == (1, 1)
    by_owner = await desk.read("/v1/reports/kpi?by=owner")
    (group,) = [one for one in by_owner["groups"] if one["group"] == "li.na"]
    assert group["figures"]["surveys_set_aside"]["hits"] == 1


@pytest.mark.requirement(154)
async def test_a_high_value_customer_is_sent_reports_of_the_trade_each_month(desk: Desk) -> None:
    await desk.consent(await desk.contact(), "marketing", "survey")
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/news", **NEWS | {"kind": "value_content", "topic": "轴承行业月报"})
    await desk.later(ACCOUNT, days=70)
    assert await desk.verdicts(ACCOUNT, "value_content") == ["met", "breached", "running"]


@pytest.mark.evasion(154)
async def test_news_of_ours_is_no_report_of_the_trade(desk: Desk) -> None:
    await desk.consent(await desk.contact(), "marketing", "survey")
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/news", **NEWS)
    assert await desk.verdicts(ACCOUNT, "value_content") == ["running"]


@pytest.mark.requirement(164)
async def test_the_executives_of_a_high_value_customer_and_ours_meet_twice_a_year(desk: Desk) -> None:
    await owned(desk)
    await desk.later(ACCOUNT, days=100)
    meeting: dict[str, Any] = {"kind": "executive_meeting", "channel": "on_site"}
    await desk.tell(f"{ACCOUNT}/visit", **meeting, new_needs="北方新厂的配套")
    await desk.later(ACCOUNT, days=300)
    assert await desk.verdicts(ACCOUNT, "executive_meeting") == ["met", "breached", "running"]


@pytest.mark.evasion(164)
async def test_a_visit_of_the_agent_is_no_meeting_of_executives(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/visit", kind="visit", channel="on_site", experience="All runs")
    assert await desk.verdicts(ACCOUNT, "executive_meeting") == ["running"]
    bare: dict[str, Any] = {"kind": "executive_meeting", "channel": "on_site", "outcome": "Dinner"}
    assert await desk.refused(f"{ACCOUNT}/visit", **bare) == "visit_questions_unanswered"
