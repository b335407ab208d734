"""The rules that commands of many themes obey, and the refusals that they raise."""

from collections.abc import Callable

from service.domain.account.context import AccountContext
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import refuses_with
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.timeline.tolerance import CLOCK_TOLERANCE

AccountRule = Callable[[CustomerAccount, Command, AccountContext], None]


class AccountNotFoundError(Refusal, field="account_id"):
    """No account has this id."""


class AccountClosedError(Refusal, field="occurred_at"):
    """Nothing can be recorded on an account after its closing time."""


class OccurredBeforeOpeningError(Refusal, field="occurred_at"):
    """Nothing can happen on an account before it was opened."""


@refuses_with(AccountNotFoundError)
def must_be_opened(account: CustomerAccount, _: Command, __: AccountContext) -> None:
    if account.code is None:
        raise AccountNotFoundError


@refuses_with(OccurredInFutureError)
def must_not_lie_in_the_future(_: CustomerAccount, command: Command, context: AccountContext) -> None:
    if command.happened_at(context.now) > context.now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=context.now)


@refuses_with(OccurredBeforeOpeningError)
def must_not_precede_opening(account: CustomerAccount, command: Command, _: AccountContext) -> None:
    occurred_at, opened_at = command.occurred_at, account.opened_at
    if occurred_at is not None and opened_at is not None and occurred_at < opened_at:
        raise OccurredBeforeOpeningError(occurred_at=occurred_at, opened_at=opened_at)


@refuses_with(AccountClosedError)
def must_not_follow_the_closing(account: CustomerAccount, command: Command, context: AccountContext) -> None:
    """What happened before it can still be recorded."""
    closed_at = account.closed_at
    if closed_at is not None and command.happened_at(context.now) > closed_at:
        raise AccountClosedError(closed_at=closed_at)


DATED: tuple[AccountRule, ...] = (must_be_opened, must_not_lie_in_the_future, must_not_precede_opening)
CARED_FOR: tuple[AccountRule, ...] = (*DATED, must_not_follow_the_closing)
