"""KPIs of how much the customer had to do: contacts, reopenings, escalations."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Uuid, cast, exists, func, true

from service.projections.cases.table import cases
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import number, share, total
from service.projections.kpi.population import case

A_WEEK, A_MONTH = timedelta(days=7), timedelta(days=30)
_WAS_RESOLVED: ColumnElement[bool] = case.c.first_resolved_at.is_not(None)
_ENDED_ONCE: ColumnElement[bool] = case.c.ended_at.is_not(None) | (case.c.reopen_count > 0)
_IS_UNBROKEN: ColumnElement[bool] = (case.c.reopen_count == 0) & (case.c.status != "open")

# The table itself: its index finds what an account brought within a week. No index knows the keys of a view.
_next = cases.alias("next_case")
_COMES_AGAIN: ColumnElement[bool] = exists().where(
    _next.c.account_id == cast(case.c.account_key, Uuid),
    _next.c.received_at > case.c.first_resolved_at,
    _next.c.received_at <= case.c.first_resolved_at + A_WEEK,
    _next.c.case_id != cast(case.c.case_key, Uuid),
    (_next.c.order_reference == case.c.order_reference)
    | ((_next.c.kind == case.c.kind) & (func.coalesce(_next.c.category, UNKNOWN) == case.c.category)),
)

REPEAT_CONTACTS = Kpi(slug="repeat_contacts", unit="ratio", expressions=share(_COMES_AGAIN, of=_WAS_RESOLVED))
"""Resolved cases after which the account came with the same matter within a week, by any channel."""
ONE_STOP_RESOLUTION = Kpi(
    slug="one_stop_resolution",
    unit="ratio",
    expressions=share(
        (case.c.customer_message_count == 0) & (case.c.handover_count == 0) & _IS_UNBROKEN & ~_COMES_AGAIN,
        of=_WAS_RESOLVED,
    ),
)
"""Cases in which the customer had one contact and needed no second one (REQUIREMENTS 104)."""
ONE_TOUCH_RESOLUTION = Kpi(
    slug="one_touch_resolution",
    unit="ratio",
    expressions=share((case.c.resolution_reply_count <= 1) & _IS_UNBROKEN, of=_WAS_RESOLVED),
)
"""Cases resolved with at most one answer, never reopened."""
CLARIFICATION_ROUNDS = Kpi(
    slug="clarification_rounds",
    unit="count",
    grain="event",
    expressions=total(case.c.clarification_round_count),
)
"""Rounds of questions to customers."""


def _reopened_within(slug: str, time: timedelta) -> Kpi:
    is_soon = case.c.soonest_reopen_seconds <= int(time.total_seconds())
    return Kpi(slug=slug, unit="ratio", expressions=share(is_soon, of=_ENDED_ONCE))


REOPENED_WITHIN_A_WEEK = _reopened_within("reopened_within_7_days", A_WEEK)
"""Cases reopened within a week of an ending, of those that had ended."""
REOPENED_WITHIN_A_MONTH = _reopened_within("reopened_within_30_days", A_MONTH)
"""The same within thirty days."""
ESCALATED_UP = Kpi(
    slug="escalated_up",
    unit="ratio",
    expressions=share(case.c.hierarchical_escalation_count > 0, of=true()),
)
"""Cases escalated up the ladder."""
ESCALATED_ACROSS = Kpi(
    slug="escalated_across",
    unit="ratio",
    expressions=share(case.c.functional_escalation_count > 0, of=true()),
)
"""Cases escalated to another specialism."""
CASES_OF_ORDERS = Kpi(
    slug="cases_of_orders", unit="count", expressions=number(case.c.order_reference.is_not(None))
)
"""Cases about an order: what the record knows of the business with an account (REQUIREMENTS 30)."""
