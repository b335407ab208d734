"""Data of customers are used with their consent (row 147)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

NEWS: dict[str, Any] = {"topic": "spring-catalogue", "channel": "email"}
QUESTIONS: dict[str, Any] = {"survey": "2026-q1", "channel": "email"}


async def consents(desk: Desk, query: str = "") -> list[tuple[str, str]]:
    items = (await desk.read(f"/v1/consents{query}"))["items"]
    return [(one["purpose"], one["standing"]) for one in items]


@pytest.mark.requirement(147)
async def test_news_goes_to_who_consented_to_it_and_to_nobody_once_that_is_withdrawn(desk: Desk) -> None:
    contact_id = await desk.contact()
    assert await desk.refused(f"{ACCOUNT}/news", **NEWS) == "consent_required"
    assert await desk.refused(f"{ACCOUNT}/survey", **QUESTIONS) == "consent_required"
    await desk.consent(contact_id, "marketing")
    await desk.tell(f"{ACCOUNT}/news", **NEWS)
    assert await desk.refused(f"{ACCOUNT}/survey", **QUESTIONS) == "consent_required"
    (given,) = (await desk.read("/v1/consents?standing=given"))["items"]
    shown = ("purpose", "text_version", "language", "channel", "evidence")
    assert [given[name] for name in shown] == ["marketing", 1, "zh", "email", "Mail of 2 March"]
    await desk.later(days=1)
    await desk.tell(f"{ACCOUNT}/consents/withdraw", contact_id=contact_id, purpose="marketing")
    await desk.later(days=1)
    assert await desk.refused(f"{ACCOUNT}/news", **NEWS) == "nobody_to_receive"
    # What was sent while it was allowed can still be told, at its time.
    then = (desk.house.clock() - timedelta(days=1, hours=6)).isoformat()
    await desk.tell(f"{ACCOUNT}/news", **NEWS, occurred_at=then)
    assert await consents(desk) == [("marketing", "withdrawn")]


@pytest.mark.evasion(147)
async def test_consent_without_evidence_words_or_purpose_is_none_and_none_holds_from_before_it_was_given(
    desk: Desk,
) -> None:
    contact_id = await desk.contact()
    path, said = f"{ACCOUNT}/consents", {"text_version": 1, "language": "zh", "channel": "email"}
    whole: dict[str, Any] = {"contact_id": contact_id, "purpose": "marketing", **said, "evidence": "Mail 12"}
    for changed, problem in (
        ({"evidence": "x"}, "words_without_meaning"),
        ({"purpose": "resale"}, "purpose_unknown"),
        ({"text_version": 9}, "consent_text_unknown"),
        ({"contact_id": "0195c3a0-0000-7000-8000-00000000aaaa"}, "contact_not_found"),
    ):
        assert await desk.refused(path, **{**whole, **changed}) == problem
    await desk.later(hours=2)
    await desk.tell(path, **whole)
    before = (desk.house.clock() - timedelta(hours=1)).isoformat()
    assert await desk.refused(f"{ACCOUNT}/news", **NEWS, occurred_at=before) == "consent_required"


@pytest.mark.evasion(147)
async def test_an_opt_out_of_surveys_and_a_withdrawn_consent_are_one_word(desk: Desk) -> None:
    contact_id = await desk.contact()
    await desk.consent(contact_id, "survey")
    await desk.tell(f"{ACCOUNT}/survey", **QUESTIONS)
    await desk.later(hours=1)
    await desk.tell(f"{ACCOUNT}/opt-out-of-surveys", contact_id=contact_id)
    assert await consents(desk) == [("survey", "withdrawn")]
    assert await desk.refused(f"{ACCOUNT}/survey", **QUESTIONS) == "nobody_to_receive"
    await desk.later(hours=1)
    # Not to object any more is no consent yet.
    await desk.tell(f"{ACCOUNT}/opt-in-to-surveys", contact_id=contact_id)
    assert await desk.refused(f"{ACCOUNT}/survey", **QUESTIONS) == "consent_required"
    await desk.tell(f"{ACCOUNT}/consents/withdraw", contact_id=contact_id, purpose="survey")
    assert (await desk.read(ACCOUNT))["opted_out_of_surveys"] == [contact_id]


@pytest.mark.requirement(147)
async def test_a_house_that_wants_consent_for_surveys_too_says_so_in_the_guideline(desk: Desk) -> None:
    title = {"zh": "调查", "en": "Surveys"}
    purpose = {"purpose": "survey", "title": title, "texts": [{"version": 1, "text": title}]}
    content = {
        "guideline": "consent",
        "version": 2,
        "purposes": [purpose],
        "uses": [{"use": "survey", "purpose": "survey", "needs": "consent"}],
    }
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    contact_id = await desk.contact()
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    survey = {"survey_id": "0195c3a0-0000-7000-8000-000000000071", "channel": "sms", "contact_id": contact_id}
    assert await desk.refused(f"{case}/survey", **survey) == "consent_required"  # type: ignore[arg-type]
    assert await desk.refused(f"{case}/invite-to-survey") == "nobody_to_ask"
    await desk.consent(contact_id, "survey")
    await desk.tell(f"{case}/invite-to-survey")
    await desk.tell(f"{ACCOUNT}/news", **NEWS)
