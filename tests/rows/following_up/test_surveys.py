"""Asking customers what they think, and acting on it (rows 37, 44, 119, 124, 160)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk
from tests.scene import CONFIRMED


async def resolved(desk: Desk, **received: Any) -> str:
    """Return the path of a case that is resolved, with an owner."""
    case = await desk.case(**received)
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    return case


async def skips(desk: Desk, case: str) -> list[dict[str, Any]]:
    history = await desk.read(f"{case}/history")
    events = [each["event"] for each in history["items"]]
    return [event for event in events if event["type"] == "SurveySkipped.v1"]


async def everybody_opts_out(desk: Desk) -> None:
    contact_id = await desk.contact()
    await desk.tell(f"{ACCOUNT}/opt-out-of-surveys", contact_id=contact_id)


async def everybody_was_asked_lately(desk: Desk) -> None:
    contact_id = await desk.contact()
    other = await resolved(desk)
    await desk.tell(f"{other}/survey", survey_id=str(uuid4()), channel="sms", contact_id=contact_id)


async def nobody_is_there(_: Desk) -> None:
    """The account has no contact."""


async def enquiries_are_not_asked_about(desk: Desk) -> None:
    known = await desk.read("/v1/guidelines")
    content = next(one["content"] for one in known["items"] if one["content"]["guideline"] == "surveys")
    changed = {**content, "version": 2, "conditions": {"kinds": ["complaint"]}}
    now = desk.house.clock().isoformat()
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=changed, effective_at=now)


CANNOT_BE_KEPT = {
    "no_contact": nobody_is_there,
    "opted_out": everybody_opts_out,
    "asked_lately": everybody_was_asked_lately,
    "not_in_programme": enquiries_are_not_asked_about,
}


@pytest.mark.requirement(37, 119, 160)
@pytest.mark.parametrize("reason", CANNOT_BE_KEPT)
async def test_a_survey_that_nobody_can_be_sent_is_set_aside_by_the_rule_with_its_reason(
    desk: Desk, reason: str
) -> None:
    await CANNOT_BE_KEPT[reason](desk)
    case = await resolved(desk)
    await desk.later(case, hours=23)
    assert await desk.verdict(case, "survey") == "running"
    await desk.later(case, hours=2)
    assert await desk.verdict(case, "survey") == "cancelled"
    (skipped,) = await skips(desk, case)
    assert (skipped["reason"], skipped["occurred_at"]) == (reason, "2026-03-03T09:00:00Z")
    await desk.later(case, days=3)
    assert (await desk.kpi("voided_promises"))["hits"] == 0


@pytest.mark.evasion(37, 160)
async def test_only_the_rule_says_that_nobody_can_be_asked_and_only_if_it_is_so(desk: Desk) -> None:
    await desk.contact()
    by_hand, forgotten = await resolved(desk), await resolved(desk)
    path = f"{by_hand}/skip-survey"
    assert await desk.refused(path, reason="no_contact", programme_version=1) == "validation_failed"
    for untrue in ("no_contact", "opted_out"):
        assert await desk.refused(path, reason=untrue) == "skipped_without_reason"
    await desk.tell(path, reason="not_in_programme")
    await desk.later(by_hand, forgotten, hours=25)
    assert await desk.verdict(by_hand, "survey") == "voided"
    assert await desk.verdict(forgotten, "survey") == "breached"


@pytest.mark.evasion(44, 119)
@pytest.mark.parametrize("claim", [{"programme_version": 9}, {"expires_at": "2036-01-01T00:00:00Z"}])
async def test_nobody_invents_what_the_programme_says(desk: Desk, claim: dict[str, Any]) -> None:
    case = await resolved(desk)
    survey = {"survey_id": str(uuid4()), "channel": "sms", **claim}
    assert await desk.refused(f"{case}/survey", **survey) == "validation_failed"


@pytest.mark.requirement(124)
@pytest.mark.parametrize("command", ["reply", "revisit", "progress"])
async def test_a_low_score_calls_the_owner_who_contacts_the_customer(desk: Desk, command: str) -> None:
    case = await resolved(desk)
    await desk.later(case, hours=1)
    await desk.rate(case, score=2)
    (called,) = (await desk.read("/v1/clocks?clock=recovery"))["items"]
    assert (called["owner"], called["verdict"], called["due_at"]) == (
        "li.na",
        "running",
        "2026-03-03T10:00:00Z",
    )
    bodies: dict[str, dict[str, Any]] = {
        "reply": {"text": "We are sorry; may we come by?"},
        "revisit": {"channel": "phone", "outcome": "We come by tomorrow"},
        "progress": {"problem": "Too slow", "solution": "A spare bearing on site", "channel": "phone"},
    }
    await desk.tell(f"{case}/{command}", **bodies[command])
    assert await desk.verdict(case, "recovery") == "met"


@pytest.mark.evasion(124)
async def test_a_low_score_that_nobody_follows_is_broken_also_after_the_close_and_a_second_score(
    desk: Desk,
) -> None:
    case = await resolved(desk)
    contact_id = await desk.rate(case, score=1)
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    await desk.tell(f"{case}/close")
    await desk.rate(case, contact_id, score=5, raise_reason="Said so at the gate")
    await desk.later(case, days=2)
    assert await desk.verdicts(case, "recovery") == ["breached"]


async def test_a_good_score_calls_nobody(desk: Desk) -> None:
    case = await resolved(desk)
    await desk.rate(case, score=3)
    assert await desk.verdicts(case, "recovery") == []


async def answered(desk: Desk, case: str, name: str, csat: int) -> None:
    """Ask a new contact about the resolution, and record what the contact says."""
    contact_id, survey_id = await desk.contact(name), str(uuid4())
    await desk.tell(f"{case}/survey", survey_id=survey_id, channel="sms", contact_id=contact_id)
    await desk.tell(f"{case}/answer-survey", survey_id=survey_id, csat=csat)


@pytest.mark.requirement(37, 44)
async def test_several_contacts_who_answer_are_several_voices(desk: Desk) -> None:
    case = await resolved(desk)
    await answered(desk, case, "王工", 5)
    await answered(desk, case, "李工", 2)
    assert {rating["score"] for rating in (await desk.read(case))["ratings"]} == {5, 2}
    figures = await desk.kpi("csat")
    assert (figures["count"], figures["hits"]) == (2, 1)


@pytest.mark.evasion(37, 44)
async def test_one_voice_counts_once_however_often_it_is_told(desk: Desk) -> None:
    case, contact_id, survey_id = await resolved(desk), await desk.contact(), str(uuid4())
    await desk.tell(f"{case}/survey", survey_id=survey_id, channel="sms", contact_id=contact_id)
    for hours in (1, 2, 3):
        await desk.later(case, hours=hours)
        answer = await desk.tell(f"{case}/answer-survey", survey_id=survey_id, csat=5, verbatim="快")
        assert bool(answer["events"]) == (hours == 1)
    (survey,) = (await desk.read(case))["surveys"]
    assert len(survey["answers"]) == 1
    for csat in (4, 5, 4):
        told: dict[str, Any] = {"survey_id": survey_id, "csat": csat, "raise_reason": "Misread"}
        await desk.tell(f"{case}/answer-survey", **told)
    path = f"{case}/answer-survey"
    assert await desk.refused(path, survey_id=survey_id, csat=5) == "survey_corrected_too_often"
    assert (await desk.kpi("csat"))["count"] == 1
