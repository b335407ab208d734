"""What the clocks must know of an account, and what the calendar brings by itself."""

from datetime import datetime, tzinfo
from uuid import UUID

from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.record.routines import expected_visits
from service.domain.account.record.settlements import expected_settlements
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.care_months import months_begun
from service.domain.clocks.milestones import MilestoneReached
from service.domain.clocks.situation import Situation


def expected_triggers(
    account: CustomerAccount, now: datetime, zone: tzinfo = LOCAL_ZONE
) -> tuple[MilestoneReached, ...]:
    """Return the settlements and visits that are expected because the one before has come, met or not.

    The same ones are returned again: clocks that run or ran for a date do not start again.
    """
    return (
        *months_begun(account, account.clocks, now),
        *expected_settlements(account, now, zone),
        *expected_visits(account, now, zone),
    )


def situation_of(account: CustomerAccount, stream_id: UUID, at: datetime) -> Situation:
    """Return the account as it was at the instant of a clock trigger."""
    return Situation(
        stream_id=stream_id,
        stream="account",
        segment=account.segment_at(at),
        owner=account.owner_at(at),
        terms=account.terms_at(at),
    )
