"""Reminders of accounts (关怀提醒), one row each: why, for which day, and what became of it."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Date, Index, Integer, Table, Text, Uuid, select, tuple_

from service.domain.account.days.visit_days import over_at
from service.domain.account.record.profile import AccountClosed
from service.domain.account.record.reminders import (
    ReminderDismissed,
    ReminderDone,
    ReminderDropped,
    ReminderGaveWay,
    ReminderMoved,
    ReminderRaised,
)
from service.domain.account.vocabulary import ReminderKind
from service.domain.described import Described
from service.domain.event import Instant as SentInstant
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key, word_key

Ends = ReminderDone | ReminderDismissed | ReminderDropped
ReminderPlace = tuple[datetime, UUID]
"""`(due_at, event_id)` of the last row of a page; the next page follows it."""

reminders = Table(
    "reminders",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("reminder", Text, "提醒事项 | what it is a reminder of"),
    known("event_id", Uuid, "产生或让位的事件标识 | event by which it was raised or gave way"),
    known(
        "kind",
        Text,
        "原因: memo, key_date, festival, promotion, order, renewal, onboarding, signing"
        " | kind: memo, key_date, festival, promotion, order, renewal, onboarding, signing",
    ),
    maybe(
        "topic", Text, "日期类型、节日、大促或合同编号 | kind of date, festival, season or contract number"
    ),
    maybe("contact_id", Uuid, "联系人标识 | contact whom it is about"),
    known("due_on", Date, "办理日期 | day on which it is to be done"),
    known("due_at", Instant, "办理期限 | end of that day"),
    known("raised_at", Instant, "产生时间 | when it was raised, or gave way"),
    known(
        "status",
        Text,
        "状态: open, done, dismissed, dropped, gave_way | status: open, done, dismissed, dropped, gave_way",
    ),
    maybe("ended_at", Instant, "结束时间 | when it was done, dismissed or dropped"),
    maybe("channel", Text, "联系渠道 | channel by which the customer was reached"),
    known("moved_count", Integer, "改期次数 | how often it was moved to another day"),
    maybe("contact_count", Integer, "让位时的联系次数 | contacts before which it gave way"),
    source_position(),
    Index("reminders_due", "status", "due_at", "event_id"),
    comment="关怀提醒, 每项一行 | reminders, one row each",
)

FACT_REMINDER = MartView(
    name="v1_fact_reminder",
    comment="关怀提醒事实, 每项一行 | reminders in the care of accounts, one row each",
    source="proj.reminders",
    columns=(
        key(reminders.c.event_id, "reminder_key"),
        key(reminders.c.account_id, "account_key"),
        version_key("reminders.account_id", "reminders.raised_at"),
        carried(reminders.c.kind),
        *words(reminders.c.topic, reminders.c.channel),
        word_key("channel_key", "reminders.channel", "渠道 | the channel"),
        *instants(reminders.c.due_at, reminders.c.raised_at, reminders.c.ended_at),
        carried(reminders.c.status),
        carried(reminders.c.moved_count),
        ViewColumn(
            "is_in_time",
            "case when reminders.status = 'done' then reminders.ended_at <= reminders.due_at end",
            "boolean",
            "是否按期办理, 未办理为空 | whether it was done in time, empty unless it was done",
        ),
        carried(reminders.c.source_position),
    ),
)


def _raised(sheet: Sheet, entry: Entry, event: ReminderRaised | ReminderGaveWay) -> None:
    is_raised = isinstance(event, ReminderRaised)
    row: Row = {
        "account_id": entry.stream_id,
        "reminder": event.reminder,
        "event_id": entry.event_id,
        "kind": event.kind,
        "topic": event.topic,
        "contact_id": event.contact_id if isinstance(event, ReminderRaised) else None,
        "due_on": event.due_on,
        "due_at": over_at(event.due_on),
        "raised_at": event.occurred_at,
        "status": "open" if is_raised else "gave_way",
        "ended_at": None,
        "channel": None,
        "moved_count": 0,
        "contact_count": event.contact_count if isinstance(event, ReminderGaveWay) else None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.reminder), row)


_STATUS = {ReminderDone: "done", ReminderDismissed: "dismissed", ReminderDropped: "dropped"}


def _ended(sheet: Sheet, entry: Entry, event: Ends) -> None:
    changes = {
        "status": _STATUS[type(event)],
        "ended_at": event.occurred_at,
        "channel": event.channel if isinstance(event, ReminderDone) else None,
    }
    _change(sheet, entry, event.reminder, changes)


def _moved(sheet: Sheet, entry: Entry, event: ReminderMoved) -> None:
    row = _row(sheet, entry, event.reminder)
    moved = {"due_on": event.due_on, "due_at": over_at(event.due_on), "moved_count": row["moved_count"] + 1}
    _change(sheet, entry, event.reminder, moved)


def _row(sheet: Sheet, entry: Entry, reminder: str) -> Row:
    row: Row | None = sheet.rows.get((entry.stream_id, reminder))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    return row


def _change(sheet: Sheet, entry: Entry, reminder: str, changes: dict[str, Any]) -> None:
    row = _row(sheet, entry, reminder)
    sheet.put((entry.stream_id, reminder), {**row, **changes, "source_position": entry.position})


def _closed(sheet: Sheet, entry: Entry, event: AccountClosed) -> None:
    """Nobody is reminded of an account that is closed."""
    of_account = [place for place in sheet.rows if place[0] == entry.stream_id]
    for place in of_account:
        row = sheet.rows[place]
        if row["status"] == "open":
            ended = {"status": "dropped", "ended_at": event.occurred_at, "source_position": entry.position}
            sheet.put(place, {**row, **ended})


REMINDERS = ReadModel(
    table=reminders,
    loaded_by=reminders.c.account_id,
    handlers={
        ReminderRaised: _raised,
        ReminderGaveWay: _raised,
        ReminderMoved: _moved,
        ReminderDone: _ended,
        ReminderDismissed: _ended,
        ReminderDropped: _ended,
        AccountClosed: _closed,
    },
    view=FACT_REMINDER,
)


class ReminderFilter(Described, extra="forbid"):
    """Which reminders to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only reminders of this account."""
    owner: Code | None = None
    """Only reminders of accounts for which this person (staff id) answers."""
    kind: ReminderKind | None = None
    due_before: SentInstant | None = None
    """Only reminders due before this time."""
    status: Literal["open", "done", "dismissed", "dropped", "gave_way"] = "open"
    """How the reminder stands."""


class ReminderRow(Described, from_attributes=True):
    """A reminder in a list."""

    reminder: str
    """What it is a reminder of; names it in commands."""
    account_id: UUID
    account_code: str
    """Customer number in other systems."""
    owner: str | None
    """Staff id of the person accountable for the account; null if there is none."""
    kind: ReminderKind
    topic: str | None
    """Kind of date, festival or season of the guideline `follow_up`, or number of the agreement."""
    contact_id: UUID | None
    """Id of the contact whom it is about; null for nobody in particular."""
    due_on: date
    """Day on which it is to be done."""
    due_at: datetime
    """End of that day (UTC)."""
    raised_at: datetime
    """Time at which it was raised, or gave way (UTC)."""
    status: str
    """How it stands: open, done, dismissed, dropped or gave_way."""
    ended_at: datetime | None
    """Time at which it was done, dismissed or dropped (UTC); null before."""
    moved_count: int
    """How often it was moved to another day."""
    contact_count: int | None
    """Contacts before which it gave way; null unless it did."""
    event_id: UUID
    """Id of the event by which it was raised or gave way."""


def list_reminders(
    connection: Connection, wanted: ReminderFilter, after: ReminderPlace | None, limit: int
) -> list[ReminderRow]:
    """Return up to `limit` reminders, the next due first, that follow `after`."""
    rows = select(reminders, accounts.c.code.label("account_code"), accounts.c.owner).join(
        accounts, accounts.c.account_id == reminders.c.account_id
    )
    rows = rows.where(reminders.c.status == wanted.status)
    if wanted.account_id is not None:
        rows = rows.where(reminders.c.account_id == wanted.account_id)
    if wanted.owner is not None:
        rows = rows.where(accounts.c.owner == wanted.owner)
    if wanted.kind is not None:
        rows = rows.where(reminders.c.kind == wanted.kind)
    if wanted.due_before is not None:
        rows = rows.where(reminders.c.due_at < wanted.due_before)
    if after is not None:
        rows = rows.where(tuple_(reminders.c.due_at, reminders.c.event_id) > after)
    rows = rows.order_by(reminders.c.due_at, reminders.c.event_id).limit(limit)
    return [ReminderRow.model_validate(row) for row in connection.execute(rows)]
