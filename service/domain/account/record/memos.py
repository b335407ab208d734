"""What is noted to be remembered on a day (REQUIREMENTS 25)."""

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
REMEMBERED = 500
"""Memos that are remembered, those with the latest days; earlier ones were done, or are reminders still."""


@dataclass(frozen=True, kw_only=True)
class Memo:
    """Something to be remembered on a day."""

    memo_id: UUID
    noted_at: datetime
    remind_on: date
    contact_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MemoState:
    """What is to be remembered, by its day."""

    memos: tuple[Memo, ...] = ()

    def memo(self, memo_id: UUID) -> Memo | None:
        """Return a memo by its id."""
        return next((each for each in self.memos if each.memo_id == memo_id), None)


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
    others = (each for each in account.memos if each.memo_id != event.memo_id)
    memos = sorted((*others, memo), key=lambda each: (each.remind_on, each.memo_id))
    return changed(account, memos=tuple(memos[-REMEMBERED:]))


def stands(account: MemoState, event: MemoEvent) -> bool:
    is_known = account.memo(event.memo_id) is not None
    return is_known is isinstance(event, MemoMoved)


THEME = theme(MemoEvent, evolve, stands=stands)
