"""What a member of staff has to do on which day: planned visits, and reminders of their accounts."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, func, select

from service.projections.accounts import accounts
from service.projections.care.planned_visits import planned_visits
from service.projections.care.reminders import reminders


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """Something to do on a day. `name` identifies it within the account, whatever day it is moved to."""

    kind: Literal["visit", "reminder"]
    account_id: UUID
    account_code: str
    name: str
    what: str
    """Kind of visit or reminder."""
    on: date
    status: str
    changed_at_position: int


def agenda_of(connection: Connection, staff_id: str, since: date, most: int) -> list[AgendaItem]:
    """Return up to `most` items, the next first: what is to be done, and from a day on what is over."""
    visit, reminder = planned_visits.c, reminders.c
    visits = (
        select(
            visit.account_id,
            accounts.c.code.label("account_code"),
            visit.visit_id,
            visit.kind,
            visit.planned_on,
            visit.status,
            visit.source_position,
        )
        .join_from(planned_visits, accounts, accounts.c.account_id == visit.account_id)
        .where(func.coalesce(visit.responsible, accounts.c.owner) == staff_id)
        .where((visit.status == "planned") | (visit.planned_on >= since))
    )
    due = (
        select(
            reminder.account_id,
            accounts.c.code.label("account_code"),
            reminder.reminder,
            reminder.kind,
            reminder.due_on,
            reminder.status,
            reminder.source_position,
        )
        .join_from(reminders, accounts, accounts.c.account_id == reminder.account_id)
        .where(accounts.c.owner == staff_id, reminder.status != "gave_way")
        .where((reminder.status == "open") | (reminder.due_on >= since))
    )
    found = [
        *(_visit(row) for row in connection.execute(visits.order_by(visit.planned_on).limit(most))),
        *(_reminder(row) for row in connection.execute(due.order_by(reminder.due_on).limit(most))),
    ]
    return sorted(found, key=lambda one: (one.on, one.account_code, one.kind, one.name))[:most]


def _visit(row: Any) -> AgendaItem:
    return AgendaItem(
        kind="visit",
        account_id=row.account_id,
        account_code=row.account_code,
        name=str(row.visit_id),
        what=row.kind,
        on=row.planned_on,
        status=row.status,
        changed_at_position=row.source_position,
    )


def _reminder(row: Any) -> AgendaItem:
    return AgendaItem(
        kind="reminder",
        account_id=row.account_id,
        account_code=row.account_code,
        name=row.reminder,
        what=row.kind,
        on=row.due_on,
        status=row.status,
        changed_at_position=row.source_position,
    )
