"""Dates of an account that come round each year: birthdays, anniversaries."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.account.context import AccountContext
from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.record.key_dates import MOST_KEY_DATES, KeyDateRemoved, KeyDateSet
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.reminders_expected import day_in_year
from service.domain.account.upcoming.reminders_moved import reminders_moved
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with
from service.domain.guidelines.follow_up import FollowUp
from service.domain.invalid import invalid
from service.domain.personal import FreeText, Verbatim
from service.domain.refusal import Refusal
from service.domain.text import Code

_LEAP_YEAR = 2000


class SetKeyDate(Command, records=KeyDateSet, example={"kind": "birthday", "month": 5, "day": 4}):
    """Set or change a date of the account or of a contact that comes round each year."""

    key_date_id: UUID
    """Id of the date, chosen by the sender."""
    kind: Code
    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    contact_id: UUID | None = None
    note: Verbatim | None = None

    @model_validator(mode="after")
    def _is_a_day_of_a_year(self) -> Self:
        try:
            date(_LEAP_YEAR, self.month, self.day)
        except ValueError:
            raise invalid("no_day_of_a_year", field="day") from None
        return self


class RemoveKeyDate(Command, records=KeyDateRemoved, example={"reason": "She left the company"}):
    """Stop to remember a date."""

    key_date_id: UUID
    reason: FreeText


class KeyDateKindUnknownError(Refusal, field="kind"):
    """A date is of a kind that the guideline names (REQUIREMENTS 29, 132)."""


class KeyDateNotFoundError(Refusal, field="key_date_id"):
    """The account has no date with this id."""


class TooManyKeyDatesError(Refusal, field="key_date_id"):
    """An account remembers so many dates and no more."""


@refuses_with(KeyDateKindUnknownError)
def kind_must_be_known(_: CustomerAccount, command: SetKeyDate, context: AccountContext) -> None:
    """Where no guideline is published, any kind will do."""
    guideline = context.rulebook.guideline(FollowUp, command.happened_at(context.now))
    if guideline is not None and guideline.key_date(command.kind) is None:
        known = ", ".join(one.kind for one in guideline.key_dates)
        raise KeyDateKindUnknownError(kind=command.kind, kinds=known)


@refuses_with(ContactNotFoundError)
def person_must_be_known(account: CustomerAccount, command: SetKeyDate, _: AccountContext) -> None:
    if command.contact_id is not None and command.contact_id not in account.contact_ids:
        raise ContactNotFoundError(contact_id=command.contact_id)


@refuses_with(TooManyKeyDatesError)
def dates_must_be_few(account: CustomerAccount, command: SetKeyDate, _: AccountContext) -> None:
    if len(account.key_dates) >= MOST_KEY_DATES and account.key_date(command.key_date_id) is None:
        raise TooManyKeyDatesError(most=MOST_KEY_DATES)


@refuses_with(KeyDateNotFoundError)
def date_must_be_known(account: CustomerAccount, command: RemoveKeyDate, _: AccountContext) -> None:
    is_removed = command.key_date_id in account.removed_key_dates
    if account.key_date(command.key_date_id) is None and not is_removed:
        raise KeyDateNotFoundError(key_date_id=command.key_date_id)


def is_set(account: CustomerAccount, command: SetKeyDate, _: datetime) -> bool:
    known = account.key_date(command.key_date_id)
    if known is None:
        return False
    fields = ("kind", "month", "day", "contact_id")
    return all(getattr(known, name) == getattr(command, name) for name in fields)


def set_key_date(account: CustomerAccount, command: SetKeyDate, _: AccountContext, at: datetime) -> Events:
    if is_set(account, command, at):
        return ()

    def in_its_year(day: date) -> date:
        return day_in_year(day.year, command.month, command.day)

    moved = reminders_moved(account, f"key_date:{command.key_date_id}:", in_its_year, at)
    return (KeyDateSet(occurred_at=at, **fields_of(command)), *moved)


def remove_key_date(
    account: CustomerAccount, command: RemoveKeyDate, _: AccountContext, at: datetime
) -> Events:
    if account.key_date(command.key_date_id) is None:
        return ()
    dropped = reminders_moved(account, f"key_date:{command.key_date_id}:", lambda _: None, at)
    return (KeyDateRemoved(occurred_at=at, **fields_of(command)), *dropped)


DECISIONS = (
    decides(
        SetKeyDate,
        set_key_date,
        *CARED_FOR,
        kind_must_be_known,
        person_must_be_known,
        dates_must_be_few,
    ),
    decides(RemoveKeyDate, remove_key_date, *CARED_FOR, date_must_be_known),
)
