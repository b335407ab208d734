"""A visit on a fixed day of each month or week: due when that day is over, whoever looks and whenever."""

from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest

from service.domain.account.days.visit_days import over_at
from service.domain.account.decisions.profile import AssignAccountOwner, AssignSegment, CloseAccount
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.decisions.visits import RecordVisit
from service.domain.account.vocabulary import Routine
from service.domain.clocks.clock import Clock
from service.domain.vocabulary import Segment
from tests.promises.account_limits import INTERVIEW, ORDINARY, OWNED, PHONED, VISIT, account
from tests.promises.driving import SECOND, SHANGHAI, Life, Step, at
from tests.promises.happenings import MON

VISITS = SetRoutine(routine=Routine.VISIT, day_of_month=15)
FRIDAYS = SetRoutine(routine=Routine.VISIT, weekday="friday")
FIXED: tuple[Step, ...] = (*ORDINARY, (VISITS, "03-03 10:00"))


def day(month: int, day_of_month: int) -> datetime:
    """Return the last moment of a day in Shanghai in 2026."""
    return over_at(date(2026, month, day_of_month), SHANGHAI)


def fixed(life: Life) -> list[Clock]:
    return life.clocks_of("visit_on_fixed_day")


def ends(life: Life, name: str) -> list[str | None]:
    return [clock.end for clock in life.clocks if clock.clock == name]


def standing(life: Life) -> list[tuple[datetime, datetime | None, str | None]]:
    """Return of each visit that is promised by when, since when it was missed, and how it ended."""
    return [(clock.due_at, clock.breached_at, clock.end) for clock in fixed(life)]


@pytest.mark.requirement(23)
@pytest.mark.parametrize("visit", [VISIT, PHONED, INTERVIEW])
def test_each_month_the_visit_is_due_when_the_fixed_day_is_over(visit: RecordVisit) -> None:
    life = Life().go((*FIXED, (visit, "03-15 23:59")))
    life.watch("03-16 09:00")
    life.send(visit, "04-02 10:00")
    life.watch("04-16 09:00")
    assert standing(life) == [
        (day(3, 15), None, "met"),
        (day(4, 15), None, "met"),
        (day(5, 15), None, None),
    ]


@pytest.mark.requirement(23)
@pytest.mark.parametrize("day_of_month", [1, 15, 28, 29, 30, 31])
def test_a_month_that_is_too_short_has_its_visit_on_its_last_day(day_of_month: int) -> None:
    routine = SetRoutine(routine=Routine.VISIT, day_of_month=day_of_month)
    (open_account, _), *_ = account(Segment.ORDINARY)
    life = Life().go(((open_account, "01-01 00:00"), (OWNED, MON)))
    life.send(routine, "01-01 00:00", recorded_at=MON)
    life.watch("12-31 12:00")
    lengths = [monthrange(2026, month)[1] for month in range(1, 13)]
    days = [day(month, min(day_of_month, length)) for month, length in enumerate(lengths, start=1)]
    by_now = [due_at for due_at in days if due_at < at("12-31 12:00")]
    upcoming = over_at(date(2027, 1, 31 if day_of_month == 31 else day_of_month), SHANGHAI)
    expected = days if len(by_now) < len(days) else [*days, upcoming]
    assert [clock.due_at for clock in fixed(life)] == expected
    assert [clock.breached_at for clock in fixed(life)] == [*by_now, None]


