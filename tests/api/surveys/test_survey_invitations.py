"""Who is asked what they think of a resolution, when, and how often at most."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.composition import House, bearer
from tests.api.surveys.survey_scenes import LI, WANG, done, invited, opened_house, resolved_case, surveys_of


async def slug_of(house: House, path: str, body: object = None) -> tuple[int, str]:
    refused = await house.post(path, body)
    return refused.status_code, refused.json()["type"].rpartition("/")[2]


async def due(house: House) -> list[dict[str, Any]]:
    await house.catch_up()
    shown = await house.get("/v1/surveys/due")
    found: list[dict[str, Any]] = shown.json()["items"]
    return found


@pytest.mark.requirement(37)
@pytest.mark.requirement(160)
async def test_whoever_reported_a_case_is_asked_once_it_is_resolved_and_within_24_hours(house: House) -> None:
    await opened_house(house)
    open_case = await house.receive_case(reported_by="王芳")
    assert await due(house) == []
    assert await slug_of(house, f"{open_case}/invite-to-survey") == (409, "cycle_not_resolved")

    await done(house, f"{open_case}/assign", {"owner": "li.na"})
    await done(house, f"{open_case}/resolve")
    (waiting,) = await due(house)
    assert (waiting["contact_id"], waiting["why"]) == (str(WANG), "reporting_contact")
    assert (waiting["resolved_at"], waiting["due_at"]) == ("2026-03-02T09:00:00Z", "2026-03-03T09:00:00Z")

    told = await done(house, f"{open_case}/invite-to-survey")
    assert (told["contact_id"], told["channel"], told["cycle"]) == (str(WANG), "sms", 1)
    assert told["expires_at"] == "2026-04-01T09:00:00Z"
    assert await due(house) == []
    clocks = (await house.get(f"{open_case}/clocks")).json()["clocks"]
    assert [each["verdict"] for each in clocks if each["clock"] == "survey"] == ["met"]


async def test_the_same_invitation_again_answers_the_same_link_and_asks_nobody_twice(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    first = await done(house, f"{case}/invite-to-survey", {"contact_id": str(LI)})
    house.clock.advance(days=2)
    assert await done(house, f"{case}/invite-to-survey") == first
    assert await done(house, f"{case}/invite-to-survey", {"channel": "sms"}) == first
    assert len(await surveys_of(house, case)) == 1
    measured = (await house.get("/metrics")).text
    assert 'casebook_commands_total{command="SendSurvey",outcome="recorded"} 1.0' in measured


async def test_a_reopened_case_gets_a_survey_of_its_own_and_the_old_one_stays(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    first = await done(house, f"{case}/invite-to-survey")
    await done(house, f"{case}/reopen", {"reason": "It stops again"})
    await done(house, f"{case}/resolve")
    second = await done(house, f"{case}/invite-to-survey")
    assert (first["cycle"], second["cycle"]) == (1, 2)
    assert first["link"] != second["link"]
    assert await done(house, f"{case}/invite-to-survey", {"cycle": 1}) == first


@pytest.mark.requirement(119)
async def test_a_contact_who_was_asked_lately_is_left_in_peace_and_another_is_asked(house: House) -> None:
    await opened_house(house)
    first, second, third = [await resolved_case(house) for _ in range(3)]
    await invited(house, first)
    (_, waiting) = await due(house)
    assert (waiting["contact_id"], waiting["why"]) == (str(WANG), "account_contact")
    spared = {"contact_id": str(LI), "why": "asked_lately", "free_at": "2026-03-16T09:00:00Z"}
    assert waiting["spared"] == [spared]

    told = {"contact_id": str(LI)}
    assert await slug_of(house, f"{second}/invite-to-survey", told) == (409, "asked_lately")
    assert (await done(house, f"{second}/invite-to-survey"))["contact_id"] == str(WANG)
    await house.catch_up()
    assert await slug_of(house, f"{third}/invite-to-survey") == (409, "nobody_to_ask")

    house.clock.advance(days=13, hours=23)
    assert await slug_of(house, f"{third}/invite-to-survey") == (409, "nobody_to_ask")
    house.clock.advance(hours=1)
    assert (await done(house, f"{third}/invite-to-survey"))["contact_id"] == str(LI)


@pytest.mark.requirement(37)
@pytest.mark.requirement(119)
async def test_a_contact_who_opted_out_is_never_asked_until_opting_in_again(house: House) -> None:
    account = await opened_house(house)
    case = await resolved_case(house)
    for contact_id in (LI, WANG):
        await done(house, f"{account}/opt-out-of-surveys", {"contact_id": str(contact_id)})
    assert (await house.get(account)).json()["opted_out_of_surveys"] == [str(LI), str(WANG)]
    (waiting,) = await due(house)
    assert waiting["contact_id"] is None
    assert [each["why"] for each in waiting["spared"]] == ["opted_out", "opted_out"]

    asked = {"contact_id": str(LI)}
    by_hand = {"survey_id": str(uuid4()), "channel": "phone", "mode": "phone", **asked}
    assert await slug_of(house, f"{case}/invite-to-survey") == (409, "nobody_to_ask")
    assert await slug_of(house, f"{case}/invite-to-survey", asked) == (409, "contact_opted_out")
    assert await slug_of(house, f"{case}/survey", by_hand) == (409, "contact_opted_out")

    await done(house, f"{account}/opt-in-to-surveys", asked)
    assert (await done(house, f"{case}/invite-to-survey"))["contact_id"] == str(LI)


async def test_a_contact_of_somebody_else_is_not_asked(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    told = {"contact_id": str(uuid4())}
    assert await slug_of(house, f"{case}/invite-to-survey", told) == (404, "contact_not_found")
    assert await slug_of(house, f"/v1/cases/{uuid4()}/invite-to-survey") == (404, "case_not_found")
    assert await surveys_of(house, case) == []


@pytest.mark.requirement(37)
async def test_the_programme_is_data_that_is_published_and_says_whom_and_when_to_ask(house: House) -> None:
    await opened_house(house)
    known = (await house.get("/v1/guidelines")).json()["items"]
    default = next(each["content"] for each in known if each["content"]["guideline"] == "surveys")
    changed = {
        **default,
        "version": 2,
        "delay_seconds": 3_600,
        "whom": "account_contacts",
        "conditions": {"kinds": ["complaint", "technical"], "segments": ["high_value"]},
        "link_valid_days": 3,
    }
    published = await house.client.post(
        "/v1/guidelines",
        json={"content": changed, "effective_at": house.clock().isoformat()},
        headers=bearer(Role.SUPERVISOR),
    )
    assert published.status_code == 200, published.text

    technical = await resolved_case(house, reported_by="王芳")
    enquiry = await resolved_case(house, kind="enquiry")
    assert await slug_of(house, f"{enquiry}/invite-to-survey") == (409, "not_asked_about")
    assert await due(house) == []
    house.clock.advance(hours=1)
    (waiting,) = await due(house)
    assert (waiting["case_id"], waiting["contact_id"]) == (technical.rpartition("/")[2], str(LI))
    told = await done(house, f"{technical}/invite-to-survey")
    assert told["expires_at"] == "2026-03-05T10:00:00Z"
    (survey,) = await surveys_of(house, technical)
    assert survey["programme_version"] == 2


async def test_a_resolution_long_ago_is_not_asked_about_any_more(house: House) -> None:
    await opened_house(house)
    await resolved_case(house)
    house.clock.advance(days=13, hours=23)
    assert len(await due(house)) == 1
    house.clock.advance(hours=1)
    assert await due(house) == []


async def test_what_is_due_is_read_page_by_page_with_the_first_due_first(house: House) -> None:
    await opened_house(house)
    cases = []
    for _ in range(3):
        cases.append((await resolved_case(house)).rpartition("/")[2])
        house.clock.advance(minutes=1)
    await house.catch_up()
    first = (await house.get("/v1/surveys/due?limit=2")).json()
    second = (await house.get(first["next"])).json()
    assert [each["case_id"] for each in (*first["items"], *second["items"])] == cases
    assert second["next"] is None


async def test_without_a_secret_there_are_no_links(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    services = house.app.state.services
    object.__setattr__(services, "survey_links", None)
    assert await slug_of(house, f"{case}/invite-to-survey") == (503, "survey_links_off")


@pytest.mark.requirement(44)
async def test_an_agent_interviews_a_customer_by_a_call_and_records_the_answers(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    survey = {"survey_id": str(uuid4())}
    called = {**survey, "channel": "phone", "mode": "phone", "contact_id": str(LI)}
    await done(house, f"{case}/survey", called)
    said = {"csat": 5, "nps": 9, "ces": 6, "verbatim": "来得很快"}
    answered = await done(house, f"{case}/answer-survey", {**survey, **said})
    types = [each["event"]["type"] for each in answered["events"]]
    assert types == ["SurveyAnswered.v1", *["SatisfactionRated.v1"] * 3]
    (shown,) = await surveys_of(house, case)
    (answer,) = shown["answers"]
    assert {name: answer[name] for name in said} == said
    assert answer["mode"] == "phone"
    ratings = (await house.get(case)).json()["ratings"]
    assert {(each["scale"], each["score"]) for each in ratings} == {("csat", 5), ("nps", 9), ("ces", 6)}


@pytest.mark.requirement(44)
async def test_late_changed_and_refused_answers_are_all_kept(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    survey = {"survey_id": (await done(house, f"{case}/invite-to-survey"))["survey_id"]}
    await done(house, f"{case}/decline-survey", {**survey, "reason": "Not now"})
    house.clock.advance(days=1)
    await done(house, f"{case}/answer-survey", {**survey, "csat": 2, "verbatim": "Slow"})
    house.clock.advance(days=9)
    await done(house, f"{case}/answer-survey", {**survey, "csat": 4, "raise_reason": "Called again"})
    (shown,) = await surveys_of(house, case)
    assert shown["decline_reason"] == "Not now"
    kept = [(each["csat"], each["verbatim"], each["is_late"]) for each in shown["answers"]]
    assert kept == [(2, "Slow", False), (4, None, True)]
    assert [each["score"] for each in (await house.get(case)).json()["ratings"]] == [4]


async def test_an_answer_by_a_call_is_kept_after_the_link_has_expired(house: House) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    survey = {"survey_id": (await done(house, f"{case}/invite-to-survey"))["survey_id"], "csat": 4}
    house.clock.advance(days=30)
    assert await slug_of(house, f"{case}/answer-survey", survey) == (409, "survey_expired")
    assert await slug_of(house, f"{case}/invite-to-survey") == (409, "survey_expired")
    await done(house, f"{case}/answer-survey", {**survey, "mode": "phone"})


@pytest.mark.requirement(166)
async def test_ordinary_accounts_are_sent_a_questionnaire_every_quarter(house: House) -> None:
    await opened_house(house)
    opened = await house.post("/v1/accounts", {"code": "KA-2", "name": "普通客户", "segment": "ordinary"})
    assert opened.status_code == 201
    account = f"/v1/accounts/{account_id_of('KA-2')}"
    await done(house, f"{account}/owner", {"owner": "a.chen", "reason": "Knows the trade"})
    assert await quarterly(house, account) == [("running", "2026-06-02T08:59:59.999999Z")]
    house.clock.advance(days=30)
    contact_id = str(uuid4())
    await done(house, f"{account}/contacts", {"contact_id": contact_id, "name": "王工"})
    said = {"text_version": 1, "language": "zh", "channel": "email", "evidence": "Mail of 1 April"}
    await done(house, f"{account}/consents", {"contact_id": contact_id, "purpose": "survey", **said})
    await done(house, f"{account}/survey", {"survey": "2026-q1", "channel": "sms"})
    assert [verdict for verdict, _ in await quarterly(house, account)] == ["met"]


async def quarterly(house: House, account: str) -> list[tuple[str, str]]:
    clocks = (await house.get(f"{account}/clocks")).json()["clocks"]
    return [(each["verdict"], each["due_at"]) for each in clocks if each["clock"] == "quarterly_survey"]


@pytest.mark.requirement(119)
@pytest.mark.requirement(160)
async def test_whoever_is_left_in_peace_breaks_no_promise_of_ours(house: House) -> None:
    account = await opened_house(house)
    for contact_id in (LI, WANG):
        await done(house, f"{account}/opt-out-of-surveys", {"contact_id": str(contact_id)})
    case = await resolved_case(house)
    await done(house, f"{case}/skip-survey", {"reason": "opted_out"})
    clocks = (await house.get(f"{case}/clocks")).json()["clocks"]
    assert [each["verdict"] for each in clocks if each["clock"] == "survey"] == ["voided"]
    assert await due(house) == []
    await done(house, f"{account}/opt-in-to-surveys", {"contact_id": str(LI)})
    await done(house, f"{case}/invite-to-survey")
    refused = await slug_of(house, f"{case}/skip-survey", {"reason": "no_contact", "cycle": 1})
    assert refused == (409, "asked_already")
