"""What accounts were given because of their tier (分层服务), one row each time; what each has had."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, Table, Text, Uuid, func, select

from service.domain.account.health.treatment import Treated
from service.domain.account.record.health.treatments import TreatmentGiven
from service.domain.vocabulary import Segment
from service.projections.accounts import accounts
from service.projections.care.account_history import account_history
from service.projections.care.visits import visits
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself
from service.projections.star.keys import version_key

treatments = Table(
    "treatments",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("account_id", Uuid, "客户标识 | account id"),
    known("item", Text, "服务项目 | what was given"),
    known("channel", Text, "渠道 | channel"),
    maybe("given_by", Text, "提供人工号 | staff id of who gave it"),
    known("given_at", Instant, "提供时间 | when it was given"),
    source_position(),
    Index("treatments_account", "account_id", "given_at"),
    comment="按分层提供的服务, 每次一行 | what accounts were given because of their tier, one row each time",
)

FACT_TREATMENT = MartView(
    name="v1_fact_treatment",
    comment="分层服务事实, 每次一行 | what accounts were given because of their tier, one row each time",
    source="proj.treatments",
    columns=(
        key(treatments.c.event_id, "treatment_key"),
        key(treatments.c.account_id, "account_key"),
        version_key("treatments.account_id", "treatments.given_at"),
        carried(treatments.c.item),
        *words(treatments.c.channel, treatments.c.given_by),
        *instants(treatments.c.given_at),
        carried(treatments.c.source_position),
    ),
)


def _given(sheet: Sheet, entry: Entry, event: TreatmentGiven) -> None:
    row: Row = {
        "event_id": entry.event_id,
        "account_id": entry.stream_id,
        "item": event.item,
        "channel": event.channel,
        "given_by": event.given_by,
        "given_at": event.occurred_at,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


TREATMENTS = ReadModel(
    table=treatments,
    loaded_by=treatments.c.event_id,
    key_of=by_itself,
    handlers={TreatmentGiven: _given},
    view=FACT_TREATMENT,
)


def treated_accounts(connection: Connection, until: datetime, one: UUID | None = None) -> list[Treated]:
    """Return the accounts under our care, in order of the customer number, and what each had by an instant.

    With `one`, only this account.
    """
    contacts = _last_of_each(connection, (visits.c.kind, visits.c.held_at), until, one)
    given = _last_of_each(connection, (treatments.c.item, treatments.c.given_at), until, one)
    tiers = _tiers_since(connection)
    names = ("account_id", "code", "segment", "owner", "opened_at")
    query = select(*(accounts.c[name] for name in names)).where(accounts.c.opened_at <= until)
    rows = [row for row in connection.execute(query.order_by(accounts.c.code)) if row.account_id in tiers]
    loads = Counter((row.owner, row.segment) for row in rows if row.owner is not None)
    return [
        Treated(
            account_id=row.account_id,
            code=row.code,
            segment=Segment(row.segment),
            owner=row.owner,
            tier_since=max(tiers[row.account_id], row.opened_at),
            accounts_of_owner=loads[row.owner, row.segment],
            contacts=contacts.get(row.account_id, {}),
            given=given.get(row.account_id, {}),
        )
        for row in rows
        if one in {None, row.account_id}
    ]


def _last_of_each(
    connection: Connection, columns: tuple[Any, Any], until: datetime, one: UUID | None
) -> dict[UUID, dict[str, datetime]]:
    """Return when each account had each of these things last; a customer who was not reached had nothing."""
    what, at = columns
    table = what.table
    query = select(table.c.account_id, what, func.max(at)).where(at <= until)
    if "reached" in table.c:
        query = query.where(table.c.reached)
    if one is not None:
        query = query.where(table.c.account_id == one)
    found: dict[UUID, dict[str, datetime]] = {}
    for account_id, name, last in connection.execute(query.group_by(table.c.account_id, what)):
        found.setdefault(account_id, {})[name] = last
    return found


def _tiers_since(connection: Connection) -> dict[UUID, datetime]:
    """Return since when each account under our care has its tier."""
    row = account_history.c
    query = select(row.account_id, row.valid_from, row.segment, row.status).order_by(row.valid_from)
    found: dict[UUID, tuple[datetime, str]] = {}
    for account_id, since, segment, status in connection.execute(query):
        if status == "closed":
            found.pop(account_id, None)
        elif account_id not in found or found[account_id][1] != segment:
            found[account_id] = (since, segment)
    return {account_id: since for account_id, (since, _) in found.items()}
