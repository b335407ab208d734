"""Dates of an account that come round each year: birthdays, anniversaries (REQUIREMENTS 29, 132)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.account.record.contacts import ContactState
from service.domain.changed import changed
from service.domain.personal import FreeText
from service.domain.theme import theme


class KeyDateSet(AccountFact):
    """A date that comes round each year was set or changed (REQUIREMENTS 29, 132)."""

    type: Literal["KeyDateSet.v1"] = "KeyDateSet.v1"
    key_date_id: UUID
    """Id of the date."""
    kind: str
    """Kind of date, of the guideline `follow_up`, such as birthday."""
    month: int
    """Month of the year, from 1 to 12."""
    day: int
    """Day of the month; in other years than leap years, February 29 falls on the day before."""
    contact_id: UUID | None = None
    """Id of the contact whose date it is; null for one of the company."""
    note: FreeText | None = None
    """What to know for the occasion, in free text."""


class KeyDateRemoved(AccountFact):
    """A date is not to be remembered any more."""

    type: Literal["KeyDateRemoved.v1"] = "KeyDateRemoved.v1"
    key_date_id: UUID
    """Id of the date."""
    reason: FreeText


MOST_KEY_DATES = 200
KeyDateEvent = KeyDateSet | KeyDateRemoved


@dataclass(frozen=True, kw_only=True)
class KeyDate:
    """A date that comes round each year."""

    key_date_id: UUID
    set_at: datetime
    kind: str
    month: int
    day: int
    contact_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class KeyDateState(ContactState):
    """The dates of an account that are remembered."""

    key_dates: tuple[KeyDate, ...] = ()
    removed_key_dates: frozenset[UUID] = frozenset()

    def key_date(self, key_date_id: UUID) -> KeyDate | None:
        """Return a date by its id."""
        return next((each for each in self.key_dates if each.key_date_id == key_date_id), None)


def evolve(account: KeyDateState, event: KeyDateEvent) -> KeyDateState:
    """Return the account after the event."""
    others = tuple(each for each in account.key_dates if each.key_date_id != event.key_date_id)
    removed = account.removed_key_dates - {event.key_date_id}
    match event:
        case KeyDateSet():
            return changed(account, key_dates=(*others, key_date_of(event)), removed_key_dates=removed)
        case KeyDateRemoved():
            return changed(account, key_dates=others, removed_key_dates=removed | {event.key_date_id})
        case _:
            assert_never(event)


def key_date_of(event: KeyDateSet) -> KeyDate:
    """Return the date that an event sets."""
    return KeyDate(
        key_date_id=event.key_date_id,
        set_at=event.occurred_at,
        kind=event.kind,
        month=event.month,
        day=event.day,
        contact_id=event.contact_id,
    )


def stands(account: KeyDateState, event: KeyDateEvent) -> bool:
    is_known = account.key_date(event.key_date_id) is not None
    if isinstance(event, KeyDateRemoved):
        return is_known
    is_of_somebody = event.contact_id is None or event.contact_id in account.contact_ids
    return is_of_somebody and (is_known or len(account.key_dates) < MOST_KEY_DATES)


THEME = theme(KeyDateEvent, evolve, stands=stands)
