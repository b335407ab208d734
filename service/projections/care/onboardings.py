"""New customers who are accompanied, with what was done for them. Takes a synchronous connection."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.vocabulary import ReminderKind
from service.domain.described import Described
from service.domain.guidelines.follow_up import OnboardingStep
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.care.profiles import profiles
from service.projections.care.reminders import reminders
from service.projections.care.visits import visits


class OnboardingFilter(Described, extra="forbid"):
    """Which customers to list. Omitted fields do not filter."""

    owner: Code | None = None
    """Only accounts for which this person (staff id) answers."""
    account_id: UUID | None = None
    """Only this account."""


@dataclass(frozen=True, kw_only=True)
class OnboardingRow:
    """An account that is accompanied: when each kind of visit was held last, and its reminders by step."""

    account_id: UUID
    code: str
    owner: str | None
    began_at: datetime
    held: Mapping[str, datetime]
    reminders: Mapping[str, Mapping[str, Any]]


def due_on(row: OnboardingRow, step: OnboardingStep) -> date:
    """Return the day by which a step is to be done."""
    return row.began_at.astimezone(LOCAL_ZONE).date() + timedelta(days=step.days)


def fact_of(row: OnboardingRow, step: OnboardingStep) -> str | None:
    """Return what on the record has done a step; None while nothing has."""
    return next((kind for kind in step.done_by if kind in row.held), None)


def list_onboardings(
    connection: Connection, wanted: OnboardingFilter, stage: str, after: str | None, limit: int
) -> list[OnboardingRow]:
    """Return up to `limit` accounts in this stage, in order of code, that follow `after`."""
    page = (
        select(accounts.c.account_id, accounts.c.code, accounts.c.owner, profiles.c.stage_at)
        .join(profiles, profiles.c.account_id == accounts.c.account_id)
        .where(profiles.c.stage == stage, profiles.c.closed_at.is_(None))
    )
    if wanted.owner is not None:
        page = page.where(accounts.c.owner == wanted.owner)
    if wanted.account_id is not None:
        page = page.where(accounts.c.account_id == wanted.account_id)
    if after is not None:
        page = page.where(accounts.c.code > after)
    rows = list(connection.execute(page.order_by(accounts.c.code).limit(limit)))
    begun = {row.account_id: row.stage_at for row in rows}
    held, known = _held(connection, begun), _reminders(connection, begun)
    return [
        OnboardingRow(
            account_id=row.account_id,
            code=row.code,
            owner=row.owner,
            began_at=row.stage_at,
            held=held[row.account_id],
            reminders=known[row.account_id],
        )
        for row in rows
    ]


def _held(connection: Connection, begun: Mapping[UUID, datetime]) -> dict[UUID, dict[str, datetime]]:
    """Return when each kind of visit was held first since the beginning."""
    found = defaultdict[UUID, dict[str, datetime]](dict)
    since = profiles.c.stage_at
    query = (
        select(visits.c.account_id, visits.c.kind, func.min(visits.c.held_at).label("held_at"))
        .join(profiles, profiles.c.account_id == visits.c.account_id)
        .where(visits.c.account_id.in_(list(begun)), visits.c.reached, visits.c.held_at >= since)
        .group_by(visits.c.account_id, visits.c.kind)
    )
    for row in connection.execute(query):
        found[row.account_id][row.kind] = row.held_at
    return found


def _reminders(
    connection: Connection, begun: Mapping[UUID, datetime]
) -> dict[UUID, dict[str, Mapping[str, Any]]]:
    found = defaultdict[UUID, dict[str, Mapping[str, Any]]](dict)
    query = select(reminders).where(
        reminders.c.account_id.in_(list(begun)),
        reminders.c.kind == ReminderKind.ONBOARDING,
        reminders.c.status != "dropped",
    )
    for row in connection.execute(query).mappings():
        found[row["account_id"]][row["topic"]] = dict(row)
    return found
