"""Visits to an account of our own accord: on a fixed day, with a question list (rows 23, 24, 71, 113)."""

from typing import Any

import pytest

from tests.rows.desk import ACCOUNT, Desk
from tests.rows.profile.test_profile import sent_for

VISIT: dict[str, Any] = {"kind": "visit", "channel": "on_site", "experience": "All three lines run"}
CALL: dict[str, Any] = {"kind": "call", "channel": "phone", "outcome": "All three lines run"}


async def owned(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="fewest accounts, knows presses")


async def due_days(desk: Desk) -> list[tuple[str, str]]:
    """Return of each visit promised on a fixed day by when (UTC), and how it stands."""
    found = (await desk.read(f"{ACCOUNT}/clocks"))["clocks"]
    of_visits = [each for each in found if each["clock"] == "visit_on_fixed_day"]
    return [(each["due_at"][:10], each["verdict"]) for each in of_visits]


@pytest.mark.requirement(23)
async def test_an_account_is_visited_each_month_on_its_fixed_day(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/routine", routine="visit", day_of_month=15)
    await desk.later(ACCOUNT, days=12)
    await desk.tell(f"{ACCOUNT}/visit", **VISIT)
    await desk.later(ACCOUNT, days=33)
    assert await due_days(desk) == [
        ("2026-03-15", "met"),
        ("2026-04-15", "breached"),
        ("2026-05-15", "running"),
    ]


@pytest.mark.evasion(23)
async def test_one_visit_is_not_that_of_two_months_and_a_day_that_is_moved_moves_no_promise(
    desk: Desk,
) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/routine", routine="visit", day_of_month=15)
    await desk.later(ACCOUNT, days=12)
    await desk.tell(f"{ACCOUNT}/visit", **VISIT)
    await desk.tell(f"{ACCOUNT}/visit", **VISIT)
    await desk.later(ACCOUNT, days=31)
    await desk.tell(f"{ACCOUNT}/routine", routine="visit", day_of_month=28)
    await desk.later(ACCOUNT, days=3)
    assert await due_days(desk) == [
        ("2026-03-15", "met"),
        ("2026-04-15", "breached"),
        ("2026-05-28", "running"),
    ]


@pytest.mark.evasion(23)
async def test_who_fixes_a_later_day_just_before_the_visit_is_due_makes_it_void_and_is_counted(
    desk: Desk,
) -> None:
    await owned(desk)
    await desk.later(ACCOUNT, days=29)
    await desk.tell(f"{ACCOUNT}/routine", routine="visit", day_of_month=28)
    assert await desk.verdicts(ACCOUNT, "monthly_visit") == ["voided"]
    assert (await desk.kpi("voided_promises"))["hits"] == 1


@pytest.mark.evasion(23)
@pytest.mark.parametrize(
    ("visit", "problem"),
    [
        ({**VISIT, "occurred_at": "2026-03-14T10:00:00+08:00"}, "occurred_in_future"),
        ({**VISIT, "channel": "internal"}, "contact_channel_not_allowed"),
        ({**VISIT, "experience": " "}, "validation_failed"),
        ({"kind": "visit", "channel": "on_site"}, "nothing_said"),
        ({"kind": "call", "channel": "phone"}, "nothing_said"),
    ],
    ids=["in the future", "to ourselves", "blank", "without a word", "a call without a word"],
)
async def test_a_visit_that_was_none_is_refused(desk: Desk, visit: dict[str, Any], problem: str) -> None:
    await owned(desk)
    assert await desk.refused(f"{ACCOUNT}/visit", **visit) == problem


async def test_an_attempt_that_reached_nobody_is_recorded_and_keeps_nothing(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/visit", kind="call", channel="phone", reached=False)
    assert await desk.verdicts(ACCOUNT, "monthly_visit") == ["running"]
    assert await desk.verdicts(ACCOUNT, "first_contact") == ["running"]


@pytest.mark.requirement(24)
async def test_a_visit_goes_with_a_question_list_and_brings_the_answers_home(desk: Desk) -> None:
    known = await desk.read("/v1/guidelines")
    guideline = next(one["content"] for one in known["items"] if one["content"]["guideline"] == "revisits")
    visit = next(one for one in guideline["visits"] if one["kind"] == "visit")
    assert [one["question"] for one in visit["questions"]] == ["experience", "new_needs", "inconveniences"]
    assert all(one["title"]["zh"] and one["title"]["en"] for one in visit["questions"])
    answers: dict[str, Any] = {
        "experience": "手感很好",
        "new_needs": "第二条生产线",
        "inconveniences": "对账慢",
    }
    await desk.tell(f"{ACCOUNT}/visit", kind="visit", channel="on_site", **answers)
    last = (await desk.read(f"{ACCOUNT}/history"))["items"][-1]["event"]
    assert {name: last[name] for name in answers} == answers


@pytest.mark.evasion(24)
async def test_a_visit_without_an_answer_to_any_question_is_refused(desk: Desk) -> None:
    visit: dict[str, Any] = {"kind": "visit", "channel": "on_site", "outcome": "Was there"}
    assert await desk.refused(f"{ACCOUNT}/visit", **visit) == "visit_questions_unanswered"


@pytest.mark.requirement(71)
async def test_each_quarter_the_customer_is_called(desk: Desk) -> None:
    await owned(desk)
    await desk.later(ACCOUNT, days=80)
    await desk.tell(f"{ACCOUNT}/visit", **CALL)
    await desk.later(ACCOUNT, days=200)
    assert await desk.verdicts(ACCOUNT, "quarterly_call") == ["met", "breached", "breached", "running"]


@pytest.mark.evasion(71)
async def test_a_mail_is_no_call(desk: Desk) -> None:
    await owned(desk)
    mail = {**CALL, "channel": "email", "new_needs": "A second press"}
    assert await desk.refused(f"{ACCOUNT}/visit", **mail) == "contact_channel_not_allowed"


@pytest.mark.requirement(99)
async def test_what_customers_say_at_a_member_salon_is_on_the_record_of_their_account(desk: Desk) -> None:
    said: dict[str, Any] = {"outcome": "Asked for longer hours", "new_needs": "A hotline at night"}
    await desk.tell(f"{ACCOUNT}/visit", kind="gathering", channel="on_site", **said)
    last = (await desk.read(f"{ACCOUNT}/history"))["items"][-1]["event"]
    assert (last["kind"], last["outcome"], last["new_needs"]) == ("gathering", *said.values())


@pytest.mark.evasion(99)
async def test_a_salon_for_many_is_nobodys_visit(desk: Desk) -> None:
    await owned(desk)
    await desk.tell(f"{ACCOUNT}/visit", kind="gathering", channel="on_site", outcome="Was there")
    for clock in ("monthly_visit", "first_contact", "quarterly_call"):
        assert await desk.verdicts(ACCOUNT, clock) == ["running"]


@pytest.mark.requirement(113)
async def test_within_a_week_of_the_assignment_the_customer_is_talked_with_and_it_is_on_record(
    desk: Desk,
) -> None:
    await owned(desk)
    await desk.later(ACCOUNT, days=6)
    await desk.tell(f"{ACCOUNT}/first-contact", channel="phone", record="Introduced herself and the team")
    assert await desk.verdict(ACCOUNT, "first_contact") == "met"
    last = (await desk.read(f"{ACCOUNT}/history"))["items"]
    (said,) = [one["event"] for one in last if one["event"]["type"] == "FirstContactMade.v1"]
    assert (said["owner"], said["record"]) == ("li.na", "Introduced herself and the team")


@pytest.mark.evasion(113)
async def test_a_first_contact_without_record_or_with_ourselves_is_refused_and_a_new_owner_begins_anew(
    desk: Desk,
) -> None:
    await owned(desk)
    path = f"{ACCOUNT}/first-contact"
    assert await desk.refused(path, channel="phone", record="") == "validation_failed"
    assert await desk.refused(path, channel="internal", record="x") == "contact_channel_not_allowed"
    await desk.tell(path, channel="phone", record="Introduced herself")
    await desk.later(ACCOUNT, days=6)
    await desk.tell(f"{ACCOUNT}/owner", owner="b.li", reason="li.na left")
    await desk.later(ACCOUNT, days=8)
    assert await desk.verdicts(ACCOUNT, "first_contact") == ["met", "breached"]


@pytest.mark.evasion(23, 113)
async def test_a_machine_that_speaks_for_nobody_talks_with_no_customer(desk: Desk) -> None:
    await owned(desk)
    told: dict[str, Any] = {"channel": "phone", "record": "Introduced the team"}
    for path, body in ((f"{ACCOUNT}/visit", VISIT), (f"{ACCOUNT}/first-contact", told)):
        assert (await sent_for(desk, None, path, **body))["type"] == "/problems/person_not_named"
        assert (await sent_for(desk, "li.na", path, **body))["events"]
