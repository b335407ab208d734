"""The rules of an account's commands, each a named function, and the table of which command obeys which."""

from collections.abc import Callable
from datetime import datetime

from service.domain.account.commands import (
    AccountCommand,
    AddContact,
    AssignAccountOwner,
    AssignSegment,
    OpenAccount,
)
from service.domain.account.state import CustomerAccount
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.time_tolerance import CLOCK_TOLERANCE


class AccountNotFoundError(Refusal, field="account_id"):
    """No account has this id."""


class AccountAlreadyOpenedError(Refusal, field="code"):
    """An account with this code is open already."""


Rule = Callable[[CustomerAccount, AccountCommand, datetime], None]


def must_be_opened(account: CustomerAccount, _: AccountCommand, __: datetime) -> None:
    if account.code is None:
        raise AccountNotFoundError


def must_be_unopened(account: CustomerAccount, _: AccountCommand, __: datetime) -> None:
    if account.code is not None:
        raise AccountAlreadyOpenedError(code=account.code)


def must_not_lie_in_the_future(_: CustomerAccount, command: AccountCommand, now: datetime) -> None:
    if command.happened_at(now) > now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=now)


REFUSALS: dict[Rule, type[Refusal]] = {
    must_be_opened: AccountNotFoundError,
    must_be_unopened: AccountAlreadyOpenedError,
    must_not_lie_in_the_future: OccurredInFutureError,
}

RULES: dict[type[AccountCommand], tuple[Rule, ...]] = {
    OpenAccount: (must_be_unopened, must_not_lie_in_the_future),
    AddContact: (must_be_opened, must_not_lie_in_the_future),
    AssignSegment: (must_be_opened, must_not_lie_in_the_future),
    AssignAccountOwner: (must_be_opened, must_not_lie_in_the_future),
}
