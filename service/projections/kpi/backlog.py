"""KPIs of what is unfinished, and how long it has been so, at the end of the period."""

from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func

from service.projections.kpi.contacts import A_MONTH, A_WEEK
from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import duration, share
from service.projections.kpi.population import MOMENT, case


def _since(at: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return how long it is since an instant, in whole seconds; never less than nothing."""
    return func.greatest(cast(func.floor(func.extract("epoch", MOMENT - at)), BigInteger), 0)


def _older_than(slug: str, time: timedelta) -> Kpi:
    is_old = case.c.received_at < MOMENT - time
    return Kpi(slug=slug, unit="ratio", population="backlog", expressions=share(is_old, of=_IS_THERE))


_IS_THERE: ColumnElement[bool] = case.c.received_at.is_not(None)

BACKLOG_AGE = Kpi(
    slug="backlog_age",
    unit="seconds",
    population="backlog",
    expressions=duration(_since(case.c.received_at), "total_seconds"),
)
"""How long unfinished cases have been with us."""
BACKLOG_OVER_A_WEEK = _older_than("backlog_over_7_days", A_WEEK)
"""Unfinished cases that are older than a week."""
BACKLOG_OVER_A_MONTH = _older_than("backlog_over_30_days", A_MONTH)
"""Unfinished cases that are older than thirty days."""
BACKLOG_STAGE_TIME = Kpi(
    slug="backlog_stage_time",
    unit="seconds",
    population="backlog",
    expressions=duration(
        _since(case.c.stage_began_at), "total_seconds", of=case.c.stage_began_at.is_not(None)
    ),
)
"""How long unfinished cases have been in the stage in which they are now (REQUIREMENTS 53)."""
