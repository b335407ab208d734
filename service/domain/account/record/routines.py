"""What happens regularly with an account: settlements, orders, our visits (REQUIREMENTS 23, 27)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

from service.domain.account.days.routine_days import LOCAL_ZONE, RoutineDay, RoutineSince, done_by
from service.domain.account.days.visit_days import over_at, visits_expected
from service.domain.account.event import AccountFact
from service.domain.account.record.profile import ProfileState
from service.domain.account.vocabulary import Routine
from service.domain.changed import changed
from service.domain.clocks.calendars.document import Weekday
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme


class RoutineSet(AccountFact):
    """A routine was set: settlements, orders or our visits (REQUIREMENTS 23, 27)."""

    type: Literal["RoutineSet.v1"] = "RoutineSet.v1"
    routine: Routine
    """Kind of routine."""
    day_of_month: int | None = None
    """Day of each month; the last day if the month is shorter."""
    weekday: Weekday | None = None
    """Day of each week, instead of a day of the month."""
    note: FreeText | None = None
    """Reminder for the occasion, in free text."""


@dataclass(frozen=True, kw_only=True)
class RoutineState(ProfileState):
    """All days ever set for a routine, in the order of recording."""

    routines: tuple[tuple[Routine, RoutineSince], ...] = ()

    def routine(self, routine: Routine) -> RoutineSince | None:
        """Return when something happens regularly, as it was set last."""
        return next((since for name, since in reversed(self.routines) if name is routine), None)

    def days_ever_set(self, routine: Routine) -> Iterable[RoutineDay]:
        """Return every day on which it ever was to happen."""
        return (since.on for name, since in self.routines if name is routine)


def evolve(account: RoutineState, event: RoutineSet) -> RoutineState:
    """Return the account after the event."""
    day = RoutineDay(day_of_month=event.day_of_month, weekday=event.weekday)
    since = RoutineSince(set_at=event.occurred_at, on=day)
    return changed(account, routines=(*account.routines, (event.routine, since)))


def clock_triggers(event: RoutineSet, after: RoutineState, zone: tzinfo = LOCAL_ZONE) -> Triggers:
    """A settlement or a visit can be announced again; its subject, the date, tells that it is the same."""
    if event.routine is Routine.VISIT:
        return expected_visits(after, event.occurred_at, zone)
    first = first_settlement(after, zone)
    if event.routine is not Routine.SETTLEMENT or first is None or after.closed_at is not None:
        return ()
    return (settlement_expected(first, event.occurred_at, zone),)


def expected_visits(
    account: RoutineState, now: datetime, zone: tzinfo = LOCAL_ZONE
) -> tuple[MilestoneReached, ...]:
    """Return the visits that were expected by now."""
    if account.closed_at is not None:
        return ()
    settings = [setting for routine, setting in account.routines if routine is Routine.VISIT]
    return tuple(
        MilestoneReached(
            milestone=Milestone.VISIT_EXPECTED,
            at=began_at,
            subject=day.isoformat(),
            due_at=over_at(day, zone),
        )
        for began_at, day in visits_expected(settings, now, zone)
    )


def first_settlement(account: RoutineState, zone: tzinfo = LOCAL_ZONE) -> date | None:
    """Return the first settlement after the day of it was set; None where it never was."""
    settled = account.routine(Routine.SETTLEMENT)
    return None if settled is None else settled.next_from(settled.set_at, zone)


def settlement_expected(settlement_on: date, at: datetime, zone: tzinfo) -> MilestoneReached:
    """Return the announcement of a settlement at an instant."""
    return MilestoneReached(
        milestone=Milestone.SETTLEMENT_EXPECTED,
        at=at,
        subject=settlement_on.isoformat(),
        due_at=done_by(settlement_on, zone),
    )


THEME = theme(RoutineSet, evolve, clock_triggers, triggers_read_state=True)
