"""What is noted to be remembered on a day (REQUIREMENTS 25)."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.event import RecordedDate
from service.domain.personal import FreeText
from service.domain.theme import theme


class MemoNoted(AccountFact):
    """Something was noted for a day, such as a conference of the customer (REQUIREMENTS 25)."""

    type: Literal["MemoNoted.v1"] = "MemoNoted.v1"
    memo_id: UUID
    """Id of the memo."""
    what: FreeText
    """What to do on the day, in free text."""
    remind_on: RecordedDate
    """Day on which it is to be done."""
    contact_id: UUID | None = None
    """Id of the contact whom it is about; null for nobody in particular."""


class MemoMoved(AccountFact):
    """What was noted is to be done on another day."""

    type: Literal["MemoMoved.v1"] = "MemoMoved.v1"
    memo_id: UUID
    """Id of the memo."""
    remind_on: RecordedDate
    """Day on which it is to be done from now on."""
    reason: FreeText


MemoEvent = MemoNoted | MemoMoved
OF_MEMO = "memo:"
"""With this begins the name of the reminder of a memo, and its id follows."""
REMEMBERED = 500
"""Memos that are remembered, those with the latest days; earlier ones were done, or are reminders still."""


@dataclass(frozen=True, kw_only=True)
class Memo:
    """Something to be remembered on a day."""

    memo_id: UUID
    noted_at: datetime
    remind_on: date
    contact_id: UUID | None = None


def day_of(memo: Memo) -> date:
    """Return the day on which it is to be remembered."""
    return memo.remind_on


@dataclass(frozen=True, kw_only=True)
class MemoState:
    """What is to be remembered, in the order of the days."""

    memos: tuple[Memo, ...] = ()

    def memo(self, memo_id: UUID) -> Memo | None:
        """Return a memo by its id."""
        number = memo_id.int  # ids compare three times as slowly, and there can be hundreds
        return next((each for each in self.memos if each.memo_id.int == number), None)

    def memo_reminded_of(self, reminder: str) -> Memo | None:
        """Return the memo that a reminder is of; None where it is of something else, or let go of."""
        return self.memo(UUID(reminder.removeprefix(OF_MEMO))) if reminder.startswith(OF_MEMO) else None

    def memos_of(self, first: date, last: date) -> tuple[Memo, ...]:
        """Return what is to be remembered from a day to another, both included."""
        begin = bisect_left(self.memos, first, key=day_of)
        return self.memos[begin : bisect_right(self.memos, last, key=day_of)]


def evolve(account: MemoState, event: MemoEvent) -> MemoState:
    """Return the account after the event."""
    known = account.memo(event.memo_id)
    match event:
        case MemoNoted():
            memo = Memo(
                memo_id=event.memo_id,
                noted_at=event.occurred_at,
                remind_on=event.remind_on,
                contact_id=event.contact_id,
            )
        case MemoMoved() if known is not None:
            memo = replace(known, remind_on=event.remind_on)
        case MemoMoved():
            return account
        case _:
            assert_never(event)
    others = account.memos if known is None else tuple(each for each in account.memos if each is not known)
    place = bisect_left(others, place_of(memo), key=place_of)
    return changed(account, memos=(*others[:place], memo, *others[place:])[-REMEMBERED:])


def place_of(memo: Memo) -> tuple[date, UUID]:
    """Return what memos are sorted by."""
    return (memo.remind_on, memo.memo_id)


def stands(account: MemoState, event: MemoEvent) -> bool:
    is_known = account.memo(event.memo_id) is not None
    return is_known is isinstance(event, MemoMoved)


THEME = theme(MemoEvent, evolve, stands=stands)
