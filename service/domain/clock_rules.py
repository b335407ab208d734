"""The rules of commands about clocks, each a named function, and the table of which command obeys which."""

from collections.abc import Callable
from datetime import datetime

from service.domain.account.refusals import AccountNotFoundError
from service.domain.account.state import CustomerAccount
from service.domain.case.refusals import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.clocks.commands import ClockCommand, ObserveClocks, WaiveAccountClock, WaiveClock
from service.domain.clocks.refusals import ClockNotFoundError
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.time_tolerance import CLOCK_TOLERANCE

Rule = Callable[[object, ClockCommand, datetime], None]
"""Asked with the stream folded to its state, the command, and the moment of recording."""


def case_must_exist(state: object, _: ClockCommand, __: datetime) -> None:
    if not isinstance(state, Case):
        raise CaseNotFoundError


def account_must_be_opened(state: object, _: ClockCommand, __: datetime) -> None:
    if not isinstance(state, CustomerAccount):
        raise AccountNotFoundError


def must_not_lie_in_the_future(_: object, command: ClockCommand, now: datetime) -> None:
    if command.happened_at(now) > now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=now)


def clock_must_be_known(state: object, command: ClockCommand, _: datetime) -> None:
    """A clock that ended unbroken may have been let go of, so that nobody can answer for it any more."""
    if not isinstance(command, WaiveClock) or not isinstance(state, Case | CustomerAccount):
        return
    if state.clocks.clock(command.clock_id) is None:
        raise ClockNotFoundError(clock_id=command.clock_id)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    case_must_exist: (CaseNotFoundError,),
    account_must_be_opened: (AccountNotFoundError,),
    must_not_lie_in_the_future: (OccurredInFutureError,),
    clock_must_be_known: (ClockNotFoundError,),
}

RULES: dict[type[ClockCommand], tuple[Rule, ...]] = {
    ObserveClocks: (must_not_lie_in_the_future,),
    WaiveClock: (case_must_exist, must_not_lie_in_the_future, clock_must_be_known),
    WaiveAccountClock: (account_must_be_opened, must_not_lie_in_the_future, clock_must_be_known),
}
