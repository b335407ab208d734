"""Signs of life of accounts: what customers use, buy, write, say in visits, and answer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, select, true, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from service.domain.account.health.silence import Living
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.vocabulary import Channel, Segment, VisitKind
from service.projections.accounts import accounts
from service.projections.care.account_history import account_history
from service.projections.care.health.messages import customer_messages
from service.projections.care.health.usage import usage
from service.projections.care.needs.purchases import purchases
from service.projections.care.visits import visits
from service.projections.cases.table import cases
from service.projections.ratings import ratings

NOT_THE_CUSTOMER = (Channel.API, Channel.MONITORING, Channel.INTERNAL)
"""Channels by which machines and we ourselves bring cases."""
_TALKS = (*VisitKind, "first_contact", "training")


def signs_of_life(signs: Iterable[SignOfLife]) -> Select[tuple[UUID, datetime, str]]:
    """Return the query of all signs of life of these kinds: account, instant, sign."""
    wanted = set(signs)
    found = union_all(
        *(
            select(account.label("account_id"), at.label("at"), literal(sign.value).label("sign"))
            .select_from(rows)
            .where(condition)
            for sign, rows, account, at, condition in _SIGNS
            if sign in wanted
        )
    ).subquery()
    return select(found.c.account_id, found.c.at, found.c.sign)


def living_accounts(
    connection: Connection, signs: Iterable[SignOfLife], until: datetime
) -> Mapping[UUID, Living]:
    """Return the accounts under our care at an instant, each with its last sign of life by then."""
    told = signs_of_life(signs).subquery()
    newest = (
        select(told.c.account_id, told.c.at, told.c.sign)
        .where(told.c.at <= until)
        .ext(distinct_on(told.c.account_id))
        .order_by(told.c.account_id, told.c.at.desc(), told.c.sign)
        .subquery()
    )
    query = select(
        accounts.c.account_id, accounts.c.segment, accounts.c.opened_at, newest.c.at, newest.c.sign
    ).outerjoin_from(accounts, newest, newest.c.account_id == accounts.c.account_id)
    query = query.where(accounts.c.opened_at <= until, accounts.c.account_id.not_in(_closed()))
    return {
        account_id: Living(
            account_id=account_id,
            segment=Segment(segment),
            opened_at=opened_at,
            last_at=at,
            sign=None if sign is None else SignOfLife(sign),
        )
        for account_id, segment, opened_at, at, sign in connection.execute(query)
    }


def _closed() -> Select[tuple[UUID]]:
    return select(account_history.c.account_id).where(account_history.c.status == "closed")


_OF_CASE = customer_messages.join(cases, cases.c.case_id == customer_messages.c.case_id)
_RATED = ratings.join(cases, cases.c.case_id == ratings.c.case_id)
_Part = tuple[SignOfLife, Any, ColumnElement[Any], ColumnElement[Any], ColumnElement[bool]]
_BY_CUSTOMER = cases.c.channel.not_in(NOT_THE_CUSTOMER)
_SIGNS: tuple[_Part, ...] = (
    (SignOfLife.USAGE, usage, usage.c.account_id, usage.c.used_at, usage.c.use_count > 0),
    (
        SignOfLife.PURCHASE,
        purchases,
        purchases.c.account_id,
        purchases.c.bought_at,
        purchases.c.kind == "purchase",
    ),
    (SignOfLife.MESSAGE, cases, cases.c.account_id, cases.c.received_at, _BY_CUSTOMER),
    (SignOfLife.MESSAGE, _OF_CASE, cases.c.account_id, customer_messages.c.said_at, true()),
    (
        SignOfLife.VISIT,
        visits,
        visits.c.account_id,
        visits.c.held_at,
        and_(visits.c.reached, visits.c.kind.in_([str(kind) for kind in _TALKS])),
    ),
    (SignOfLife.SURVEY, _RATED, cases.c.account_id, ratings.c.rated_at, ~ratings.c.is_raised),
)
"""Where signs of life stand: rows, and of them the account, the instant, and which of them count."""
