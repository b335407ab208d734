"""What clocks see of an account's facts, and of the days that pass."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from service.domain.account import events as fact
from service.domain.account.occasions import expected_occasions, occasions, situation_of
from service.domain.account.routine import done_by
from service.domain.account.visits import over_at
from service.domain.aggregate import AnyEvent
from service.domain.clocks.milestones import Happening, Milestone, Occasion, SituationChanged
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import Channel, Routine, Segment, VisitKind
from tests.domain.account_ways import (
    AT,
    SETTLES_ON,
    THREE_DAYS_BEFORE,
    amended,
    checked,
    closed_account,
    owned,
    settles,
    signed,
)
from tests.domain.facts import NINE, TEN, contact_added, opened
from tests.specification import account_after

APRIL, MAY = date(2026, 4, 15), date(2026, 5, 15)
FEBRUARY = date(2026, 2, 15)
RAISED = fact.SegmentAssigned(occurred_at=TEN, segment=Segment.HIGH_VALUE, reason="r")


def seen(*history: AnyEvent) -> tuple[Occasion, ...]:
    """Return what the clocks see of the last fact."""
    last: fact.AccountEvent = history[-1]  # type: ignore[assignment]  # the caller gives facts of an account
    return occasions(last, account_after(*history))


def happened(milestone: Milestone, at: datetime = AT, subject: str | None = None) -> Happening:
    return Happening(milestone=milestone, at=at, subject=subject)


def expected(settlement_on: date, at: datetime) -> Happening:
    return Happening(
        milestone=Milestone.SETTLEMENT_EXPECTED,
        at=at,
        subject=settlement_on.isoformat(),
        due_at=done_by(settlement_on),
    )


def visit(kind: VisitKind, *, reached: bool = True) -> fact.VisitRecorded:
    return fact.VisitRecorded(occurred_at=AT, kind=kind, channel=Channel.PHONE, reached=reached)


TALKED = fact.FirstContactMade(occurred_at=AT, owner="a.wang", channel=Channel.PHONE, record="x")
NEWS = fact.NewsSent(occurred_at=AT, topic="spring", channel=Channel.SMS)
REPORT = fact.ProblemReportIssued(occurred_at=AT, month="2026-02", report="PA-1", routed_to=("product",))
SURVEY = fact.AccountSurveyHeld(occurred_at=AT, survey="2026-q1", channel=Channel.EMAIL)


@pytest.mark.parametrize(
    ("event", "occasion"),
    [
        (owned(), happened(Milestone.OWNER_ASSIGNED, NINE, "a.wang")),
        (TALKED, happened(Milestone.FIRST_CONTACT_MADE, AT, "a.wang")),
        (visit(VisitKind.VISIT), happened(Milestone.VISIT_HELD)),
        (visit(VisitKind.CALL), happened(Milestone.VISIT_HELD)),
        (NEWS, happened(Milestone.NEWS_SENT)),
        (SURVEY, happened(Milestone.SURVEY_HELD)),
        (REPORT, happened(Milestone.PROBLEM_REPORT_ISSUED)),
        (closed_account(), happened(Milestone.ACCOUNT_CLOSED, TEN)),
        (RAISED, SituationChanged(at=TEN)),
    ],
)
def test_a_fact_of_care_is_one_occasion(event: AnyEvent, occasion: Occasion) -> None:
    assert seen(opened(), event) == (occasion,)


def test_an_interview_is_a_visit_as_well() -> None:
    held = seen(opened(), visit(VisitKind.INTERVIEW))
    assert held == (happened(Milestone.VISIT_HELD), happened(Milestone.INTERVIEW_HELD))


@pytest.mark.parametrize("kind", list(VisitKind))
def test_an_attempt_at_a_visit_is_none(kind: VisitKind) -> None:
    assert seen(opened(), visit(kind, reached=False)) == ()


def test_opening_contacts_agreements_and_other_routines_start_and_end_nothing() -> None:
    assert seen(opened()) == seen(opened(), contact_added()) == ()
    assert seen(opened(), signed()) == seen(opened(), signed(), amended()) == ()
    assert seen(opened(), settles(routine=Routine.ORDER)) == ()


def test_setting_a_day_for_visits_expects_the_visit_of_the_next_such_day() -> None:
    expecting = Happening(
        milestone=Milestone.VISIT_EXPECTED, at=NINE, subject="2026-03-15", due_at=over_at(SETTLES_ON)
    )
    assert seen(opened(), settles(routine=Routine.VISIT)) == (expecting,)
    assert seen(opened(), settles(routine=Routine.VISIT), visit(VisitKind.CALL)) == (
        expecting,
        happened(Milestone.VISIT_HELD),
    )


def test_setting_the_settlement_day_expects_the_next_settlement() -> None:
    assert seen(opened(), settles()) == (expected(SETTLES_ON, NINE),)


def test_a_check_before_the_settlement_expects_the_next_one_at_once() -> None:
    assert seen(opened(), settles(), checked()) == (
        happened(Milestone.BILL_CHECKED, AT, "2026-03-15"),
        expected(APRIL, AT),
    )


def test_a_check_after_the_settlement_expects_the_next_one_from_the_settlement_on() -> None:
    late = checked(occurred_at=done_by(SETTLES_ON) + timedelta(days=2))
    assert seen(opened(), settles(), late) == (
        expected(APRIL, done_by(SETTLES_ON)),
        happened(Milestone.BILL_CHECKED, late.occurred_at, "2026-03-15"),
        expected(APRIL, done_by(SETTLES_ON)),
    )


def test_a_check_of_a_settlement_that_nobody_has_noticed_announces_it_first() -> None:
    at = done_by(SETTLES_ON) + timedelta(days=2)
    assert seen(opened(), settles(), checked(APRIL, occurred_at=at)) == (
        expected(APRIL, done_by(SETTLES_ON)),
        happened(Milestone.BILL_CHECKED, at, "2026-04-15"),
        expected(MAY, at),
    )


def test_a_check_recorded_after_that_of_a_later_settlement_announces_nothing() -> None:
    at = done_by(SETTLES_ON)
    history = (opened(), settles(), checked(APRIL, occurred_at=at), checked(occurred_at=at))
    assert seen(*history) == (happened(Milestone.BILL_CHECKED, at, "2026-03-15"),)


def test_a_check_of_a_settlement_before_the_day_was_set_announces_nothing() -> None:
    assert seen(opened(), settles(), checked(FEBRUARY)) == (
        happened(Milestone.BILL_CHECKED, AT, "2026-02-15"),
    )


def test_each_settlement_that_has_come_makes_the_next_one_expected_also_when_it_was_missed() -> None:
    account = account_after(opened(), settles())
    assert expected_occasions(account, AT) == ()
    assert expected_occasions(account, done_by(SETTLES_ON)) == (expected(APRIL, done_by(SETTLES_ON)),)
    assert expected_occasions(account, done_by(APRIL)) == (
        expected(APRIL, done_by(SETTLES_ON)),
        expected(MAY, done_by(APRIL)),
    )


def test_a_checked_settlement_makes_nothing_expected_by_passing() -> None:
    account = account_after(opened(), settles(), checked())
    assert expected_occasions(account, done_by(SETTLES_ON)) == ()
    assert expected_occasions(account, done_by(APRIL)) == (expected(MAY, done_by(APRIL)),)


def test_an_account_without_a_settlement_day_or_that_was_closed_expects_none() -> None:
    long_after = datetime(2027, 1, 1, tzinfo=UTC)
    assert expected_occasions(account_after(opened()), long_after) == ()
    closed = (opened(), settles(), closed_account())
    assert expected_occasions(account_after(*closed), long_after) == ()
    before = checked(occurred_at=NINE)
    assert seen(*closed, before) == (happened(Milestone.BILL_CHECKED, NINE, "2026-03-15"),)


def test_the_situation_is_that_of_the_instant_and_not_of_today() -> None:
    ended = signed(effective_at=TEN, ends_at=AT)
    account = account_after(opened(), owned(occurred_at=TEN), RAISED, ended)
    stream_id = UUID(int=7)
    assert situation_of(account, stream_id, NINE) == Situation(stream_id=stream_id, stream="account")
    assert situation_of(account, stream_id, TEN) == Situation(
        stream_id=stream_id,
        stream="account",
        segment=Segment.HIGH_VALUE,
        owner="a.wang",
        terms=(("C-7", THREE_DAYS_BEFORE),),
    )
    assert situation_of(account, stream_id, AT).terms == ()
