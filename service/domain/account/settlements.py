"""Which settlements of an account are expected, and which of them were checked (REQUIREMENTS 22, 27, 28)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from service.domain.account.routine import LOCAL_ZONE, done_by
from service.domain.account.state import CustomerAccount
from service.domain.vocabulary import Routine

CAUGHT_UP_WITH = timedelta(days=366)
"""Settlements that were missed longer ago than this are not asked for any more."""


def first_expected(account: CustomerAccount, zone: tzinfo = LOCAL_ZONE) -> date | None:
    """Return the first settlement after the day of it was set; None where it never was."""
    settled = account.routine(Routine.SETTLEMENT)
    return None if settled is None else settled.next_from(settled.set_at, zone)


def last_announced(account: CustomerAccount, zone: tzinfo = LOCAL_ZONE) -> date | None:
    """Return the last settlement that a fact announced: setting the day, or checking the bill before it."""
    settled, first = account.routine(Routine.SETTLEMENT), first_expected(account, zone)
    if settled is None or first is None:
        return None
    return max((first, *(settled.on.next_after(checked) for checked in account.settlements_checked)))


def last_expected(account: CustomerAccount, at: datetime, zone: tzinfo = LOCAL_ZONE) -> date | None:
    """Return the last settlement expected at an instant: the next, or what was announced beyond it."""
    settled, announced = account.routine(Routine.SETTLEMENT), last_announced(account, zone)
    if settled is None or announced is None:
        return None
    return max(announced, settled.next_from(at, zone))


def come_by(
    account: CustomerAccount, now: datetime, zone: tzinfo = LOCAL_ZONE
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
