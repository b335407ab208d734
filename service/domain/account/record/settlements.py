"""Which settlements of an account are expected, and which bills were checked (REQUIREMENTS 22, 27, 28)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Literal

from service.domain.account.days.routine_days import CAUGHT_UP_WITH, LOCAL_ZONE, done_by
from service.domain.account.event import AccountFact
from service.domain.account.record.routines import RoutineState, first_settlement, settlement_expected
from service.domain.account.vocabulary import Routine
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import RecordedDate
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel


class BillChecked(AccountFact):
    """The bill was checked with the customer before a settlement (REQUIREMENTS 22, 28)."""

    type: Literal["BillChecked.v1"] = "BillChecked.v1"
    settlement_on: RecordedDate
    """Day of the settlement."""
    channel: Channel | None = None
    """Contact channel by which the customer was reminded; null if not recorded."""
    note: FreeText | None = None
    """Findings of the check, in free text."""


@dataclass(frozen=True, kw_only=True)
class SettlementState(RoutineState):
    """The settlements for which the bill was checked."""

    settlements_checked: frozenset[date] = frozenset()
    reminders_sent: frozenset[tuple[date, Channel | None]] = frozenset()
    """Settlements with the channels by which the customer was reminded of them."""


def evolve(account: SettlementState, event: BillChecked) -> SettlementState:
    """Return the account after the event."""
    return changed(
        account,
        settlements_checked=account.settlements_checked | {event.settlement_on},
        reminders_sent=account.reminders_sent | {(event.settlement_on, event.channel)},
    )


def clock_triggers(event: BillChecked, after: SettlementState, zone: tzinfo = LOCAL_ZONE) -> Triggers:
    """Announce first what came unnoticed, so that a check before the watch woke up meets its clock."""
    at, settlement_on = event.occurred_at, event.settlement_on
    before = replace(after, settlements_checked=after.settlements_checked - {settlement_on})
    checked = MilestoneReached(milestone=Milestone.BILL_CHECKED, at=at, subject=settlement_on.isoformat())
    return (
        *expected_settlements(before, at, zone),
        checked,
        *_following(settlement_on, min(at, done_by(settlement_on, zone)), after, zone),
    )


def expected_settlements(
    account: SettlementState, now: datetime, zone: tzinfo = LOCAL_ZONE
) -> tuple[MilestoneReached, ...]:
    """Return the settlements that are expected because the one before has come, met or not."""
    if account.closed_at is not None:
        return ()
    missed = come_by(account, now, zone)
    return tuple(settlement_expected(following, done_by(came, zone), zone) for came, following in missed)


def _following(settlement_on: date, at: datetime, after: SettlementState, zone: tzinfo) -> Triggers:
    """Announce the settlement that follows, unless a later one is known: checks can be recorded late."""
    settled = after.routine(Routine.SETTLEMENT)
    first, last = first_settlement(after, zone), last_announced(after, zone)
    if settled is None or last is None or last == first or after.closed_at is not None:
        return ()
    return (settlement_expected(last, at, zone),) if settled.on.next_after(settlement_on) == last else ()


def last_announced(account: SettlementState, zone: tzinfo = LOCAL_ZONE) -> date | None:
    """Return the last settlement that an event announced: setting the day, or checking the bill before it."""
    settled, first = account.routine(Routine.SETTLEMENT), first_settlement(account, zone)
    if settled is None or first is None:
        return None
    return max((first, *(settled.on.next_after(checked) for checked in account.settlements_checked)))


def last_expected(account: SettlementState, at: datetime, zone: tzinfo = LOCAL_ZONE) -> date | None:
    """Return the last settlement expected at an instant: the next, or what was announced beyond it."""
    settled, announced = account.routine(Routine.SETTLEMENT), last_announced(account, zone)
    if settled is None or announced is None:
        return None
    return max(announced, settled.next_from(at, zone))


def is_expected(account: SettlementState, settlement_on: date, at: datetime) -> bool:
    """Return whether a day is one of the settlements expected by an instant."""
    last = last_expected(account, at)
    days = account.days_ever_set(Routine.SETTLEMENT)
    return last is not None and settlement_on <= last and any(day.is_on(settlement_on) for day in days)


def come_by(
    account: SettlementState, now: datetime, zone: tzinfo = LOCAL_ZONE
) -> Iterator[tuple[date, date]]:
    """Yield each settlement that came since the last one announced, with the one that follows it."""
    settled, announced = account.routine(Routine.SETTLEMENT), last_announced(account, zone)
    if settled is None or announced is None:
        return
    came = max(announced, settled.next_from(max(settled.set_at, now - CAUGHT_UP_WITH), zone))
    while done_by(came, zone) <= now:
        following = settled.on.next_after(came)
        yield came, following
        came = following


def stands(account: SettlementState, event: BillChecked) -> bool:
    return is_expected(account, event.settlement_on, event.occurred_at)


THEME = theme(BillChecked, evolve, clock_triggers, stands, triggers_read_state=True)
