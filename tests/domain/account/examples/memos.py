"""Memos for a day, by example."""

from datetime import date
from typing import Any
from uuid import UUID

from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.decisions.memos import (
    MemoDayIsOverError,
    MemoNotFoundError,
    MoveMemo,
    NoteMemo,
    day_must_lie_ahead,
    memo_must_be_known,
    whom_it_is_about_must_be_known,
)
from service.domain.account.record.memos import MemoMoved, MemoNoted
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import NINE, opened
from tests.domain.trigger_rows import Triggers
from tests.scene import Scene, Scenes

MEMO_ID = UUID("0195c3a0-0000-7000-8000-0000000000e1")
_DAY, _LATER = date(2026, 6, 1), date(2026, 6, 8)


def noted(**fields: Any) -> MemoNoted:
    usual: dict[str, Any] = {"memo_id": MEMO_ID, "what": "Their conference", "remind_on": _DAY}
    return MemoNoted(**{"occurred_at": NINE, **usual, **fields})


_OPENED = (opened(),)
_MEMO = {"memo_id": str(MEMO_ID), "what": "Their conference", "remind_on": "2100-06-01"}
WAYS: Ways = (
    Example(
        NoteMemo(memo_id=MEMO_ID, what="Their conference", remind_on=_DAY),
        _OPENED,
        (noted(occurred_at=AT),),
    ),
    Example(
        MoveMemo(memo_id=MEMO_ID, remind_on=_LATER, reason="Put off"),
        (*_OPENED, noted()),
        (MemoMoved(occurred_at=AT, memo_id=MEMO_ID, remind_on=_LATER, reason="Put off"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (MoveMemo,)
BREAKS: Breaks = {
    (whom_it_is_about_must_be_known, ContactNotFoundError): with_fields(contact_id=UUID(int=7)),
    (day_must_lie_ahead, MemoDayIsOverError): with_fields(remind_on=date(2026, 3, 1)),
    (memo_must_be_known, MemoNotFoundError): on(*_OPENED),
}
TRIGGERS: Triggers = (
    (_OPENED, noted(), ()),
    (
        (*_OPENED, noted()),
        MemoMoved(occurred_at=AT, memo_id=MEMO_ID, remind_on=_LATER, reason="Put off"),
        (),
    ),
)
WITHOUT_FIGURES: Events = (MemoMoved,)
SCENES: Scenes = {
    NoteMemo: Scene("MemoNoted.v1", _MEMO),
    MoveMemo: Scene(
        "MemoMoved.v1",
        {"memo_id": str(MEMO_ID), "remind_on": "2100-06-08", "reason": "Put off"},
        before=[("memos", _MEMO)],
    ),
}
