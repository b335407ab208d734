"""Regular days of an account, by example."""

from datetime import date
from typing import Any

from service.domain.account.days.routine_days import done_by
from service.domain.account.days.visit_days import over_at
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.record.routines import RoutineSet
from service.domain.account.vocabulary import Routine
from service.domain.clocks.milestones import Milestone
from tests.domain.example import AT, Example, Ways
from tests.domain.facts import NINE, opened
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes


def settles(**fields: Any) -> RoutineSet:
    usual: dict[str, Any] = {"routine": Routine.SETTLEMENT, "day_of_month": 15}
    return RoutineSet(**{"occurred_at": NINE, **usual, **fields})


_OPENED = (opened(),)
WAYS: Ways = (
    Example(
        SetRoutine(routine=Routine.SETTLEMENT, day_of_month=15, note="Ask for Ms Li"),
        _OPENED,
        (settles(occurred_at=AT, note="Ask for Ms Li"),),
    ),
)
TRIGGERS: Triggers = (
    (_OPENED, settles(routine=Routine.ORDER), ()),
    (
        _OPENED,
        settles(routine=Routine.VISIT),
        happened(Milestone.VISIT_EXPECTED, NINE, subject="2026-03-15", due_at=over_at(date(2026, 3, 15))),
    ),
    (
        _OPENED,
        settles(),
        happened(
            Milestone.SETTLEMENT_EXPECTED, NINE, subject="2026-03-15", due_at=done_by(date(2026, 3, 15))
        ),
    ),
)
SCENES: Scenes = {
    SetRoutine: Scene("RoutineSet.v1", {"routine": "order", "weekday": "wednesday"}),
}
