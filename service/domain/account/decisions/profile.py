"""Who the customer is to us: opening, tier, owner and closing of an account."""

from datetime import datetime

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.record import profile as record
from service.domain.account.record.reminders import ReminderDropped
from service.domain.account.rules import CARED_FOR, DATED, must_not_lie_in_the_future
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, records, refuses_with
from service.domain.personal import FreeText, PartyName
from service.domain.refusal import Refusal
from service.domain.staff_id import StaffId
from service.domain.text import Code
from service.domain.vocabulary import Segment


class OpenAccount(Command, example={"code": "KA-0042", "name": "Nordwind Presses", "segment": "high_value"}):
    """Open a customer account."""

    code: str = Field(
        min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", examples=["KA-0042"]
    )
    name: PartyName
    segment: Segment = Segment.ORDINARY
    """Tier of the account."""
    industry: Code | None = None


class AssignSegment(
    Command,
    records=record.SegmentAssigned,
    example={"segment": "potential", "reason": "Orders fell below the limit"},
):
    """Move the account to another tier."""

    segment: Segment
    reason: FreeText


class AssignAccountOwner(
    Command,
    records=record.AccountOwnerAssigned,
    example={"owner": "li.na", "reason": "Knows presses, has few accounts"},
):
    """Make one person accountable for the account."""

    owner: StaffId
    reason: FreeText


class CloseAccount(Command, records=record.AccountClosed, example={"reason": "The customer moved abroad"}):
    """Close the account."""

    reason: FreeText


class AccountAlreadyOpenedError(Refusal, field="code"):
    """An account with this code already exists."""


@refuses_with(AccountAlreadyOpenedError)
def must_be_unopened(account: CustomerAccount, _: OpenAccount, __: AccountContext) -> None:
    if account.code is not None:
        raise AccountAlreadyOpenedError(code=account.code)


def is_of_segment(account: CustomerAccount, command: AssignSegment, _: datetime) -> bool:
    return command.segment == account.segment


def assign_segment(
    account: CustomerAccount, command: AssignSegment, context: AccountContext, at: datetime
) -> Events:
    if is_of_segment(account, command, at):
        return ()
    return (record.SegmentAssigned(occurred_at=at, scoring=context.scoring, **fields_of(command)),)


def assign_account_owner(
    account: CustomerAccount, command: AssignAccountOwner, context: AccountContext, at: datetime
) -> Events:
    if command.owner == account.owner:
        return ()
    told = {**fields_of(command), "choice": context.owner_choice}
    return (record.AccountOwnerAssigned(occurred_at=at, **told),)


def is_closed(account: CustomerAccount, _: CloseAccount, __: datetime) -> bool:
    return account.closed_at is not None


def close_account(account: CustomerAccount, command: CloseAccount, _: AccountContext, at: datetime) -> Events:
    """Nobody looks at an account that is closed: what people are reminded of is dropped at once."""
    if is_closed(account, command, at):
        return ()
    dropped = (ReminderDropped(occurred_at=at, reminder=each.reminder) for each in account.open_reminders)
    return (record.AccountClosed(occurred_at=at, **fields_of(command)), *dropped)


def closing_on_record(account: CustomerAccount, _: CloseAccount) -> Told | None:
    return None if account.closed_at is None else {"occurred_at": account.closed_at}


DECISIONS = (
    decides(OpenAccount, records(record.AccountOpened), must_be_unopened, must_not_lie_in_the_future),
    decides(AssignSegment, assign_segment, *CARED_FOR),
    decides(AssignAccountOwner, assign_account_owner, *CARED_FOR),
    decides(CloseAccount, close_account, *DATED, once=closing_on_record),
)
