"""A bill is checked before each settlement, and each settlement makes the next one expected."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.account.days.routine_days import CAUGHT_UP_WITH, RoutineDay, done_by
from service.domain.account.decisions.settlements import (
    NoSettlementOnThisDayError,
    RecordBillCheck,
    SettlementDayUnknownError,
    SettlementNotYetExpectedError,
)
from service.domain.account.record.settlements import come_by, last_announced, last_expected
from service.domain.account.vocabulary import Routine
from service.domain.vocabulary import Channel
from tests.domain.account.examples.routines import settles
from tests.domain.account.examples.settlements import SETTLES_ON, checked
from tests.domain.example import A_MOMENT, AT
from tests.domain.facts import opened
from tests.specification import account_after, given

APRIL, MAY, JUNE = date(2026, 4, 15), date(2026, 5, 15), date(2026, 6, 15)
SAID: dict[str, Any] = {"channel": Channel.EMAIL, "note": "All right"}


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


def test_a_bill_is_checked_once_for_a_settlement() -> None:
    again = RecordBillCheck(settlement_on=SETTLES_ON, channel=Channel.EMAIL, note="Once more")
    given(opened(), settles(), checked(channel=Channel.EMAIL)).when(again, at=AT).then_nothing()


def test_after_a_check_the_next_settlement_can_be_checked_as_well() -> None:
    early = RecordBillCheck(settlement_on=APRIL, **SAID)
    given(opened(), settles(), checked()).when(early, at=AT).then(checked(APRIL, **SAID))


def test_a_check_of_a_settlement_beyond_the_next_is_told_which_one_comes_first() -> None:
    beyond = given(opened(), settles()).when(RecordBillCheck(settlement_on=APRIL, **SAID), at=AT)
    beyond.then_refused(SettlementNotYetExpectedError, settlement_on=APRIL, expected_on=SETTLES_ON)


def test_a_check_for_another_day_is_told_the_settlement_day() -> None:
    wrong = given(opened(), settles()).when(RecordBillCheck(settlement_on=date(2026, 3, 14), **SAID), at=AT)
    wrong.then_refused(NoSettlementOnThisDayError, settlement_on="2026-03-14", expected_on=SETTLES_ON)


def test_without_a_settlement_day_no_bill_is_checked() -> None:
    orders = settles(routine=Routine.ORDER)
    checking = given(opened(), orders).when(RecordBillCheck(settlement_on=SETTLES_ON, **SAID), at=AT)
    checking.then_refused(SettlementDayUnknownError)


def test_a_settlement_that_was_missed_can_still_be_checked_under_another_day() -> None:
    moved = settles(day_of_month=20)
    late = RecordBillCheck(settlement_on=SETTLES_ON, **SAID)
    given(opened(), settles(), moved).when(late, at=AT).then(checked(**SAID))


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
