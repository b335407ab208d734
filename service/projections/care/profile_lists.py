"""Accounts with what is known of their profiles, page by page. Takes a synchronous connection."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from service.domain.account.profile.gaps import Asked, ProfileFacts
from service.domain.account.record.profile_values import KnownValue
from service.domain.described import Described
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.care.agreements.agreements import agreements
from service.projections.care.profile_values import known_value, profile_values
from service.projections.care.profiles import profiles
from service.projections.engine.model import Row


@dataclass(frozen=True, kw_only=True)
class KeptProfile:
    """An account, who keeps its data, and what its standing follows from."""

    account_id: UUID
    code: str
    steward: str | None
    owner: str | None
    held_by: str | None
    account_class: str | None
    stage: str | None
    facts: ProfileFacts


class KeptFilter(Described, extra="forbid"):
    """Which profiles to look at. Omitted fields do not filter."""

    held_by: Code | None = None
    """Only profiles that this person (staff id) keeps: the steward, where there is none the owner."""
    is_held: bool | None = None
    """Only profiles that somebody keeps; false for only those that nobody keeps."""
    account_id: UUID | None = None
    """Only the profile of this account."""
    stage: Code | None = None
    """Only accounts in this stage of their journey."""


_HELD_BY = func.coalesce(profiles.c.steward, accounts.c.owner)
_SHOWN = (
    accounts.c.account_id,
    accounts.c.code,
    accounts.c.owner,
    accounts.c.opened_at,
    *(profiles.c[name] for name in ("steward", "account_class", "stage")),
    *(profiles.c[f"{name}_changed_at"] for name in ("agreement", "need", "stage")),
    _HELD_BY.label("held_by"),
)


def list_profiles(
    connection: Connection, wanted: KeptFilter, after: str | None, limit: int
) -> list[KeptProfile]:
    """Return up to `limit` profiles of accounts under our care in order of code that follow `after`."""
    page = select(*_SHOWN).select_from(
        accounts.join(profiles, profiles.c.account_id == accounts.c.account_id)
    )
    page = page.where(profiles.c.closed_at.is_(None))
    if wanted.is_held is not None:
        page = page.where(_HELD_BY.is_(None) != wanted.is_held)
    for column, value in (
        (_HELD_BY, wanted.held_by),
        (accounts.c.account_id, wanted.account_id),
        (profiles.c.stage, wanted.stage),
    ):
        if value is not None:
            page = page.where(column == value)
    if after is not None:
        page = page.where(accounts.c.code > after)
    page = page.order_by(accounts.c.code).limit(limit)
    rows: list[Row] = [dict(row) for row in connection.execute(page).mappings()]
    ids = [row["account_id"] for row in rows]
    values, ends = _values_of(connection, ids), _ends_of(connection, ids)
    return [_kept(row, values[row["account_id"]], ends[row["account_id"]]) for row in rows]


def _kept(row: Row, values: Iterable[KnownValue], ends: Iterable[datetime]) -> KeptProfile:
    asked: list[Asked] = []
    if row["agreement_changed_at"] is not None:
        asked.append(("agreement_changed", row["agreement_changed_at"]))
    if row["need_changed_at"] is not None:
        asked.append(("need_changed", row["need_changed_at"]))
    if row["stage_changed_at"] is not None:
        asked.append(("stage_changed", row["stage_changed_at"]))
    facts = ProfileFacts(
        opened_at=row["opened_at"],
        values={one.field: one for one in values},
        asked=tuple(asked),
        agreements_end_at=tuple(ends),
    )
    shown = ("account_id", "code", "steward", "owner", "held_by", "account_class", "stage")
    return KeptProfile(facts=facts, **{name: row[name] for name in shown})


def _values_of(connection: Connection, ids: list[UUID]) -> dict[UUID, list[KnownValue]]:
    found = defaultdict[UUID, list[KnownValue]](list)
    query = select(profile_values).where(profile_values.c.account_id.in_(ids))
    for row in connection.execute(query).mappings():
        found[row["account_id"]].append(known_value(dict(row)))
    return found


def _ends_of(connection: Connection, ids: list[UUID]) -> dict[UUID, list[datetime]]:
    found = defaultdict[UUID, list[datetime]](list)
    query = select(agreements.c.account_id, agreements.c.ends_at).where(
        agreements.c.account_id.in_(ids), agreements.c.ends_at.is_not(None)
    )
    for row in connection.execute(query):
        found[row.account_id].append(row.ends_at)
    return found
