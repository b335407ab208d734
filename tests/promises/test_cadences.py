"""The care for an account: visits, news, interviews and bill checks come round, for whom and when decided."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment, CloseAccount
from service.domain.account.decisions.visits import RecordVisit
from service.domain.clocks.calendars.dates import Dates
from service.domain.clocks.clock import Clock
from service.domain.clocks.events import ClockEvent, ClockStarted
from service.domain.clocks.evolve import evolve_clock, started_clock
from service.domain.vocabulary import Channel, Segment, VisitKind
from tests.promises.account_limits import (
    BILL,
    HIGH,
    INTERVIEW,
    NEWS,
    ORDINARY,
    OWNED,
    SETTLES,
    TALK,
    THREE_DAYS,
    VISIT,
    account,
)
from tests.promises.driving import Life, at
from tests.promises.happenings import MON

IN_VAIN = RecordVisit(kind=VisitKind.CALL, channel=Channel.PHONE, reached=False)
OF_ALL = {"monthly_visit", "problem_report", "quarterly_call", "maintenance_advice"}
_DATES = Dates("Asia/Shanghai")
CADENCES = {
    "monthly_visit",
    "monthly_news",
    "problem_report",
    "quarterly_interview",
    "quarterly_call",
    "quarterly_survey",
    "value_content",
    "maintenance_advice",
    "executive_meeting",
}


@pytest.mark.requirement(91, 131, 166)
@pytest.mark.parametrize(
    ("segment", "promised"),
    [
        (
            Segment.HIGH_VALUE,
            {"value_content", "executive_meeting", "quarterly_interview"},
        ),
        (Segment.POTENTIAL, {"monthly_news"}),
        (Segment.ORDINARY, {"monthly_news", "quarterly_survey"}),
    ],
)
def test_each_tier_has_its_cadences(segment: Segment, promised: set[str]) -> None:
    life = Life().go(account(segment, (OWNED, MON)))
    assert {clock.clock for clock in life.clocks} & CADENCES == promised | OF_ALL


def test_an_account_that_nobody_answers_for_is_promised_nothing() -> None:
    assert Life().go(account(Segment.HIGH_VALUE)).clocks == ()


def test_each_month_since_somebody_answers_for_the_account_has_a_visit_of_its_own() -> None:
    life = Life().go((*ORDINARY, (VISIT, "03-31 10:00"), (VISIT, "04-20 10:00"), (VISIT, "05-20 10:00")))
    assert [(clock.due_at, clock.end) for clock in life.clocks_of("monthly_visit")] == [
        (at("04-02 09:59:59.999999"), "met"),
        (at("05-02 09:59:59.999999"), "met"),
        (at("06-02 09:59:59.999999"), "met"),
    ]


def test_five_visits_on_one_day_are_the_visit_of_one_month() -> None:
    life = Life().go((*ORDINARY, *((VISIT, f"03-20 1{hour}:00") for hour in range(5))))
    assert [clock.end for clock in life.clocks_of("monthly_visit")] == ["met"]
    life.watch("04-10 10:00")
    assert [clock.end for clock in life.clocks_of("monthly_visit")] == ["met", None]


def test_each_month_of_silence_is_a_breach_of_its_own() -> None:
    life = Life().go(ORDINARY)
    for look in ("04-03 10:00", "05-03 10:00", "06-03 10:00"):
        life.watch(look)
    life.send(VISIT, "06-10 10:00")
    assert [(clock.breached_at, clock.end) for clock in life.clocks_of("monthly_visit")] == [
        (at("04-02 09:59:59.999999"), "late"),
        (at("05-02 09:59:59.999999"), "late"),
        (at("06-02 09:59:59.999999"), "late"),
        (None, "met"),
    ]


def test_a_watch_that_slept_for_months_finds_each_of_them_missed() -> None:
    life = Life().go(ORDINARY)
    life.watch("06-03 10:00")
    assert [clock.breached_at for clock in life.clocks_of("monthly_visit")] == [
        at("04-02 09:59:59.999999"),
        at("05-02 09:59:59.999999"),
        at("06-02 09:59:59.999999"),
        None,
    ]
    assert life.watch("06-03 10:01") == ()


def test_what_happens_in_the_instant_at_which_a_month_begins_belongs_to_that_month() -> None:
    life = Life().go((*ORDINARY, (VISIT, "04-02 10:00")))
    assert [clock.end for clock in life.clocks_of("monthly_visit")] == ["late", "met"]


def test_a_visit_that_is_told_late_keeps_the_month_in_which_it_was() -> None:
    life = Life().go(ORDINARY)
    life.watch("05-03 10:00")
    life.send(VISIT, "03-20 10:00", recorded_at="05-03 11:00")
    march, april, may = life.clocks_of("monthly_visit")
    assert (march.end, april.end, may.end) == ("met", None, None)
    assert april.breached_at == at("05-02 09:59:59.999999")


@pytest.mark.requirement(71)
def test_a_new_owner_takes_over_the_months_as_they_run() -> None:
    life = Life().go((*ORDINARY, (AssignAccountOwner(owner="b.li", reason="a.wang left"), "03-20 10:00")))
    life.watch("04-10 10:00")
    assert [clock.due_at for clock in life.clocks_of("monthly_visit")] == [
        at("04-02 09:59:59.999999"),
        at("05-02 09:59:59.999999"),
    ]


@given(looks=st.lists(st.integers(0, 360), max_size=8), visits=st.lists(st.integers(0, 360), max_size=12))
@settings(max_examples=60, deadline=None)
def test_whenever_the_watch_looks_each_month_is_kept_by_its_own_visit_alone(
    looks: list[int], visits: list[int]
) -> None:
    begun, end = at("03-02 10:00"), at("03-02 10:00") + timedelta(days=361)
    life = Life().go(ORDINARY)
    for days, command in sorted(
        [*((d, None) for d in looks), *((d, VISIT) for d in visits)], key=lambda e: e[0]
    ):
        when = begun + timedelta(days=days, hours=1)
        life.watch(when) if command is None else life.send(command, when)
    life.watch(end)
    months = [_DATES.months_after(begun, number) for number in range(15)]
    visited = [begun + timedelta(days=day, hours=1) for day in visits]
    kept = [any(since <= day < until for day in visited) for since, until in pairwise(months) if since <= end]
    told = {clock.counts_from_at: clock.end == "met" for clock in _ever(life)}
    assert [told[since] for since in months if since <= end] == kept


def test_a_call_that_reached_nobody_keeps_no_promise() -> None:
    life = Life().go((*ORDINARY, (IN_VAIN, "03-20 10:00")))
    assert life.clock("monthly_visit").is_open
    assert life.clock("quarterly_call").is_open


@pytest.mark.requirement(131)
def test_an_interview_keeps_the_quarter_and_a_visit_does_not() -> None:
    life = Life().go((*HIGH, (VISIT, "03-20 10:00")))
    assert life.clock("quarterly_interview").is_open
    life.send(INTERVIEW, "06-02 09:00")
    assert life.clocks_of("quarterly_interview")[0].end == "met"


def test_another_tier_brings_its_cadences_from_the_change_on_and_takes_the_others_away() -> None:
    life = Life().go((*ORDINARY, (NEWS, "03-10 10:00")))
    life.send(AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM"), "03-20 09:00")
    assert life.clock("quarterly_interview").due_at == at("06-20 08:59:59.999999")
    assert [clock.end for clock in life.clocks_of("monthly_news")] == ["met"]
    assert life.clocks_of("quarterly_survey") == []
    assert life.clock("monthly_visit").due_at == at("04-02 09:59:59.999999")
    life.watch("05-01 10:00")
    assert [clock.end for clock in life.clocks_of("monthly_news")] == ["met"]


@pytest.mark.requirement(113)
def test_the_week_of_the_first_contact_is_that_of_each_new_owner() -> None:
    life = Life().go((*ORDINARY, (TALK, "03-05 10:00")))
    life.send(AssignAccountOwner(owner="b.li", reason="a.wang left"), "05-04 10:00")
    first, second = life.clocks_of("first_contact")
    assert (first.end, second.owner, second.due_at) == ("met", "b.li", at("05-11 10:00"))


def test_an_account_that_left_our_care_is_owed_nothing_more() -> None:
    life = Life().go((*ORDINARY, (SETTLES, MON), (CloseAccount(reason="Moved away"), "03-05 10:00")))
    assert life.watch("12-01 10:00") == ()
    assert {clock.end for clock in life.clocks} == {"cancelled"}


@pytest.mark.requirement(22)
def test_every_settlement_has_its_bill_check_a_week_before() -> None:
    life = Life().go(account(Segment.ORDINARY, (SETTLES, MON), (BILL, "03-08 17:00")))
    for month in range(3, 7):
        life.watch(f"{month:02}-16 09:00")
    assert [(clock.subject, clock.due_at, clock.end) for clock in life.clocks_of("bill_check")] == [
        ("2026-03-15", at("03-08 18:00"), "met"),
        ("2026-04-15", at("04-08 18:00"), None),
        ("2026-05-15", at("05-08 18:00"), None),
        ("2026-06-15", at("06-08 18:00"), None),
        ("2026-07-15", at("07-08 18:00"), None),
    ]
    breached = [clock.breached_at for clock in life.clocks_of("bill_check")]
    assert breached == [None, at("04-08 18:00"), at("05-08 18:00"), at("06-08 18:00"), None]


@pytest.mark.requirement(28)
def test_an_agreement_of_three_days_holds_for_the_settlements_announced_after_it() -> None:
    life = Life().go(account(Segment.ORDINARY, (SETTLES, MON), (THREE_DAYS, "03-03 10:00")))
    assert life.clock("bill_check").due_at == at("03-08 18:00")
    life.send(BILL.model_copy(update={"settlement_on": date(2026, 3, 15)}), "03-08 17:00")
    assert life.current("bill_check").due_at == at("04-12 18:00")


def _ever(life: Life) -> list[Clock]:
    """Return every visit of a month that was ever promised, as all that is on the record leaves it."""
    found: dict[UUID, Clock] = {}
    for fact in life.facts:
        if isinstance(fact, ClockStarted):
            found[fact.clock_id] = started_clock(fact)
        elif isinstance(fact, ClockEvent):
            found[fact.clock_id] = evolve_clock(found[fact.clock_id], fact)
    return [clock for clock in found.values() if clock.clock == "monthly_visit"]
