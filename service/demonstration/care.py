"""What is remembered of accounts in the story, and what people do about it, morning by morning."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import ZONE, in_office_hours
from service.demonstration.words import words
from service.domain.account import themes
from service.domain.account.context import AccountContext
from service.domain.account.decisions.care import GiveCare
from service.domain.account.decisions.key_dates import RemoveKeyDate, SetKeyDate
from service.domain.account.decisions.memos import MoveMemo, NoteMemo
from service.domain.account.decisions.reminders import CompleteReminder, DismissReminder, RaiseReminders
from service.domain.account.record.reminders import ReminderRaised
from service.domain.account.state import UNOPENED
from service.domain.account.vocabulary import AttentionKind, ReminderKind
from service.domain.command import Command
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import Channel

A_DAY = timedelta(days=1)
MORNING = time(7, 30)
PUT_OFF, MISTAKEN = 0.2, 0.12
DONE, DISMISSED = 0.88, 0.94
"""Shares of the reminders, added up, that people act on and that they dismiss; the rest they overlook."""


def what_matters(account: Account, begins_at: datetime) -> Iterator[Command]:
    """Yield the dates and memos of an account, in no order."""
    dice = Random(f"{account.code}/matters")  # noqa: S311  a believable story, not a secret
    for contact_id, _, _ in account.contacts[:3]:
        yield SetKeyDate(
            occurred_at=in_office_hours(begins_at + dice.uniform(3, 9) * A_DAY),
            key_date_id=uuid5(DEMONSTRATION, f"{account.code}/birthday/{contact_id}"),
            kind="birthday",
            month=dice.randrange(1, 13),
            day=dice.randrange(1, 29),
            contact_id=contact_id,
        )
    yield SetKeyDate(
        occurred_at=in_office_hours(begins_at + 4 * A_DAY),
        key_date_id=uuid5(DEMONSTRATION, f"{account.code}/anniversary"),
        kind="cooperation_anniversary",
        month=dice.randrange(1, 13),
        day=dice.randrange(1, 29),
    )
    for number in range(dice.randrange(4)):
        at = in_office_hours(begins_at + dice.uniform(15, 150) * A_DAY)
        yield NoteMemo(
            occurred_at=at,
            memo_id=uuid5(DEMONSTRATION, f"{account.code}/memo/{number}"),
            what=words(dice, "memo", account.language),
            remind_on=at.astimezone(ZONE).date() + dice.randrange(5, 25) * A_DAY,
        )
        if dice.random() < PUT_OFF:
            yield MoveMemo(
                occurred_at=in_office_hours(at + 3 * A_DAY),
                memo_id=uuid5(DEMONSTRATION, f"{account.code}/memo/{number}"),
                remind_on=at.astimezone(ZONE).date() + 30 * A_DAY,
                reason=words(dice, "put_off", account.language),
            )


def remembered(
    account: Account, told: Iterable[Command], begins_at: datetime, until: datetime, rules: Rulebook
) -> Iterator[Command]:
    """Yield the looks that find something, and what people do about it; `told` is all else of the account.

    Each morning the account is as what was told and done by then leaves it, under the rules of the record.
    """
    dice = Random(f"{account.code}/remembered")  # noqa: S311  a believable story, not a secret
    waiting = [command for command in told if command.happened_at(begins_at) >= begins_at]
    waiting.sort(key=lambda command: command.happened_at(begins_at))
    state = UNOPENED
    at = datetime.combine((begins_at + A_DAY).astimezone(ZONE).date(), MORNING, ZONE)
    while at <= until:
        while waiting and waiting[0].happened_at(begins_at) < at:
            command = waiting.pop(0)
            for event in themes.decide(
                state, command, AccountContext(now=command.happened_at(begins_at), rulebook=rules)
            ):
                state = themes.evolve(state, event)
        look = RaiseReminders(occurred_at=at)
        found = themes.decide(state, look, AccountContext(now=at, rulebook=rules))
        if found:
            yield look
        for event in found:
            state = themes.evolve(state, event)
            if isinstance(event, ReminderRaised) and (done := _acted_on(account, dice, event, at)):
                yield done
                waiting.append(done)
        waiting.sort(key=lambda command: command.happened_at(begins_at))
        at += A_DAY


def _acted_on(account: Account, dice: Random, raised: ReminderRaised, at: datetime) -> Command | None:
    if raised.kind is ReminderKind.KEY_DATE and (change := _change_of_date(account, dice, raised, at)):
        return change
    fate, day = dice.random(), max(at.date(), raised.due_on)
    done_at = datetime.combine(day, time(9 + dice.randrange(8), dice.randrange(60)), ZONE)
    if fate < DONE:
        return _done(account, dice, raised, done_at)
    if fate < DISMISSED:
        reason = words(dice, "no_time", account.language)
        return DismissReminder(occurred_at=done_at, reminder=raised.reminder, reason=reason)
    return None


def _change_of_date(account: Account, dice: Random, raised: ReminderRaised, at: datetime) -> Command | None:
    """Return the correction of a date that turns out to be another, or to be nobody's any more."""
    key_date_id, changed_at = UUID(raised.reminder.split(":")[1]), at + timedelta(hours=2)
    if dice.random() < MISTAKEN:
        later = raised.due_on + A_DAY
        return SetKeyDate(
            occurred_at=changed_at,
            key_date_id=key_date_id,
            kind=raised.topic or "other",
            month=later.month,
            day=later.day,
            contact_id=raised.contact_id,
        )
    if dice.random() < MISTAKEN:
        reason = words(dice, "left", account.language)
        return RemoveKeyDate(occurred_at=changed_at, key_date_id=key_date_id, reason=reason)
    return None


def _done(account: Account, dice: Random, raised: ReminderRaised, done_at: datetime) -> Command:
    if raised.kind is ReminderKind.KEY_DATE and raised.contact_id is not None:
        kind = dice.choice((AttentionKind.CARD, AttentionKind.GREETING, AttentionKind.GIFT))
        return GiveCare(
            occurred_at=done_at,
            kind=kind,
            contact_id=raised.contact_id,
            channel=Channel.WECOM if kind is AttentionKind.GREETING else None,
            what=words(dice, str(kind), account.language),
            value_minor=dice.randrange(60, 200) * 100 if kind is AttentionKind.GIFT else None,
            reminder=raised.reminder,
        )
    return CompleteReminder(
        occurred_at=done_at,
        reminder=raised.reminder,
        channel=None if raised.kind is ReminderKind.RENEWAL else dice.choice((Channel.PHONE, Channel.WECOM)),
        outcome=words(dice, f"reminded_{raised.kind}", account.language),
    )
