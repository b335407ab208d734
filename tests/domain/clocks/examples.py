"""The commands about clocks, by example."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from service.domain.account.context import NOWHERE
from service.domain.account.rules import AccountNotFoundError
from service.domain.aggregates.clock_decisions import (
    account_must_be_opened,
    case_must_exist,
    clock_must_be_known,
    must_not_lie_in_the_future,
)
from service.domain.case.rules import CaseNotFoundError
from service.domain.clocks.commands import ClockNotFoundError, ObserveClocks, WaiveAccountClock, WaiveClock
from service.domain.clocks.events import ClockBreached, ClockStarted, ClockWaived
from service.domain.refusal import OccurredInFutureError
from tests.domain.example import AT, TOO_LATE, Breaks, Example, Ways, on, with_fields
from tests.domain.facts import NINE, TEN, opened, received
from tests.scene import Scene, Scenes

CLOCK_ID = UUID("0195c3a0-0000-7000-8000-000000000021")
ANSWERED_FOR: dict[str, Any] = {"clock_id": CLOCK_ID, "reason": "The line was down", "waived_by": "b.li"}


def clock_started(**fields: Any) -> ClockStarted:
    """Return a promise of half an hour, made at nine; the watch has not looked yet."""
    usual: dict[str, Any] = {
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
    return ClockStarted(**{**usual, **fields})


_BREACHED = ClockBreached(occurred_at=NINE + timedelta(minutes=30), clock_id=CLOCK_ID)
_WAIVED = ClockWaived(occurred_at=AT, **ANSWERED_FOR)
WAYS: Ways = (
    Example(ObserveClocks(), (received(), clock_started()), (_BREACHED,)),
    Example(WaiveClock(**ANSWERED_FOR), (received(), clock_started(), _BREACHED), (_WAIVED,)),
    Example(
        WaiveAccountClock(**ANSWERED_FOR),
        (opened(), clock_started(occurred_at=TEN, counts_from_at=TEN)),
        (_WAIVED,),
    ),
)
BREAKS: Breaks = {
    (case_must_exist, CaseNotFoundError): on(),
    (account_must_be_opened, AccountNotFoundError): on(received()),
    (must_not_lie_in_the_future, OccurredInFutureError): TOO_LATE,
    (clock_must_be_known, ClockNotFoundError): with_fields(clock_id=NOWHERE),
}
_WAIVER: dict[str, Any] = {"reason": "The line was down", "waived_by": "b.li"}
SCENES: Scenes = {
    WaiveClock: Scene("ClockWaived.v1", _WAIVER, clock="first_reply"),
    WaiveAccountClock: Scene(
        "ClockWaived.v1",
        _WAIVER,
        [("owner", {"owner": "li.na", "reason": "knows presses"})],
        clock="first_contact",
    ),
}
