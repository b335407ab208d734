"""What became of each account over a period, from the rows. Takes a synchronous connection."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.health.retention import Course
from service.domain.guidelines.care.silence import SilenceGuideline
from service.domain.guidelines.care.treatments import Treatments
from service.domain.vocabulary import Segment
from service.projections.care.account_history import account_history
from service.projections.care.health.churn import churn_risks
from service.projections.care.health.life import signs_of_life
from service.projections.care.health.silences import silences
from service.projections.care.health.treatments import treatments
from service.projections.care.needs.purchases import purchases

_Version = tuple[datetime, Segment, bool, datetime]
"""From when on it holds, tier, whether under our care, and when the account was opened."""


@dataclass(frozen=True)
class Rules:
    """The rules by which it is told: when an account is silent, and what each tier is given."""

    silence: SilenceGuideline | None
    treatments: Treatments | None


@dataclass
class _Known:
    """What the rows say of the accounts, each by its id."""

    bought_before: dict[UUID, set[date]] = field(default_factory=lambda: defaultdict(set))
    bought: dict[UUID, set[date]] = field(default_factory=lambda: defaultdict(set))
    silences: dict[UUID, list[tuple[datetime, datetime | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    plays: dict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    given: dict[UUID, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    last_signs: dict[UUID, datetime] = field(default_factory=dict)


def courses(
    connection: Connection,
    period: tuple[datetime, datetime],
    rules: Rules,
    now: datetime,
) -> Iterator[Course]:
    """Yield what became of each account that was under our care in [from_at, to_at), or bought before it.

    What was paid back until `now` counts.
    """
    known = _known(connection, period, rules, now)
    for account_id, versions in _versions(connection).items():
        course = _course(account_id, versions, known, period, rules)
        if course is not None:
            yield course


def _course(
    account_id: UUID,
    versions: list[_Version],
    known: _Known,
    period: tuple[datetime, datetime],
    rules: Rules,
) -> Course | None:
    from_at, to_at = period
    opened_at = versions[0][3]
    begins_at = max(from_at, opened_at)
    _, segment, was_open, _ = _at(versions, begins_at)
    bought_before = frozenset(known.bought_before[account_id])
    if opened_at >= to_at or not (was_open or bought_before):
        return None
    _, segment_at_end, is_customer, _ = _at(versions, to_at)
    days = rules.silence.days_for(segment_at_end) if rules.silence else None
    last = max(known.last_signs.get(account_id, opened_at), opened_at)
    return Course(
        segment=segment,
        segment_at_end=segment_at_end,
        was_customer=was_open and opened_at <= from_at,
        is_customer=is_customer,
        is_silent=days is not None and last + timedelta(days=days) <= to_at,
        bought_before=bought_before,
        bought=frozenset(known.bought[account_id]),
        silences=known.silences[account_id] if was_open else (),
        plays_at=known.plays[account_id],
        was_treated=_was_treated(known.given[account_id], versions, segment, rules),
    )


def _was_treated(
    given: list[tuple[datetime, str]], versions: list[_Version], segment: Segment, rules: Rules
) -> bool:
    """Whether something of its tier was given while it had it."""
    items = rules.treatments.told_items_of(segment) if rules.treatments else ()
    return any(item in items and _at(versions, at)[1] is segment for at, item in given)


def _at(versions: list[_Version], at: datetime) -> _Version:
    return next((one for one in reversed(versions) if one[0] <= at), versions[0])


def _versions(connection: Connection) -> dict[UUID, list[_Version]]:
    row = account_history.c
    query = select(row.account_id, row.valid_from, row.segment, row.status, row.opened_at)
    found: dict[UUID, list[_Version]] = defaultdict(list)
    for account_id, since, segment, status, opened_at in connection.execute(query.order_by(row.valid_from)):
        found[account_id].append((since, Segment(segment), status == "open", opened_at))
    return found


def _known(
    connection: Connection,
    period: tuple[datetime, datetime],
    rules: Rules,
    now: datetime,
) -> _Known:
    from_at, to_at = period
    known = _Known()
    for account_id, bought_at in connection.execute(_kept_orders(to_at, now)):
        if bought_at >= from_at - (to_at - from_at):
            bought = known.bought if bought_at >= from_at else known.bought_before
            bought[account_id].add(bought_at.astimezone(LOCAL_ZONE).date())
    # Life that became known late and came before the silence by the rule: there was none.
    lasts = silences.c.life_at.is_(None) | (
        silences.c.life_at >= func.greatest(silences.c.silent_at, from_at)
    )
    for row in connection.execute(_rows(silences, silences.c.silent_at < to_at, lasts)).mappings():
        known.silences[row["account_id"]].append((row["silent_at"], row["life_at"]))
    started_at = churn_risks.c.started_at
    for row in connection.execute(_rows(churn_risks, started_at < to_at)).mappings():
        known.plays[row["account_id"]].append(row["started_at"])
    given_at = treatments.c.given_at
    given = _rows(treatments, given_at >= from_at, given_at < to_at)
    for row in connection.execute(given).mappings():
        known.given[row["account_id"]].append((row["given_at"], row["item"]))
    if rules.silence is not None:
        told = signs_of_life(rules.silence.signs).subquery()
        newest = select(told.c.account_id, func.max(told.c.at)).where(told.c.at < to_at)
        known.last_signs |= {row[0]: row[1] for row in connection.execute(newest.group_by(told.c.account_id))}
    return known


def _rows(table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(table).where(*conditions)


def _kept_orders(to_at: datetime, now: datetime) -> Select[Any]:
    """Return the query of all orders before an instant of which something was not paid back until now."""
    row = purchases.c
    is_purchase = row.kind == "purchase"
    bought = func.sum(row.amount_minor).filter(is_purchase)
    refunded = func.coalesce(func.sum(row.amount_minor).filter(~is_purchase), 0)
    counts = (is_purchase & (row.bought_at < to_at)) | (~is_purchase & (row.bought_at <= now))
    query = select(row.account_id, func.min(row.bought_at).filter(is_purchase)).where(counts)
    return query.group_by(row.account_id, row.order_reference).having(bought > refunded)
