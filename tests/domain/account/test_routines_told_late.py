"""What a visit or a bill check is to the clocks depends on the routine: told late, it tells them anew."""

from datetime import date, datetime, timedelta

import pytest

from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.record.routines import RoutineSet
from service.domain.account.record.settlements import BillChecked
from service.domain.account.record.visits import VisitRecorded
from service.domain.account.vocabulary import Routine
from service.domain.clocks.events import ClockMet
from service.domain.refusal import LaterEventContradictsError
from service.domain.vocabulary import Channel, VisitKind
from tests.domain.facts import NINE, opened
from tests.rules import default_rulebook
from tests.specification import given

DAY = timedelta(days=1)
NOW = NINE + 120 * DAY


def visited(at: datetime) -> VisitRecorded:
    return VisitRecorded(occurred_at=at, kind=VisitKind.VISIT, channel=Channel.PHONE, reached=True)


def test_a_visit_on_record_keeps_the_promise_of_a_routine_that_is_told_late() -> None:
    told = SetRoutine(routine=Routine.VISIT, day_of_month=9, occurred_at=NINE + 20 * DAY)
    when = given(opened(), visited(NINE + 40 * DAY)).when(told, at=NOW, rulebook=default_rulebook())
    assert any(isinstance(event, ClockMet) for event in when.decided())


@pytest.mark.parametrize(
    ("routine", "later"),
    [
        (Routine.VISIT, visited(NINE + 40 * DAY)),
        (Routine.VISIT, visited(NINE + 70 * DAY)),
        (Routine.SETTLEMENT, BillChecked(occurred_at=NINE + DAY, settlement_on=date(2026, 3, 5))),
    ],
)
def test_another_day_is_not_told_for_before_what_was_done_by_the_day_of_then(
    routine: Routine, later: VisitRecorded | BillChecked
) -> None:
    before = RoutineSet(occurred_at=NINE, routine=routine, day_of_month=5)
    told = SetRoutine(routine=routine, day_of_month=9, occurred_at=NINE + DAY / 2)
    when = given(opened(), before, later).when(told, at=NOW, rulebook=default_rulebook())
    when.then_refused(LaterEventContradictsError, later_at=later.occurred_at)
