"""Dates that come round each year, by example."""

from typing import Any
from uuid import UUID

from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.account.decisions.key_dates import (
    KeyDateKindUnknownError,
    KeyDateNotFoundError,
    RemoveKeyDate,
    SetKeyDate,
    TooManyKeyDatesError,
    date_must_be_known,
    dates_must_be_few,
    kind_must_be_known,
    person_must_be_known,
)
from service.domain.account.record.key_dates import MOST_KEY_DATES, KeyDateRemoved, KeyDateSet
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import CONTACT_ID, NINE, contact_added, opened
from tests.domain.trigger_rows import Triggers
from tests.scene import Scene, Scenes, Step

KEY_DATE_ID = UUID("0195c3a0-0000-7000-8000-0000000000d1")


def birthday(**fields: Any) -> KeyDateSet:
    usual: dict[str, Any] = {"key_date_id": KEY_DATE_ID, "kind": "birthday", "month": 5, "day": 4}
    return KeyDateSet(**{"occurred_at": NINE, "contact_id": CONTACT_ID, **usual, **fields})


_OPENED = (opened(), contact_added())
_MANY = tuple(birthday(key_date_id=UUID(int=number)) for number in range(1, MOST_KEY_DATES + 1))
_CONTACT: Step = ("contacts", {"contact_id": str(CONTACT_ID), "name": "李雷"})
_BIRTHDAY = {"key_date_id": str(KEY_DATE_ID), "kind": "birthday", "month": 5, "day": 4}
WAYS: Ways = (
    Example(
        SetKeyDate(
            key_date_id=KEY_DATE_ID, kind="birthday", month=5, day=4, contact_id=CONTACT_ID, note="Tea"
        ),
        _OPENED,
        (birthday(occurred_at=AT, note="Tea"),),
    ),
    Example(
        RemoveKeyDate(key_date_id=KEY_DATE_ID, reason="She left"),
        (*_OPENED, birthday()),
        (KeyDateRemoved(occurred_at=AT, key_date_id=KEY_DATE_ID, reason="She left"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (SetKeyDate, RemoveKeyDate)
BREAKS: Breaks = {
    (kind_must_be_known, KeyDateKindUnknownError): by_default_rules(kind="moon"),
    (person_must_be_known, ContactNotFoundError): with_fields(contact_id=UUID(int=7)),
    (dates_must_be_few, TooManyKeyDatesError): on(*_OPENED, *_MANY),
    (date_must_be_known, KeyDateNotFoundError): on(*_OPENED),
}
TRIGGERS: Triggers = (
    (_OPENED, birthday(), ()),
    ((*_OPENED, birthday()), KeyDateRemoved(occurred_at=AT, key_date_id=KEY_DATE_ID, reason="She left"), ()),
)
WITHOUT_FIGURES: Events = (KeyDateRemoved,)
SCENES: Scenes = {
    SetKeyDate: Scene("KeyDateSet.v1", {**_BIRTHDAY, "contact_id": str(CONTACT_ID)}, before=[_CONTACT]),
    RemoveKeyDate: Scene(
        "KeyDateRemoved.v1",
        {"key_date_id": str(KEY_DATE_ID), "reason": "She left"},
        before=[("key-dates", _BIRTHDAY)],
    ),
}
