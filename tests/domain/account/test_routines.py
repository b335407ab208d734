"""Regular days of an account: settlements and the checks of the bill before them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from service.domain.account.days.routine_days import RoutineDay, RoutineSince, done_by
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.vocabulary import Routine
from tests.domain.account.examples.routines import settles
from tests.domain.account.examples.settlements import SETTLES_ON
from tests.domain.example import A_MOMENT, AT
from tests.domain.facts import NINE, opened
from tests.specification import account_after, given

APRIL, MAY, JUNE = date(2026, 4, 15), date(2026, 5, 15), date(2026, 6, 15)
NEW_YORK = ZoneInfo("America/New_York")


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
