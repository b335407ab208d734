"""What is noted to be remembered on a day."""

from datetime import datetime
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.memos import OF_MEMO, MemoMoved, MemoNoted
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.reminders_moved import reminders_moved
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.event import LocalDate
from service.domain.personal import FreeText
from service.domain.refusal import Refusal


class NoteMemo(Command, example={"what": "Congratulate on the suppliers' conference"}):
    """Note something to be remembered on a day."""

    memo_id: UUID
    """Id of the memo, chosen by the sender."""
    what: FreeText
    remind_on: LocalDate
    contact_id: UUID | None = None


class MoveMemo(Command, records=MemoMoved, example={"reason": "The conference was put off"}):
    """Move what was noted to another day."""

    memo_id: UUID
    remind_on: LocalDate
    reason: FreeText


class MemoNotFoundError(Refusal, field="memo_id"):
    """The account has no memo with this id."""


class MemoDayIsOverError(Refusal, field="remind_on"):
    """What is to be remembered lies ahead (REQUIREMENTS 25)."""


@refuses_with(ContactNotFoundError)
def whom_it_is_about_must_be_known(account: CustomerAccount, command: NoteMemo, _: AccountContext) -> None:
    if command.contact_id is not None and command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


@refuses_with(MemoDayIsOverError)
def day_must_lie_ahead(_: CustomerAccount, command: NoteMemo | MoveMemo, context: AccountContext) -> None:
    today = command.happened_at(context.now).astimezone(LOCAL_ZONE).date()
    if command.remind_on < today:
        raise MemoDayIsOverError(remind_on=command.remind_on, today=today)


@refuses_with(MemoNotFoundError)
def memo_must_be_known(account: CustomerAccount, command: MoveMemo, _: AccountContext) -> None:
    if account.memo(command.memo_id) is None:
        raise MemoNotFoundError(memo_id=command.memo_id)


def is_noted(account: CustomerAccount, command: NoteMemo, _: datetime) -> bool:
    return account.memo(command.memo_id) is not None


def is_on_that_day(account: CustomerAccount, command: MoveMemo, _: datetime) -> bool:
    known = account.memo(command.memo_id)
    return known is None or known.remind_on == command.remind_on


def move_memo(account: CustomerAccount, command: MoveMemo, _: AccountContext, at: datetime) -> Events:
    if is_on_that_day(account, command, at):
        return ()
    moved = MemoMoved(occurred_at=at, **fields_of(command))
    return (moved, *reminders_moved(account, f"{OF_MEMO}{command.memo_id}", lambda _: command.remind_on, at))


DECISIONS = (
    decides(
        NoteMemo,
        records(MemoNoted, unless=is_noted),
        *CARED_FOR,
        day_must_lie_ahead,
        whom_it_is_about_must_be_known,
        once=told_of(CustomerAccount.memo, "memo_id", "noted_at", "remind_on", "contact_id"),
    ),
    decides(
        MoveMemo,
        move_memo,
        *CARED_FOR,
        memo_must_be_known,
        day_must_lie_ahead,
    ),
)
