"""The list of signals, page by page, and what signals are detected from."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, func, select, tuple_

from service.domain.account.needs.vocabulary import SignalStage
from service.domain.account.signals.detection import SeenCase, SeenRating, Told
from service.domain.described import Described
from service.domain.guidelines.signals import SignalKind
from service.domain.text import Code
from service.domain.vocabulary import RatingScale
from service.projections.accounts import accounts
from service.projections.care.needs.signals import signals
from service.projections.cases.table import cases
from service.projections.ratings import ratings

SignalPlace = tuple[datetime, UUID]
"""`(raised_at, signal_id)` of the last row of a page; the next page follows it."""


class SignalFilter(Described, extra="forbid"):
    """Which signals to list. Omitted fields do not filter."""

    kind: SignalKind | None = None
    """Only signals of a need, or of a risk."""
    rule: Code | None = None
    """Only signals of this rule."""
    account_id: UUID | None = None
    """Only signals of this account."""
    owner: Code | None = None
    """Only signals of accounts of this owner (staff id)."""
    show: Literal["raised", "taken", "dismissed", "all"] = "raised"
    """`raised`: nobody has looked at it. `taken`: somebody sees to it. `dismissed`: it pointed to nothing."""


def list_signals(
    connection: Connection, wanted: SignalFilter, after: SignalPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` signals, the longest waiting first, that follow `after`."""
    row, place = signals.c, (signals.c.raised_at, signals.c.signal_id)
    page = select(signals, accounts.c.code.label("account_code"), accounts.c.owner).join_from(
        signals, accounts, accounts.c.account_id == row.account_id
    )
    if wanted.show != "all":
        page = page.where(row.stage == SignalStage(wanted.show))
    for column, value in (
        (row.kind, wanted.kind),
        (row.rule, wanted.rule),
        (row.account_id, wanted.account_id),
        (accounts.c.owner, wanted.owner),
    ):
        if value is not None:
            page = page.where(column == value)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    return [dict(row) for row in connection.execute(page.order_by(*place).limit(limit)).mappings()]


def cases_since(connection: Connection, since: datetime, until: datetime) -> list[SeenCase]:
    """Return the cases received after an instant, up to another; one that is merged is none of its own."""
    names = ("account_id", "case_id", "kind", "category", "asset_reference")
    query = select(*(cases.c[name] for name in names), cases.c.received_at.label("at")).where(
        cases.c.received_at > since, cases.c.received_at <= until, cases.c.merged_into.is_(None)
    )
    return [SeenCase(**row) for row in connection.execute(query).mappings()]


def ratings_since(connection: Connection, since: datetime, until: datetime) -> list[SeenRating]:
    """Return the ratings (CSAT) given after an instant, up to another: of several answers the latest."""
    query = (
        select(
            cases.c.account_id,
            ratings.c.case_id,
            cases.c.kind,
            ratings.c.score,
            ratings.c.rated_at.label("at"),
        )
        .join_from(ratings, cases, cases.c.case_id == ratings.c.case_id)
        .where(
            ratings.c.scale == RatingScale.CSAT,
            ratings.c.is_latest_of_cycle,
            ratings.c.rated_at > since,
            ratings.c.rated_at <= until,
        )
    )
    return [SeenRating(**row) for row in connection.execute(query).mappings()]


def told_before(connection: Connection, rules: Iterable[str]) -> Told:
    """Return up to when the evidence of the signals of each account and rule reaches."""
    query = (
        select(signals.c.account_id, signals.c.rule, signals.c.about, func.max(signals.c.evidence_until_at))
        .where(signals.c.rule.in_(list(rules)))
        .group_by(signals.c.account_id, signals.c.rule, signals.c.about)
    )
    return {(account_id, rule, about): until for account_id, rule, about, until in connection.execute(query)}