def test_while_a_day_is_fixed_no_rolling_month_is_promised_as_well() -> None:
    life = Life().go(FIXED)
    assert ends(life, "monthly_visit") == ["voided"]
    life.send(VISIT, "03-10 10:00")
    life.send(AssignAccountOwner(owner="b.li", reason="a.wang left"), "03-11 10:00")
    life.send(AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM"), "03-12 09:00")
    life.watch("04-20 10:00")
    assert ends(life, "monthly_visit") == ["voided"]
    assert standing(life) == [
        (day(3, 15), None, "met"),
        (day(4, 15), day(4, 15), None),
        (day(5, 15), None, None),
    ]


def test_an_account_without_a_fixed_day_keeps_its_own_months() -> None:
    life = Life().go((*ORDINARY, (SetRoutine(routine=Routine.ORDER, weekday="friday"), "03-03 10:00")))
    life.watch("03-16 09:00")
    assert fixed(life) == []
    assert life.clock("monthly_visit").due_at == at("04-02 09:59:59.999999")


def test_a_visit_counts_for_the_day_that_ends_its_period_and_for_no_later_one() -> None:
    life = Life().go((*FIXED, (VISIT, "03-05 10:00"), (VISIT, "03-15 10:00")))
    life.watch("03-16 09:00")
    assert standing(life) == [(day(3, 15), None, "met"), (day(4, 15), None, None)]
    life.send(VISIT, "03-16 00:00", recorded_at="03-16 10:00")
    assert standing(life)[1] == (day(4, 15), None, "met")


def test_a_visit_makes_up_for_those_that_were_missed_and_is_late_for_them() -> None:
    life = Life().go(FIXED)
    for month in (3, 4, 5):
        life.watch(f"{month:02}-16 09:00")
    life.send(VISIT, "05-20 10:00")
    assert standing(life) == [
        (day(3, 15), day(3, 15), "late"),
        (day(4, 15), day(4, 15), "late"),
        (day(5, 15), day(5, 15), "late"),
        (day(6, 15), None, "met"),
    ]


def test_the_record_is_the_same_when_the_watch_slept() -> None:
    watched, slept = Life().go(FIXED), Life().go(FIXED)
    for month in (3, 4, 5):
        watched.watch(f"{month:02}-16 09:00")
        watched.watch(f"{month:02}-16 09:00")
    for life in (watched, slept):
        life.send(VISIT, "05-20 10:00")
        life.watch("06-16 09:00")
    assert standing(watched) == standing(slept)


def test_a_visit_that_becomes_known_late_was_in_time() -> None:
    life = Life().go(FIXED)
    life.watch("03-16 09:00")
    life.send(VISIT, "03-12 10:00", recorded_at="03-17 09:00")
    first, second = fixed(life)
    assert (first.breached_at, first.end, first.ended_at) == (day(3, 15), "met", at("03-12 10:00"))
    assert second.is_open


def test_a_day_that_is_set_afterwards_counts_the_visits_before() -> None:
    life = Life().go((*ORDINARY, (VISIT, "03-10 10:00"), (VISIT, "04-10 10:00")))
    life.send(VISITS, "03-03 10:00", recorded_at="04-20 10:00")
    life.watch("04-20 10:00")
    assert standing(life) == [(day(3, 15), None, "met"), (day(4, 15), None, "met"), (day(5, 15), None, None)]
    assert set(ends(life, "monthly_visit")) == {"voided", "cancelled"}


@pytest.mark.parametrize(("moved_to", "then"), [(20, [day(4, 20), day(5, 20)]), (5, [day(4, 5), day(5, 5)])])
def test_a_day_that_is_moved_holds_from_the_next_period_on(moved_to: int, then: list[datetime]) -> None:
    life = Life().go(FIXED)
    life.send(SetRoutine(routine=Routine.VISIT, day_of_month=moved_to), "03-14 17:00")
    life.watch("04-25 10:00")
    assert [clock.due_at for clock in fixed(life)] == [day(3, 15), *then]


def test_a_day_of_the_week_is_due_every_week() -> None:
    life = Life().go((*ORDINARY, (FRIDAYS, "03-03 10:00")))
    life.watch("03-17 10:00")
    assert [clock.due_at for clock in fixed(life)] == [day(3, 6), day(3, 13), day(3, 20)]


def test_a_closed_account_is_promised_no_visit_any_more() -> None:
    life = Life().go((*FIXED, (CloseAccount(reason="Moved away"), "03-05 10:00")))
    assert life.watch("12-01 10:00") == ()
    assert ends(life, "visit_on_fixed_day") == ["cancelled"]


def test_a_second_after_the_fixed_day_it_is_late_by_a_second() -> None:
    life = Life().go(FIXED)
    life.send(VISIT, day(3, 15) + SECOND)
    first, second = fixed(life)
    assert (first.end, first.late_seconds, second.end) == ("late", 1, "met")
    assert second.due_at - first.due_at == timedelta(days=31)
