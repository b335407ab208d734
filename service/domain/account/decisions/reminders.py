"""Of what people are reminded in the care of an account, and what they did about it."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.reaching import (
    ContactChannelNotAllowedError,
    must_be_allowed,
    person_must_be_named,
)
from service.domain.account.record.reminders import ReminderDismissed, ReminderDone
from service.domain.account.rules import CARED_FOR, must_be_opened, must_not_lie_in_the_future
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.reminders_found import reminders_found
from service.domain.account.vocabulary import ReminderKind
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, records, refuses_with
from service.domain.guidelines.follow_up import FollowUp
from service.domain.guidelines.revisits import Revisits
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import Channel


class RaiseReminders(Command):
    """Have reminders raised now that the watch raises within the hour."""


class CompleteReminder(
    Command,
    records=ReminderDone,
    example={"reminder": "memo:0195c3a0-0000-7000-8000-0000000000aa", "outcome": "Congratulated her"},
):
    """Record that what people were reminded of was done."""

    reminder: Code
    channel: Channel | None = None
    outcome: FreeText


class DismissReminder(
    Command,
    example={"reminder": "festival:spring_festival:2027", "reason": "They do not celebrate it"},
):
    """Decide that what people were reminded of is not done this time."""

    reminder: Code
    reason: FreeText


class ReminderNotFoundError(Refusal, field="reminder"):
    """The account has no such reminder."""


class ReminderIsOverError(Refusal, field="reminder"):
    """A reminder ends once: it was done, dismissed, dropped, or has given way."""


class ReminderWithoutContactError(Refusal, field="channel"):
    """What is done for a customer reaches the customer by a channel (REQUIREMENTS 21, 25, 27, 29, 132)."""


@refuses_with(ReminderNotFoundError)
def reminder_must_be_known(
    account: CustomerAccount, command: CompleteReminder | DismissReminder, _: AccountContext
) -> None:
    if account.reminder(command.reminder) is None:
        raise ReminderNotFoundError(reminder=command.reminder)


@refuses_with(ReminderIsOverError)
def reminder_must_be_open_to_be_done(
    account: CustomerAccount, command: CompleteReminder, _: AccountContext
) -> None:
    known = account.reminder(command.reminder)
    if known is not None and known.standing not in {"open", "done"}:
        raise ReminderIsOverError(reminder=command.reminder, standing=known.standing)


@refuses_with(ReminderIsOverError)
def reminder_must_be_open_to_be_dismissed(
    account: CustomerAccount, command: DismissReminder, _: AccountContext
) -> None:
    known = account.reminder(command.reminder)
    if known is not None and known.standing not in {"open", "dismissed"}:
        raise ReminderIsOverError(reminder=command.reminder, standing=known.standing)


@refuses_with(ReminderWithoutContactError, ContactChannelNotAllowedError)
def reminder_must_reach_the_customer(
    account: CustomerAccount, command: CompleteReminder, context: AccountContext
) -> None:
    """A plan of a renewal is made among ourselves, and so are documents put together."""
    known = account.reminder(command.reminder)
    if command.channel is not None:
        guideline = context.rulebook.guideline(Revisits, command.happened_at(context.now))
        must_be_allowed(command.channel, guideline.channels if guideline else ())
    elif known is not None and known.kind not in {ReminderKind.RENEWAL, ReminderKind.SIGNING}:
        raise ReminderWithoutContactError(reminder=command.reminder)


def raise_reminders(
    account: CustomerAccount, _: RaiseReminders, context: AccountContext, at: datetime
) -> Events:
    guideline = context.rulebook.guideline(FollowUp, at)
    return () if guideline is None else tuple(reminders_found(account, guideline, at))


def reminder_end_on_record(
    account: CustomerAccount, command: CompleteReminder | DismissReminder
) -> Told | None:
    known = account.reminder(command.reminder)
    return None if known is None or known.ended_at is None else {"occurred_at": known.ended_at}


def is_over(account: CustomerAccount, command: CompleteReminder | DismissReminder, _: datetime) -> bool:
    known = account.reminder(command.reminder)
    return known is None or known.standing != "open"


DECISIONS = (
    decides(RaiseReminders, raise_reminders, must_be_opened, must_not_lie_in_the_future),
    decides(
        CompleteReminder,
        records(ReminderDone, unless=is_over),
        *CARED_FOR,
        person_must_be_named,
        reminder_must_be_known,
        reminder_must_be_open_to_be_done,
        reminder_must_reach_the_customer,
        once=reminder_end_on_record,
    ),
    decides(
        DismissReminder,
        records(ReminderDismissed, unless=is_over),
        *CARED_FOR,
        reminder_must_be_known,
        reminder_must_be_open_to_be_dismissed,
        once=reminder_end_on_record,
    ),
)
