"""What the days that pass and the checks of bills are to the clocks of an account."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from service.domain.account.days.routine_days import done_by
from service.domain.account.days.visit_days import over_at
from service.domain.account.events import AccountEvent
from service.domain.account.record.profile import SegmentAssigned
from service.domain.account.record.visits import VisitRecorded
from service.domain.account.situation import expected_triggers, situation_of
from service.domain.account.themes import clock_triggers
from service.domain.account.vocabulary import Routine
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.clocks.milestones import ClockTrigger, Milestone, MilestoneReached
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import Channel, Segment, VisitKind
from tests.domain.account.examples.agreements.agreements import THREE_DAYS_BEFORE, amended, signed
from tests.domain.account.examples.profile import closed_account, owned
from tests.domain.account.examples.routines import settles
from tests.domain.account.examples.settlements import SETTLES_ON, checked, expected
from tests.domain.example import AT
from tests.domain.facts import NINE, TEN, contact_added, opened
from tests.specification import account_after

APRIL, MAY = date(2026, 4, 15), date(2026, 5, 15)
FEBRUARY = date(2026, 2, 15)
RAISED = SegmentAssigned(occurred_at=TEN, segment=Segment.HIGH_VALUE, reason="r")


def seen(*history: AnyEvent) -> tuple[ClockTrigger, ...]:
    """Return what the clocks see of the last event."""
    last: AccountEvent = history[-1]  # type: ignore[assignment]  # the caller gives events of an account
    return clock_triggers(last, account_after(*history))


def happened(milestone: Milestone, at: datetime = AT, subject: str | None = None) -> MilestoneReached:
    return MilestoneReached(milestone=milestone, at=at, subject=subject)


def visit(kind: VisitKind, *, reached: bool = True) -> VisitRecorded:
    return VisitRecorded(occurred_at=AT, kind=kind, channel=Channel.PHONE, reached=reached)


def test_opening_contacts_agreements_and_other_routines_start_and_end_nothing() -> None:
    assert seen(opened()) == seen(opened(), contact_added()) == ()
    assert seen(opened(), signed()) == seen(opened(), signed(), amended()) == ()
    assert seen(opened(), settles(routine=Routine.ORDER)) == ()


def test_setting_a_day_for_visits_expects_the_visit_of_the_next_such_day() -> None:
    expecting = MilestoneReached(
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
    assert expected_triggers(account, AT) == ()
    assert expected_triggers(account, done_by(SETTLES_ON)) == (expected(APRIL, done_by(SETTLES_ON)),)
    assert expected_triggers(account, done_by(APRIL)) == (
        expected(APRIL, done_by(SETTLES_ON)),
        expected(MAY, done_by(APRIL)),
    )


def test_a_checked_settlement_makes_nothing_expected_by_passing() -> None:
    account = account_after(opened(), settles(), checked())
    assert expected_triggers(account, done_by(SETTLES_ON)) == ()
    assert expected_triggers(account, done_by(APRIL)) == (expected(MAY, done_by(APRIL)),)


def test_an_account_without_a_settlement_day_or_that_was_closed_expects_none() -> None:
    long_after = datetime(2027, 1, 1, tzinfo=UTC)
    assert expected_triggers(account_after(opened()), long_after) == ()
    closed = (opened(), settles(), closed_account())
    assert expected_triggers(account_after(*closed), long_after) == ()
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
