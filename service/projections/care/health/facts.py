"""The dated facts from which the health of accounts is scored, straight from the rows of the read models."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from service.domain.account.health.facts import AgreementFact, HealthFacts
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.vocabulary import CaseKind, RatingScale, Segment
from service.projections.accounts import accounts
from service.projections.care.health.agreement_facts import agreement_facts
from service.projections.care.health.life import signs_of_life
from service.projections.care.health.usage import usage
from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.ratings import ratings

Found = dict[UUID, list[Any]]


def health_facts(
    connection: Connection, zone: tzinfo, account_id: UUID | None = None
) -> Sequence[HealthFacts]:
    """Return what is known of each account, or of one, in order of the customer number."""
    query = select(*(accounts.c[name] for name in ("account_id", "code", "segment", "owner", "opened_at")))
    parts = {
        "promises": _promises(connection, zone, account_id),
        "ratings": _ratings(connection, zone, account_id),
        "uses": _uses(connection, account_id),
        "signs": _signs(connection, zone, account_id),
        "complaints": _complaints(connection, zone, account_id),
        "agreements": _agreements(connection, zone, account_id),
    }
    rows = connection.execute(query.where(_of(accounts.c.account_id, account_id)).order_by(accounts.c.code))
    return [
        HealthFacts(
            account_id=row.account_id,
            code=row.code,
            segment=Segment(row.segment),
            owner=row.owner,
            opened_on=_day(row.opened_at, zone),
            **{name: found.get(row.account_id, ()) for name, found in parts.items()},
        )
        for row in rows
    ]


def _of(column: ColumnElement[Any], account_id: UUID | None) -> ColumnElement[bool]:
    return true() if account_id is None else column == account_id


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def _promises(connection: Connection, zone: tzinfo, account_id: UUID | None) -> Found:
    """A broken promise counts when it was due, one that was kept when it was kept."""
    row, is_kept = clocks.c, and_(clocks.c.status == "met", ~clocks.c.was_breached)
    known_at = case((is_kept, row.ended_at), else_=func.coalesce(row.breached_at, row.due_at))
    day = cast(func.timezone(str(zone), known_at), Date).label("day")
    query = select(row.account_id, day, row.clock, func.count(), func.count().filter(is_kept))
    query = query.where(
        row.stream == "case", or_(is_kept, row.was_breached), _of(row.account_id, account_id)
    ).group_by(row.account_id, day, row.clock)
    return _by_account(connection, query)


def _ratings(connection: Connection, zone: tzinfo, account_id: UUID | None) -> Found:
    query = (
        select(cases.c.account_id, ratings.c.rated_at, ratings.c.case_id, ratings.c.score)
        .join_from(ratings, cases, cases.c.case_id == ratings.c.case_id)
        .where(ratings.c.scale == RatingScale.CSAT, ~ratings.c.is_raised, _of(cases.c.account_id, account_id))
        .order_by(ratings.c.rated_at, ratings.c.source_position)
    )
    found: Found = defaultdict(list)
    for of, at, case_id, score in connection.execute(query):
        found[of].append((_day(at, zone), case_id, score))
    return found


def _uses(connection: Connection, account_id: UUID | None) -> Found:
    count = cast(func.sum(usage.c.use_count), BigInteger)
    query = select(usage.c.account_id, usage.c.used_on, count).group_by(usage.c.account_id, usage.c.used_on)
    return _by_account(connection, query.where(_of(usage.c.account_id, account_id)))


def _signs(connection: Connection, zone: tzinfo, account_id: UUID | None) -> Found:
    told = signs_of_life(SignOfLife).subquery()
    day = cast(func.timezone(str(zone), told.c.at), Date)
    query = select(told.c.account_id, day).where(_of(told.c.account_id, account_id)).distinct()
    return {of: [day for (day,) in days] for of, days in _by_account(connection, query).items()}


def _by_account(connection: Connection, query: Select[Any]) -> Found:
    """Return the rows of each account by their day, the second column: one row of arrays is read for each."""
    rows = query.subquery()
    account_id, *columns = rows.c
    arrays = (func.array_agg(aggregate_order_by(column, *columns)) for column in columns)
    found = connection.execute(select(account_id, *arrays).group_by(account_id))
    return {of: list(zip(*told, strict=True)) for of, *told in found}


def _complaints(connection: Connection, zone: tzinfo, account_id: UUID | None) -> Found:
    query = select(cases.c.account_id, cases.c.received_at).where(
        cases.c.kind == CaseKind.COMPLAINT, cases.c.merged_into.is_(None), _of(cases.c.account_id, account_id)
    )
    found: Found = defaultdict(list)
    for of, at in connection.execute(query):
        found[of].append(_day(at, zone))
    return _sorted(found)


def _agreements(connection: Connection, zone: tzinfo, account_id: UUID | None) -> Found:
    row = agreement_facts.c
    query = select(row.account_id, row.happened_at, row.agreement_id, row.ends_at, row.is_renewed)
    query = query.where(_of(row.account_id, account_id)).order_by(row.happened_at, row.source_position)
    found: Found = defaultdict(list)
    for of, at, agreement_id, ends_at, is_renewed in connection.execute(query):
        fact = AgreementFact(
            on=_day(at, zone),
            agreement_id=agreement_id,
            ends_on=None if ends_at is None else _day(ends_at, zone),
            is_renewed=is_renewed,
        )
        found[of].append(fact)
    return found


def _sorted(found: Found) -> Found:
    return {account_id: sorted(facts) for account_id, facts in found.items()}
