"""Seeing the customer again about a case (rows 99, 114, 115, 117, 118, 120)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk
from tests.scene import CONFIRMED

Item = dict[str, Any]
SAID: Item = {"channel": "phone", "outcome": "All runs"}
TIERS = ("high_value", "potential", "ordinary")


def plan(desk: Desk, days: int = 30, **told: Any) -> Item:
    """Return the plan of a revisit in so many days."""
    due_at = desk.house.clock() + timedelta(days=days)
    return {"revisit_id": str(uuid4()), "due_at": due_at.isoformat(), **told}


async def of_tier(desk: Desk, segment: str) -> None:
    if segment != "high_value":
        await desk.tell(f"{ACCOUNT}/segment", segment=segment, reason="Its turnover")


async def summary(desk: Desk, query: str = "") -> Item:
    found: Item = (await desk.read(f"/v1/revisits/records{query}"))["summary"]
    return found


async def complaint(desk: Desk) -> str:
    """Return the path of a complaint that is accepted at once."""
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/assign", owner="li.na", reason="on duty")
    await desk.tell(f"{case}/acknowledge")
    await desk.tell(f"{case}/reply", text="We pay it back")
    return case


@pytest.mark.requirement(120)
async def test_a_complaint_is_accepted_at_once_has_a_result_and_is_revisited_afterwards(desk: Desk) -> None:
    case = await complaint(desk)
    assert await desk.verdict(case, "acknowledgement") == "met"
    await desk.tell(f"{case}/resolve", resolution="Paid back")
    assert await desk.verdict(case, "resolution") == "met"
    await desk.later(case, days=2)
    (due,) = (await desk.read(f"/v1/revisits?case_id={case.rpartition('/')[2]}"))["items"]
    assert [one["question"] for one in due["questions"]] == ["settled", "satisfaction", "suggestions"]
    answers = [{"question": "settled", "answer": "Yes"}]
    await desk.tell(f"{case}/revisit", channel="phone", template="complaint", answers=answers)
    assert await desk.verdict(case, "complaint_revisit") == "met"


@pytest.mark.evasion(120)
async def test_a_revisit_before_the_result_without_a_word_or_in_vain_is_not_the_one_afterwards(
    desk: Desk,
) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/revisit", **SAID)
    await desk.tell(f"{case}/resolve", resolution="Paid back")
    await desk.tell(f"{case}/revisit", channel="phone", reached=False)
    assert await desk.refused(f"{case}/revisit", channel="phone") == "nothing_said"
    assert await desk.refused(f"{case}/revisit", **{**SAID, "channel": "internal"}) == (
        "contact_channel_not_allowed"
    )
    await desk.later(case, days=4)
    assert await desk.verdict(case, "complaint_revisit") == "breached"


@pytest.mark.evasion(120)
async def test_the_call_that_tells_the_result_is_no_revisit_afterwards_nor_is_that_of_a_machine(
    desk: Desk,
) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/resolve", resolution="Paid back")
    await desk.tell(f"{case}/revisit", **SAID)
    assert await desk.refused(f"{case}/revisit", Role.INTEGRATION, **SAID) == "person_not_named"
    assert await desk.verdict(case, "complaint_revisit") == "running"
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/revisit", **SAID)
    assert await desk.verdict(case, "complaint_revisit") == "met"


@pytest.mark.requirement(117)
@pytest.mark.evasion(117)
async def test_a_visit_to_the_account_has_its_record_as_a_revisit_of_a_case_has(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/revisit", **SAID)
    visit: Item = {"kind": "visit", "channel": "on_site", "experience": "All three lines run"}
    await desk.tell(f"{ACCOUNT}/visit", **visit, inconveniences="The manual is in English only")
    await desk.tell(f"{ACCOUNT}/visit", kind="call", channel="phone", reached=False)
    of_case, visited, in_vain = (await desk.read("/v1/revisits/records"))["items"]
    assert (of_case["kind"], visited["kind"], visited["case_id"]) == (None, "visit", None)
    assert (visited["account_code"], visited["experience"]) == ("KA-1", visit["experience"])
    assert (in_vain["kind"], in_vain["reached"]) == ("call", False)
    figures = await summary(desk)
    assert (figures["attempts"], figures["reached"], figures["with_suggestions"]) == (3, 2, 1)
    assert figures["not_routed"] == 1


@pytest.mark.requirement(115)
@pytest.mark.parametrize("channel", ["phone", "email", "sms"])
async def test_a_customer_is_revisited_by_phone_mail_or_text_message(desk: Desk, channel: str) -> None:
    case = await desk.case()
    revisit = plan(desk, template="festival", channel=channel)
    await desk.tell(f"{case}/revisits", **revisit)
    told: Item = {"channel": channel, "satisfaction": "All well", "revisit_id": revisit["revisit_id"]}
    await desk.tell(f"{case}/revisit", **told)
    (record,) = (await desk.read("/v1/revisits/records"))["items"]
    assert (record["channel"], await desk.verdict(case, "planned_revisit")) == (channel, "met")


@pytest.mark.evasion(115)
async def test_a_revisit_names_its_channel_and_one_that_reaches_a_customer(desk: Desk) -> None:
    case = await desk.case()
    assert await desk.refused(f"{case}/revisit", outcome="All runs") == "validation_failed"
    for channel in ("internal", "api", "monitoring", "self_service", "web_form", "community"):
        by_it: Item = {**SAID, "channel": channel}
        assert await desk.refused(f"{case}/revisit", **by_it) == "contact_channel_not_allowed"


@pytest.mark.requirement(114)
@pytest.mark.parametrize("segment", TIERS)
async def test_customers_of_each_type_are_revisited_ad_hoc_with_their_own_questions(
    desk: Desk, segment: str
) -> None:
    await of_tier(desk, segment)
    case = await desk.case()
    revisit = plan(desk)
    await desk.tell(f"{case}/revisits", **revisit)
    (due,) = (await desk.read("/v1/revisits?due_before=2026-05-01T00:00:00Z"))["items"]
    assert (due["template"], bool(due["questions"])) == (segment, True)
    await desk.later(case, days=29)
    await desk.tell(f"{case}/revisit", **SAID, revisit_id=revisit["revisit_id"])
    assert await desk.verdict(case, "planned_revisit") == "met"


@pytest.mark.evasion(114)
async def test_the_questions_of_another_type_are_refused_and_who_cancels_the_plan_is_seen(desk: Desk) -> None:
    await of_tier(desk, "ordinary")
    case = await desk.case()
    others = "revisit_template_for_others"
    assert await desk.refused(f"{case}/revisits", **plan(desk, template="high_value")) == others
    assert await desk.refused(f"{case}/revisit", **SAID, template="high_value") == others
    given_up, forgotten = plan(desk), plan(desk)
    for revisit in (given_up, forgotten):
        await desk.tell(f"{case}/revisits", **revisit)
    await desk.tell(f"{case}/revisits/cancel", revisit_id=given_up["revisit_id"], reason="No time")
    await desk.later(case, days=31)
    assert await desk.verdicts(case, "planned_revisit") == ["voided", "breached"]
    assert (await desk.kpi("voided_promises"))["hits"] == 1


async def test_what_was_planned_for_a_tier_is_asked_as_planned_when_the_tier_is_another(desk: Desk) -> None:
    case = await desk.case()
    revisit = plan(desk, template="high_value")
    await desk.tell(f"{case}/revisits", **revisit)
    await of_tier(desk, "ordinary")
    held: Item = {**SAID, "revisit_id": revisit["revisit_id"], "template": "high_value"}
    await desk.tell(f"{case}/revisit", **held)
    assert await desk.verdict(case, "planned_revisit") == "met"


@pytest.mark.requirement(118)
@pytest.mark.parametrize("template", ["festival", "anniversary", "store_day", "promotion", "renewal"])
async def test_a_revisit_has_the_words_and_questions_of_its_occasion(desk: Desk, template: str) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/revisits", **plan(desk, template=template, channel="sms"))
    (due,) = (await desk.read("/v1/revisits?due_before=2026-05-01T00:00:00Z"))["items"]
    assert (due["template"], due["channel"]) == (template, "sms")
    assert due["opening"]["zh"]
    assert due["opening"]["en"]
    assert due["questions"]


@pytest.mark.requirement(71)
async def test_a_festival_is_cared_for_by_its_day_or_it_was_missed(desk: Desk) -> None:
    kept, forgotten = await desk.case(), await desk.case()
    for case in (kept, forgotten):
        greeting = plan(desk, 12, template="festival", reason="Qingming")
        await desk.tell(f"{case}/revisits", **greeting)
        if case == kept:
            await desk.tell(f"{case}/revisit", **SAID, revisit_id=greeting["revisit_id"])
    await desk.later(kept, forgotten, days=13)
    assert await desk.verdict(kept, "planned_revisit") == "met"
    assert await desk.verdict(forgotten, "planned_revisit") == "breached"


@pytest.mark.evasion(118)
async def test_a_reminder_of_a_renewal_after_the_end_is_refused_and_an_unknown_occasion_too(
    desk: Desk,
) -> None:
    case = await desk.case()
    ends_at = (desk.house.clock() + timedelta(days=20)).isoformat()
    now = desk.house.clock().isoformat()
    signed: Item = {"agreement_id": "C-7", "title": "Presses", "terms": [], "effective_at": now}
    await desk.tell(f"{ACCOUNT}/sign-agreement", Role.SUPERVISOR, **signed, ends_at=ends_at)
    late, early = plan(desk, 20, template="renewal"), plan(desk, 19, template="renewal")
    assert await desk.refused(f"{case}/revisits", **late) == "reminder_after_the_end"
    await desk.tell(f"{case}/revisits", **early)
    unknown = plan(desk, template="full_moon")
    assert await desk.refused(f"{case}/revisits", **unknown) == "revisit_template_unknown"
    await desk.later(case, days=20)
    assert await desk.verdict(case, "planned_revisit") == "breached"


@pytest.mark.requirement(99)
async def test_what_the_customer_said_goes_to_the_department_and_its_head(desk: Desk) -> None:
    known = await desk.read("/v1/guidelines")
    content = next(one["content"] for one in known["items"] if one["content"]["guideline"] == "departments")
    case = await desk.case()
    feedback: Item = {
        "channel": "phone",
        "suggestions": "The door should open wider",
        "routed_to": ["product"],
    }
    await desk.tell(f"{case}/revisit", **feedback)
    led = [{**one, "head": "he.p"} for one in content["departments"]]
    now = desk.house.clock().isoformat()
    changed = {**content, "version": 2, "departments": led}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=changed, effective_at=now)
    await desk.tell(f"{case}/revisit", **feedback)
    before, after = (await desk.read("/v1/revisits/records?department=product"))["items"]
    assert (before["routed_to"][0]["head"], after["routed_to"][0]["head"]) == (None, "he.p")
    assert after["suggestions"] == feedback["suggestions"]
    assert ((await summary(desk))["routed"], (await summary(desk))["without_head"]) == (2, 1)


@pytest.mark.evasion(99)
async def test_feedback_that_goes_to_nobody_is_counted_and_an_unknown_department_is_refused(
    desk: Desk,
) -> None:
    case = await desk.case()
    kept_back: Item = {"channel": "phone", "suggestions": "The door should open wider"}
    await desk.tell(f"{case}/revisit", **kept_back)
    answered = [{"question": "new_needs", "answer": "A second press"}]
    await desk.tell(f"{case}/revisit", channel="phone", answers=answered)
    await desk.tell(f"{case}/revisit", **SAID)
    assert (await summary(desk))["not_routed"] == 2
    lost: Item = {**kept_back, "routed_to": ["astrology"]}
    assert await desk.refused(f"{case}/revisit", **lost) == "feedback_department_unknown"


@pytest.mark.requirement(117)
async def test_each_revisit_has_its_record_a_campaign_its_summary_and_both_stay(desk: Desk) -> None:
    contact_id, case = await desk.contact(), await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    for days, said in ((1, "Quiet"), (2, "Loud")):
        revisit = plan(desk, days, template="festival", channel="sms")
        await desk.tell(f"{case}/revisits", **revisit)
        held: Item = {"revisit_id": revisit["revisit_id"], "channel": "sms", "contact_id": contact_id}
        await desk.tell(f"{case}/revisit", **held, suggestions=said)
    await desk.tell(f"{case}/revisit", **SAID)
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    await desk.tell(f"{case}/close")
    await desk.later(case, days=10)
    await desk.tell(f"{ACCOUNT}/close", reason="Moved away")
    page = await desk.read("/v1/revisits/records?template=festival&limit=1")
    (first,) = page["items"]
    assert (first["account_code"], first["contact_id"], first["title"]["zh"]) == (
        "KA-1",
        contact_id,
        "节日回访",
    )
    assert (page["summary"]["attempts"], page["summary"]["with_suggestions"]) == (2, 2)
    assert (await summary(desk))["attempts"] == 3


@pytest.mark.evasion(117)
async def test_a_summary_says_who_was_not_reached_and_the_list_says_who_was_never_called(desk: Desk) -> None:
    in_vain, never = await desk.case(), await desk.case()
    plans = {case: plan(desk, 5, template="festival") for case in (in_vain, never)}
    for case, revisit in plans.items():
        await desk.tell(f"{case}/revisits", **revisit)
    called: Item = {"revisit_id": plans[in_vain]["revisit_id"], "channel": "phone", "template": "festival"}
    await desk.tell(f"{in_vain}/revisit", **called, reached=False)
    await desk.later(in_vain, never, days=6)
    figures = await summary(desk, "?template=festival")
    assert (figures["attempts"], figures["reached"], figures["accounts_not_reached"]) == (1, 0, 1)
    missed = (await desk.read("/v1/revisits?show=missed"))["items"]
    assert [one["template"] for one in missed] == ["festival", "festival"]


@pytest.mark.evasion(117)
async def test_a_revisit_after_a_complaint_stands_under_that_occasion_though_its_template_was_left_out(
    desk: Desk,
) -> None:
    case = await complaint(desk)
    await desk.tell(f"{case}/revisit", **SAID)
    await desk.tell(f"{case}/resolve", resolution="Paid back")
    await desk.later(case, days=1)
    await desk.tell(f"{case}/revisit", **SAID)
    await desk.later(case, days=1)
    await desk.tell(f"{case}/revisit", **SAID)
    records = (await desk.read("/v1/revisits/records"))["items"]
    assert sorted(str(one["template"]) for one in records) == ["None", "None", "complaint"]
