"""What accounts were given because of their tier (分层服务), one row each time; what each has had."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, Table, Text, Uuid, func, or_, select

from service.domain.account.health.treatment import Treated
from service.domain.account.record.health.treatments import TreatmentGiven
from service.domain.guidelines.care.treatments import Treatments
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

_Last = dict[UUID, dict[str, datetime]]

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


def treated_accounts(
    connection: Connection, until: datetime, rules: Treatments | None, one: UUID | None = None
) -> list[Treated]:
    """Return the accounts, in order of the customer number, and what each had by an instant.

    With `one`, only this account, though it be closed; otherwise those under our care.
    """
    contacts = _last_of_each(connection, (visits.c.kind, visits.c.held_at), until, one)
    given = _last_of_each(connection, (treatments.c.item, treatments.c.given_at), until, one)
    spells = _spells(connection, one, timedelta(days=rules.same_tier_days if rules else 0))
    held: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for spell in spells.values():
        if spell.owner is not None and not spell.is_closed:
            held[spell.owner, spell.segment].append(max(spell.owner_since, spell.tier_since))
    for since in held.values():
        since.sort()
    query = select(accounts.c.account_id, accounts.c.code).where(accounts.c.opened_at <= until)
    if one is not None:
        query = query.where(accounts.c.account_id == one)
    return [
        _treated(row, spells[row.account_id], (contacts, given), held, rules)
        for row in connection.execute(query.order_by(accounts.c.code))
        if one is not None or not spells[row.account_id].is_closed
    ]


@dataclass
class _Spell:
    """How long an account has had its tier and its owner."""

    segment: str
    tier_since: datetime
    owner: str | None
    owner_since: datetime
    is_closed: bool = False
    left: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Since when it had each tier that it left, and when it left it."""


def _treated(
    row: Any,
    spell: _Spell,
    had: tuple[_Last, _Last],
    held: dict[tuple[str, str], list[datetime]],
    rules: Treatments | None,
) -> Treated:
    segment = Segment(spell.segment)
    contacts, given = had
    treatment = rules.treatment_of(segment) if rules else None
    of_owner = held.get((spell.owner, spell.segment), []) if spell.owner is not None else []
    most = treatment.most_accounts_of_advisor if treatment else len(of_owner)
    return Treated(
        account_id=row.account_id,
        code=row.code,
        segment=segment,
        owner=spell.owner,
        tier_since=spell.tier_since,
        owner_since=spell.owner_since,
        crowded_since=max(of_owner[most], spell.owner_since) if len(of_owner) > most else None,
        is_closed=spell.is_closed,
        contacts=contacts.get(row.account_id, {}),
        given=given.get(row.account_id, {}),
    )


def _last_of_each(
    connection: Connection, columns: tuple[Any, Any], until: datetime, one: UUID | None
) -> _Last:
    """Return when each account had each of these things last; a customer who was not reached had nothing."""
    what, at = columns
    table = what.table
    query = select(table.c.account_id, what, func.max(at)).where(at <= until)
    if "reached" in table.c:
        query = query.where(table.c.reached)
    if one is not None:
        query = query.where(table.c.account_id == one)
    found: _Last = {}
    for account_id, name, last in connection.execute(query.group_by(table.c.account_id, what)):
        found.setdefault(account_id, {})[name] = last
    return found


def _spells(connection: Connection, one: UUID | None, same_tier: timedelta) -> dict[UUID, _Spell]:
    """Return how long each account has had its tier and owner; of one, those of its owner besides."""
    row = account_history.c
    names = ("account_id", "valid_from", "opened_at", "segment", "owner", "status")
    query = select(*(row[name] for name in names)).order_by(row.valid_from)
    if one is not None:
        owner = select(accounts.c.owner).where(accounts.c.account_id == one).scalar_subquery()
        with_it = select(accounts.c.account_id).where(
            or_(accounts.c.account_id == one, accounts.c.owner == owner)
        )
        query = query.where(row.account_id.in_(with_it))
    found: dict[UUID, _Spell] = {}
    for version in connection.execute(query):
        at = max(version.valid_from, version.opened_at)
        spell = found.get(version.account_id)
        if spell is None:
            found[version.account_id] = _Spell(version.segment, at, version.owner, at)
        else:
            _go_on(spell, version, at, same_tier)
    return found


def _go_on(spell: _Spell, version: Any, at: datetime, same_tier: timedelta) -> None:
    if version.segment != spell.segment:
        spell.left[spell.segment] = (spell.tier_since, at)
        since, left_at = spell.left.get(version.segment, (at, at))
        spell.segment, spell.tier_since = version.segment, since if at - left_at <= same_tier else at
    if version.owner != spell.owner:
        spell.owner, spell.owner_since = version.owner, at
    spell.is_closed = version.status == "closed"
