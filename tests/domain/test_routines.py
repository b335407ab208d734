"""Regular days of an account: settlements and the checks of the bill before them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from service.domain.account.commands import RecordBillCheck, SetRoutine
from service.domain.account.refusals import (
    NoSettlementOnThisDayError,
    SettlementDayUnknownError,
    SettlementNotYetExpectedError,
)
from service.domain.account.routine import RoutineDay, RoutineSince, done_by
from service.domain.account.settlements import CAUGHT_UP_WITH, come_by, last_announced, last_expected
from service.domain.vocabulary import Routine
from tests.domain.account_ways import AT, SETTLES_ON, checked, settles
from tests.domain.facts import NINE, opened
from tests.specification import account_after, given

APRIL, MAY, JUNE = date(2026, 4, 15), date(2026, 5, 15), date(2026, 6, 15)
A_MOMENT = timedelta(microseconds=1)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("day_of_month", "after", "found"),
    [
        (15, date(2026, 3, 14), date(2026, 3, 15)),
        (15, date(2026, 3, 15), date(2026, 4, 15)),
        (31, date(2026, 1, 31), date(2026, 2, 28)),
        (31, date(2028, 1, 31), date(2028, 2, 29)),
        (31, date(2026, 2, 28), date(2026, 3, 31)),
        (30, date(2026, 12, 30), date(2027, 1, 30)),
    ],
)
def test_a_day_of_the_month_is_the_last_one_where_the_month_is_shorter(
    day_of_month: int, after: date, found: date
) -> None:
    assert RoutineDay(day_of_month=day_of_month).next_after(after) == found


def test_a_day_of_the_week_comes_every_seven_days() -> None:
    wednesdays = RoutineDay(weekday="wednesday")
    assert wednesdays.next_after(date(2026, 3, 1)) == date(2026, 3, 4)
    assert wednesdays.next_after(date(2026, 3, 4)) == date(2026, 3, 11)


def test_a_day_is_over_at_six_in_the_evening_where_the_customer_is() -> None:
    assert done_by(SETTLES_ON) == datetime(2026, 3, 15, 10, tzinfo=UTC)
    assert done_by(SETTLES_ON, NEW_YORK) == datetime(2026, 3, 15, 22, tzinfo=UTC)
    since = RoutineSince(set_at=NINE, on=RoutineDay(day_of_month=15))
    assert since.next_from(done_by(SETTLES_ON) - A_MOMENT) == SETTLES_ON
    assert since.next_from(done_by(SETTLES_ON)) == APRIL
    assert since.next_from(done_by(SETTLES_ON), NEW_YORK) == SETTLES_ON


def test_the_date_is_that_of_the_customers_zone() -> None:
    late_in_utc = datetime(2026, 3, 15, 17, tzinfo=UTC)  # 01:00 on the 16th in Shanghai
    since = RoutineSince(set_at=NINE, on=RoutineDay(day_of_month=16))
    assert since.next_from(late_in_utc) == date(2026, 3, 16)
    assert RoutineSince(set_at=NINE, on=RoutineDay(day_of_month=15)).next_from(late_in_utc) == APRIL


@pytest.mark.parametrize("fields", [{}, {"day_of_month": 3, "weekday": "monday"}])
def test_a_routine_is_on_one_day_of_the_month_or_of_the_week(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SetRoutine.model_validate({"routine": "order", **fields})


def test_a_routine_set_again_to_the_same_day_adds_nothing_whatever_the_note_says() -> None:
    again = SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15, note="Ask Mr Wang")
    given(opened(), settles()).when(again, at=AT).then_nothing()


def test_routines_of_different_things_stand_beside_each_other() -> None:
    orders = settles(routine=Routine.ORDER, day_of_month=None, weekday="wednesday")
    account = account_after(opened(), settles(), orders)
    settled, ordered = account.routine(Routine.SETTLEMENT), account.routine(Routine.ORDER)
    assert settled is not None
    assert ordered is not None
    assert (settled.on.day_of_month, ordered.on.weekday) == (15, "wednesday")
    assert account.routine(Routine.VISIT) is None


def test_a_day_set_back_to_an_earlier_one_holds_again() -> None:
    twentieth = settles(day_of_month=20)
    back = SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15)
    given(opened(), settles(), twentieth).when(back, at=AT).then(settles(occurred_at=AT))


def test_a_bill_is_checked_once_for_a_settlement() -> None:
    again = RecordBillCheck(settlement_on=SETTLES_ON, note="Once more")
    given(opened(), settles(), checked()).when(again, at=AT).then_nothing()


def test_after_a_check_the_next_settlement_can_be_checked_as_well() -> None:
    early = RecordBillCheck(settlement_on=APRIL)
    given(opened(), settles(), checked()).when(early, at=AT).then(checked(APRIL))


def test_a_check_of_a_settlement_beyond_the_next_is_told_which_one_comes_first() -> None:
    beyond = given(opened(), settles()).when(RecordBillCheck(settlement_on=APRIL), at=AT)
    beyond.then_refused(SettlementNotYetExpectedError, settlement_on=APRIL, expected_on=SETTLES_ON)


def test_a_check_for_another_day_is_told_the_settlement_day() -> None:
    wrong = given(opened(), settles()).when(RecordBillCheck(settlement_on=date(2026, 3, 14)), at=AT)
    wrong.then_refused(NoSettlementOnThisDayError, settlement_on="2026-03-14", expected_on=SETTLES_ON)


def test_without_a_settlement_day_no_bill_is_checked() -> None:
    orders = settles(routine=Routine.ORDER)
    checking = given(opened(), orders).when(RecordBillCheck(settlement_on=SETTLES_ON), at=AT)
    checking.then_refused(SettlementDayUnknownError)


def test_a_settlement_that_was_missed_can_still_be_checked_under_another_day() -> None:
    moved = settles(day_of_month=20)
    late = RecordBillCheck(settlement_on=SETTLES_ON)
    given(opened(), settles(), moved).when(late, at=AT).then(checked())


def test_a_settlement_day_is_a_date_and_not_a_number() -> None:
    for wrong in (1773532800, "1773532800"):
        with pytest.raises(ValidationError, match="settlement_on"):
            RecordBillCheck.model_validate({"settlement_on": wrong})


def test_the_last_announced_is_the_first_after_the_setting_or_the_one_after_the_last_check() -> None:
    assert last_announced(account_after(opened())) is None
    assert last_announced(account_after(opened(), settles())) == SETTLES_ON
    assert last_announced(account_after(opened(), settles(), checked())) == APRIL
    assert last_announced(account_after(opened(), settles(), checked(date(2026, 2, 15)))) == SETTLES_ON


def test_the_last_expected_moves_on_with_the_days() -> None:
    account = account_after(opened(), settles())
    assert last_expected(account, AT) == SETTLES_ON
    assert last_expected(account, done_by(SETTLES_ON)) == APRIL
    assert last_expected(account_after(opened(), settles(), checked()), AT) == APRIL


def test_each_settlement_that_came_unchecked_is_named_with_the_one_after_it() -> None:
    account = account_after(opened(), settles())
    assert list(come_by(account, done_by(SETTLES_ON) - A_MOMENT)) == []
    assert list(come_by(account, done_by(SETTLES_ON))) == [(SETTLES_ON, APRIL)]
    assert list(come_by(account, done_by(MAY))) == [(SETTLES_ON, APRIL), (APRIL, MAY), (MAY, JUNE)]
    assert list(come_by(account_after(opened(), settles(), checked()), done_by(SETTLES_ON))) == []


def test_a_day_set_long_ago_is_caught_up_with_for_a_year_only() -> None:
    account = account_after(opened(), settles(occurred_at=datetime(1, 1, 2, tzinfo=UTC)))
    came = [came for came, _ in come_by(account, AT)]
    assert came[0] == date(2025, 3, 15)
    assert done_by(came[0]) > AT - CAUGHT_UP_WITH
    assert len(came) == 12
