"""What follows from a wish about an account."""

from datetime import datetime
from typing import assert_never

from service.domain.account.commands import (
    AccountCommand,
    AddContact,
    AssignAccountOwner,
    AssignSegment,
    OpenAccount,
)
from service.domain.account.events import (
    AccountEvent,
    AccountOpened,
    AccountOwnerAssigned,
    ContactAdded,
    SegmentAssigned,
)
from service.domain.account.rules import RULES
from service.domain.account.state import CustomerAccount


def decide(account: CustomerAccount, command: AccountCommand, now: datetime) -> tuple[AccountEvent, ...]:
    """Return the facts that follow; none when it is already so. Raises a `Refusal` when a rule forbids it."""
    for rule in RULES[type(command)]:
        rule(account, command, now)
    at = command.happened_at(now)
    told = command.model_dump(exclude={"occurred_at"})
    match command:
        case OpenAccount():
            return (AccountOpened(occurred_at=at, **told),)
        case AddContact():
            return (ContactAdded(occurred_at=at, **told),)
        case AssignSegment():
            if command.segment == account.segment:
                return ()
            return (SegmentAssigned(occurred_at=at, **told),)
        case AssignAccountOwner():
            if command.owner == account.owner:
                return ()
            return (AccountOwnerAssigned(occurred_at=at, **told),)
        case _:
            assert_never(command)
