"""What is known of each field of a profile, without the words: one row per account and field."""

from sqlalchemy import Table, Text, Uuid

from service.domain.account.record import contacts, profile
from service.domain.account.record.contacts import ContactAdded, ContactChanged
from service.domain.account.record.profile import AccountOpened
from service.domain.account.record.profile_values import (
    KnownValue,
    ProfileReviewed,
    ProfileValueSet,
    values_after,
)
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet

profile_values = Table(
    "profile_values",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("field", Text, "档案字段 | field of the profile"),
    known("learnt_at", Instant, "获知时间 | when its value was learnt"),
    known("source", Text, "来源 | source from which it was learnt"),
    maybe("vouched_at", Instant, "最近由人确认的时间 | when a person last vouched for it, or empty"),
    maybe("outdated_at", Instant, "认定失效的时间 | when it was found to hold no longer, or empty"),
    source_position(),
    comment="客户档案字段, 每个客户每个字段一行, 不含内容"
    " | what is known of profiles, one row per account and field, without the words",
)
_KEPT = ("field", "learnt_at", "source", "vouched_at", "outdated_at")


def known_value(row: Row) -> KnownValue:
    """Return what a row says of a field."""
    return KnownValue(**{name: row[name] for name in _KEPT})


def _told(sheet: Sheet, entry: Entry, event: ProfileValueSet | ProfileReviewed) -> None:
    before = {row["field"]: known_value(row) for row in sheet.group(entry.stream_id)}
    _put(sheet, entry, *values_after(before, event).values())


def _contact(sheet: Sheet, entry: Entry, event: ContactAdded | ContactChanged) -> None:
    _put(sheet, entry, *contacts.learnt_of(event))


def _opened(sheet: Sheet, entry: Entry, event: AccountOpened) -> None:
    _put(sheet, entry, *profile.learnt_of(event))


def _put(sheet: Sheet, entry: Entry, *values: KnownValue) -> None:
    for value in values:
        row = {name: getattr(value, name) for name in _KEPT}
        key = (entry.stream_id, value.field)
        sheet.put(key, {**row, "account_id": entry.stream_id, "source_position": entry.position})


PROFILE_VALUES = ReadModel(
    table=profile_values,
    loaded_by=profile_values.c.account_id,
    handlers={
        AccountOpened: _opened,
        ContactAdded: _contact,
        ContactChanged: _contact,
        ProfileValueSet: _told,
        ProfileReviewed: _told,
    },
    begins=frozenset({AccountOpened}),
)
