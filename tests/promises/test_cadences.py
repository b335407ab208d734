"""The care for an account: visits, news, interviews and bill checks come round, for whom and when decided."""

from datetime import date

import pytest

from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment, CloseAccount
from service.domain.account.decisions.visits import RecordVisit
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
CADENCES = {
    "monthly_visit",
    "monthly_news",
    "problem_report",
    "quarterly_interview",
    "quarterly_call",
    "quarterly_survey",
}


@pytest.mark.requirement(91, 131, 166)
@pytest.mark.parametrize(
    ("segment", "promised"),
    [
        (Segment.HIGH_VALUE, {"monthly_visit", "problem_report", "quarterly_interview", "quarterly_call"}),
        (Segment.POTENTIAL, {"monthly_visit", "monthly_news", "problem_report", "quarterly_call"}),
        (
            Segment.ORDINARY,
            {"monthly_visit", "monthly_news", "problem_report", "quarterly_call", "quarterly_survey"},
        ),
    ],
)
def test_each_tier_has_its_cadences(segment: Segment, promised: set[str]) -> None:
    life = Life().go(account(segment, (OWNED, MON)))
    assert {clock.clock for clock in life.clocks} & CADENCES == promised


def test_an_account_that_nobody_answers_for_is_promised_nothing() -> None:
    assert Life().go(account(Segment.HIGH_VALUE)).clocks == ()


def test_a_cadence_comes_round_from_each_visit() -> None:
    life = Life().go((*ORDINARY, (VISIT, "03-31 10:00"), (VISIT, "04-20 10:00")))
    due = [clock.due_at for clock in life.clocks_of("monthly_visit")]
    assert due == [at("04-02 10:00"), at("04-30 10:00"), at("05-20 10:00")]


def test_a_missed_month_is_one_breach_until_somebody_visits() -> None:
    life = Life().go(ORDINARY)
    for look in ("04-03 10:00", "05-03 10:00", "06-03 10:00"):
        life.watch(look)
    life.send(VISIT, "06-10 10:00")
    first, second = life.clocks_of("monthly_visit")
    assert (first.breached_at, first.end, second.due_at) == (at("04-02 10:00"), "late", at("07-10 10:00"))


def test_a_call_that_reached_nobody_keeps_no_promise() -> None:
    life = Life().go((*ORDINARY, (IN_VAIN, "03-20 10:00")))
    assert life.clock("monthly_visit").is_open
    assert life.clock("quarterly_call").is_open


@pytest.mark.requirement(131)
def test_an_interview_keeps_the_quarter_and_a_visit_does_not() -> None:
    life = Life().go((*HIGH, (VISIT, "03-20 10:00")))
    assert life.clock("quarterly_interview").is_open
    life.send(INTERVIEW, "06-02 10:00")
    assert life.clocks_of("quarterly_interview")[0].end == "met"


def test_another_tier_brings_its_cadences_from_the_change_on_and_takes_the_others_away() -> None:
    life = Life().go((*ORDINARY, (NEWS, "03-10 10:00")))
    life.send(AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM"), "03-20 09:00")
    assert life.clock("quarterly_interview").due_at == at("06-20 09:00")
    assert [clock.end for clock in life.clocks_of("monthly_news")] == ["met"]
    assert life.clocks_of("quarterly_survey") == []
    assert life.clock("monthly_visit").due_at == at("04-02 10:00")


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
