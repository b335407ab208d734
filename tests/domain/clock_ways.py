"""For every command about clocks one way in which it is carried out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from service.domain.clocks import commands as wish
from service.domain.clocks import events as fact
from tests.domain.facts import ELEVEN, NINE, TEN, opened, received

AT = ELEVEN
CLOCK_ID = UUID("0195c3a0-0000-7000-8000-000000000021")
ANSWERED_FOR: dict[str, Any] = {"clock_id": CLOCK_ID, "reason": "The line was down", "waived_by": "b.li"}


def clock_started(**fields: Any) -> fact.ClockStarted:
    """Return a promise of half an hour, made at nine; the watch has not looked yet."""
    told: dict[str, Any] = {
        "occurred_at": NINE,
        "clock_id": CLOCK_ID,
        "clock": "first_reply",
        "cycle": 1,
        "counts_from_at": NINE,
        "target_seconds": 1800,
        "due_at": NINE + timedelta(minutes=30),
        "calendar_id": "always",
        "calendar_version": 1,
        "policy_id": "default",
        "policy_version": 1,
        "rule": "first_reply",
    }
    return fact.ClockStarted(**{**told, **fields})


_BREACHED = fact.ClockBreached(occurred_at=NINE + timedelta(minutes=30), clock_id=CLOCK_ID)
_WAIVED = fact.ClockWaived(occurred_at=AT, **ANSWERED_FOR)

CLOCK_WAYS: tuple[tuple[Any, tuple[Any, ...], tuple[Any, ...]], ...] = (
    (wish.ObserveClocks(), (received(), clock_started()), (_BREACHED,)),
    (wish.WaiveClock(**ANSWERED_FOR), (received(), clock_started(), _BREACHED), (_WAIVED,)),
    (
        wish.WaiveAccountClock(**ANSWERED_FOR),
        (opened(), clock_started(occurred_at=TEN, counts_from_at=TEN)),
        (_WAIVED,),
    ),
)
