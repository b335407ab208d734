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


class ContactAlreadyAddedError(Refusal, field="contact_id"):
    """A contact with this id stands on the account already."""


Rule = Callable[[CustomerAccount, AccountCommand, datetime], None]


def must_be_opened(account: CustomerAccount, _: AccountCommand, __: datetime) -> None:
    if account.code is None:
        raise AccountNotFoundError


def contact_must_be_new(account: CustomerAccount, command: AccountCommand, _: datetime) -> None:
    """The state holds no personal field, so it cannot tell a repeat from another person under the same id."""
    if isinstance(command, AddContact) and command.contact_id in account.contact_ids:
        raise ContactAlreadyAddedError(contact_id=command.contact_id)


def must_be_unopened(account: CustomerAccount, _: AccountCommand, __: datetime) -> None:
    if account.code is not None:
        raise AccountAlreadyOpenedError(code=account.code)


def must_not_lie_in_the_future(_: CustomerAccount, command: AccountCommand, now: datetime) -> None:
    if command.happened_at(now) > now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=now)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    must_be_opened: (AccountNotFoundError,),
    must_be_unopened: (AccountAlreadyOpenedError,),
    must_not_lie_in_the_future: (OccurredInFutureError,),
    contact_must_be_new: (ContactAlreadyAddedError,),
}

RULES: dict[type[AccountCommand], tuple[Rule, ...]] = {
    OpenAccount: (must_be_unopened, must_not_lie_in_the_future),
    AddContact: (must_be_opened, must_not_lie_in_the_future, contact_must_be_new),
    AssignSegment: (must_be_opened, must_not_lie_in_the_future),
    AssignAccountOwner: (must_be_opened, must_not_lie_in_the_future),
}
