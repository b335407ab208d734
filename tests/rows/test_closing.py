"""A case has somebody who answers for it, and ends on evidence (rows 13, 31, 36, 64, 98, 137, 152)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk
from tests.scene import CONFIRMED

DISPATCH = "0195c3a0-0000-7000-8000-0000000000e1"
RESULT: dict[str, Any] = {"channel": "phone", "text": "Line 3 runs again"}
CAUSE: dict[str, Any] = {
    "cause_class": "process",
    "root_code": "late_delivery",
    "process_step": "delivery",
    "whys": ["It came late", "It was booked late", "Nobody books on Fridays"],
}
PEOPLE = [{"staff_id": "li.na", "skills": ["technical"]}, {"staff_id": "wang.a"}]


async def owned(desk: Desk, **received: Any) -> str:
    """Return the path of a classified case for which somebody answers."""
    case = await desk.case(**received)
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    response_class = "complaint" if received.get("kind") == "complaint" else "routine"
    await desk.tell(f"{case}/classify", response_class=response_class)
    return case


async def with_people(desk: Desk) -> None:
    """Say who works here."""
    content: dict[str, Any] = {"guideline": "staff", "version": 2, "people": PEOPLE}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)


def missing(answer: dict[str, Any]) -> list[str]:
    """Return what was missing by the last fact that was recorded of an end."""
    (ended,) = [
        each["event"]
        for each in answer["events"]
        if each["event"]["type"] in {"CaseResolved.v1", "CaseClosed.v1"}
    ]
    return list(ended.get("missing") or [])


@pytest.mark.requirement(13, 36, 64, 152)
async def test_a_case_with_owner_class_answer_cause_and_word_of_the_result_ends_and_lacks_nothing(
    desk: Desk,
) -> None:
    case = await owned(desk, kind="service_request")
    await desk.tell(f"{case}/reply", text="An engineer comes")
    resolved = await desk.tell(f"{case}/resolve", resolution="A new bearing", cause="It ran dry")
    assert missing(resolved) == []
    await desk.tell(f"{case}/result", **RESULT)
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert missing(await desk.tell(f"{case}/close")) == []
    figures = await desk.kpi("endings_lacking")
    assert (figures["count"], figures["hits"]) == (1, 0)
    assert (await desk.read(case))["work"]["missing_marks"] == []


@pytest.mark.evasion(13)
async def test_without_an_owner_nothing_is_resolved_withdrawn_or_closed_though_nobody_published_staff(
    desk: Desk,
) -> None:
    case = await desk.case()
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "nobody_accountable"
    for reason in ("withdrawn", "duplicate"):
        assert await desk.refused(f"{case}/close", reason=reason) == "nobody_accountable"
    await desk.tell(f"{case}/assign", team="presses")
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "nobody_accountable"


@pytest.mark.requirement(31)
async def test_who_answers_for_a_case_is_one_of_our_people_and_each_before_is_told(desk: Desk) -> None:
    await with_people(desk)
    case = await owned(desk)
    await desk.later(hours=1)
    await desk.tell(f"{case}/hand-over", to_owner="wang.a", note="Night shift")
    owners = (await desk.read(case))["responsibility"]["owners"]
    assert [one["owner"] for one in owners] == ["li.na", "wang.a"]


@pytest.mark.evasion(31)
async def test_nobody_outside_the_house_is_made_accountable(desk: Desk) -> None:
    await with_people(desk)
    case = await desk.case()
    assert await desk.refused(f"{case}/assign", owner="nobody") == "not_of_staff"
    await desk.tell(f"{case}/assign", owner="li.na")
    assert await desk.refused(f"{case}/hand-over", to_owner="nobody") == "not_of_staff"
    assert (await desk.read(case))["owner"] == "li.na"


@pytest.mark.requirement(137)
async def test_the_record_says_who_confirmed_by_which_channel_and_in_what_words(desk: Desk) -> None:
    contact_id = await desk.contact()
    case = await owned(desk, kind="complaint")
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.tell(f"{case}/cause", **CAUSE)
    told = await desk.tell(f"{case}/confirm", contact_id=contact_id, channel="wecom", words="这个态度我认可")
    confirmed = told["events"][0]["event"]
    assert (confirmed["contact_id"], confirmed["channel"], confirmed["words"]) == (
        contact_id,
        "wecom",
        "这个态度我认可",
    )
    await desk.tell(f"{case}/close")
    assert (await desk.read(case))["status"] == "closed"


@pytest.mark.evasion(13, 137)
@pytest.mark.parametrize("left_out", CONFIRMED)
async def test_a_confirmation_by_nobody_on_no_channel_or_without_words_is_refused(
    desk: Desk, left_out: str
) -> None:
    case = await owned(desk, kind="complaint")
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/resolve", resolution="Done")
    claimed = {name: said for name, said in CONFIRMED.items() if name != left_out}
    assert await desk.refused(f"{case}/confirm", **claimed) == "confirmation_needs_evidence"
    assert await desk.refused(f"{case}/close") == "resolution_not_confirmed"
    window = "confirmation_window_passed"
    assert await desk.refused(f"{case}/close", reason=window) == "complaint_not_confirmed"


@pytest.mark.evasion(64, 152)
async def test_a_routine_case_closed_a_second_after_receipt_names_what_was_missing_and_is_counted(
    desk: Desk,
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    assert missing(await desk.tell(f"{case}/resolve")) == [
        "answer",
        "classification",
        "cause",
        "solution",
    ]
    await desk.later(days=3)
    closed = await desk.tell(f"{case}/close", reason="confirmation_window_passed")
    assert missing(closed) == ["feedback"]
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
    by_owner = await desk.read("/v1/reports/kpi?by=owner")
    (hers,) = [group for group in by_owner["groups"] if group["group"] == "li.na"]
    assert hers["figures"]["endings_lacking"]["hits"] == 1


@pytest.mark.evasion(36)
async def test_a_result_that_the_customer_was_never_told_is_seen_when_the_case_closes(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/reply", text="An engineer comes")
    await desk.tell(f"{case}/resolve", resolution="A new bearing", cause="It ran dry")
    await desk.later(days=3)
    closed = await desk.tell(f"{case}/close", reason="confirmation_window_passed")
    assert missing(closed) == ["feedback"]
    groups = (await desk.read("/v1/reports/kpi?by=lacked"))["groups"]
    assert [each["group"] for each in groups if each["figures"]["endings_lacking"]["hits"]] == [
        "fault_details, feedback, handling_mode"
    ]
    untold = await desk.read("/v1/cases?lacking=feedback")
    assert [each["case_id"] for each in untold["items"]] == [case[-36:]]


@pytest.mark.evasion(13, 36)
@pytest.mark.parametrize("way", ["kind", "class"])
async def test_a_complaint_is_not_resolved_without_a_word_to_the_customer(desk: Desk, way: str) -> None:
    case = await desk.case(kind="complaint" if way == "kind" else "enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    if way == "class":
        await desk.tell(f"{case}/classify", response_class="complaint")
    await desk.tell(f"{case}/reply", text="We have your message", author_kind="bot")
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "needs_not_met"
    await desk.tell(f"{case}/reply", text="A new bearing comes today")
    await desk.tell(f"{case}/resolve", resolution="Done")


async def test_a_reopened_complaint_needs_another_word_before_it_is_resolved_again(desk: Desk) -> None:
    case = await owned(desk, kind="complaint")
    await desk.tell(f"{case}/reply", text="A new bearing comes today")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.later(hours=1)
    await desk.tell(f"{case}/reopen", reason="Stands still again")
    assert await desk.refused(f"{case}/resolve", resolution="Again") == "needs_not_met"


@pytest.mark.requirement(98)
async def test_what_was_not_fixed_the_first_time_is_tracked_until_somebody_was_there(desk: Desk) -> None:
    case = await owned(desk)
    visit: dict[str, Any] = {"engineer": "gao.f", "task": "Change the bearing"}
    for number, solved in ((1, False), (2, True)):
        planned_at = desk.house.clock().isoformat()
        which: dict[str, Any] = {"dispatch_id": f"{DISPATCH[:-1]}{number}"}
        await desk.tell(f"{case}/dispatches", **which, **visit, planned_at=planned_at)
        await desk.tell(f"{case}/dispatches/outcome", **which, solved=solved, outcome="Seen to")
        listed = await desk.read("/v1/cases?needs_engineer_follow_up=true")
        assert len(listed["items"]) == (0 if solved else 1)
    assert (await desk.kpi("unsolved_dispatches"))["hits"] == 1


@pytest.mark.evasion(98)
async def test_a_case_is_not_resolved_over_an_engineer_who_is_still_under_way(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/reply", text="An engineer comes")
    planned_at = desk.house.clock().isoformat()
    visit: dict[str, Any] = {"engineer": "gao.f", "task": "Change the bearing", "planned_at": planned_at}
    await desk.tell(f"{case}/dispatches", dispatch_id=DISPATCH, **visit)
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "needs_not_met"
    await desk.tell(f"{case}/dispatches/outcome", dispatch_id=DISPATCH, solved=True, outcome="Done")
    await desk.tell(f"{case}/resolve", resolution="Done")


OTHER_ENDS: dict[str, dict[str, Any]] = {
    "in other words": {"resolution": "We sent a technician"},
    "by another cause": {"cause": "Age"},
    "by another code": {"resolution_code": "exchanged"},
}


@pytest.mark.parametrize("otherwise", OTHER_ENDS)
async def test_a_second_resolution_with_other_content_is_refused_and_never_lost(
    desk: Desk, otherwise: str
) -> None:
    case = await owned(desk)
    first: dict[str, Any] = {
        "resolution": "A new bearing",
        "resolution_code": "repaired",
        "cause": "It ran dry",
    }
    await desk.tell(f"{case}/resolve", **first)
    again = await desk.tell(f"{case}/resolve", **first)
    assert again["is_repeat"] is True
    refused = await desk.refused(f"{case}/resolve", **{**first, **OTHER_ENDS[otherwise]})
    assert refused in {"case_already_resolved", "on_record_otherwise"}


async def test_what_the_house_does_not_ask_for_is_neither_refused_nor_warned_of(desk: Desk) -> None:
    content: dict[str, Any] = {"guideline": "handling", "version": 2, "confirmation_needs_evidence": False}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/assign", owner="li.na")
    assert missing(await desk.tell(f"{case}/resolve")) == []
    await desk.tell(f"{case}/confirm")


async def test_what_another_system_decided_is_taken_over_as_it_is(desk: Desk) -> None:
    now = desk.house.clock().isoformat()
    case = await desk.case(Role.INTEGRATION, kind="complaint", taken_over={"at": now})
    assert missing(await desk.tell(f"{case}/resolve", Role.INTEGRATION)) == []
    await desk.tell(f"{case}/close", Role.INTEGRATION, reason="source_closed")


@pytest.mark.evasion(64)
async def test_a_case_that_only_lacks_its_class_is_a_figure_of_its_own(desk: Desk) -> None:
    case = await desk.case(kind="service_request")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/reply", text="An engineer comes")
    resolved = await desk.tell(f"{case}/resolve", resolution="A new bearing", cause="It ran dry")
    assert missing(resolved) == ["classification"]
    assert (await desk.kpi("endings_unclassified"))["hits"] == 1
    assert (await desk.kpi("endings_lacking"))["hits"] == 0


@pytest.mark.evasion(13, 44, 64)
@pytest.mark.parametrize("reason", ["withdrawn", "duplicate"])
async def test_what_was_resolved_ends_on_the_customers_word_or_silence_and_is_not_withdrawn(
    desk: Desk, reason: str
) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    assert await desk.refused(f"{case}/close", reason=reason) == "resolved_not_withdrawn"
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.refused(f"{case}/close", reason=reason) == "resolved_not_withdrawn"
    await desk.tell(f"{case}/close", reason="confirmed")


@pytest.mark.evasion(13)
async def test_no_case_is_withdrawn_first_and_its_resolution_told_late(desk: Desk) -> None:
    case = await owned(desk)
    await desk.later(case, minutes=30)
    before = desk.house.clock().isoformat()
    await desk.later(case, minutes=30)
    await desk.tell(f"{case}/close", reason="withdrawn")
    told: dict[str, Any] = {"resolution": "A new bearing", "occurred_at": before}
    assert await desk.refused(f"{case}/resolve", **told) == "later_event_contradicts"


@pytest.mark.evasion(13)
async def test_what_is_reopened_to_be_withdrawn_is_no_resolution_any_more(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.later(case, minutes=1)
    await desk.tell(f"{case}/reopen", reason="It was not that bearing")
    await desk.later(case, minutes=1)
    await desk.tell(f"{case}/close", reason="withdrawn")
    assert (await desk.kpi("resolution_rate"))["hits"] == 0
