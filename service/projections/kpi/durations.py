"""KPIs that measure time by wall clock, in seconds: from receipt, of the five stages, and of ended waits."""

from sqlalchemy import ColumnElement
from sqlalchemy import case as when

from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import Expressions, duration
from service.projections.kpi.population import case


def _measured(slug: str, seconds: ColumnElement[int], version: int = 1) -> Kpi:
    """Return the distribution of a duration, and its sum."""
    expressions = duration(seconds, "total_seconds")
    return Kpi(slug=slug, unit="seconds", version=version, expressions=expressions)


def _waited(waiting_on: str) -> Kpi:
    """Return how many cases had an ended wait, and how long all of them lasted together."""
    waits, seconds = case.c[f"waiting_{waiting_on}_count"], case.c[f"waiting_{waiting_on}_seconds"]
    return Kpi(
        slug=f"waiting_{waiting_on}_time",
        unit="seconds",
        version=2,
        expressions=Expressions(of=waits > 0, value=seconds, values=("total_seconds",)),
    )


ACKNOWLEDGE_TIME = _measured("acknowledge_time", case.c.acknowledge_seconds)
"""Received to first acknowledged."""
FIRST_RESPONSE_TIME = _measured("first_response_time", case.c.first_response_seconds, version=2)
"""Received to first public, human, substantive message, by whatever command it was told."""
FIRST_RESOLUTION_TIME = _measured("first_resolution_time", case.c.first_resolution_seconds)
"""Received to first resolved."""
FINAL_RESOLUTION_TIME = _measured(
    "final_resolution_time", when((case.c.status != "open", case.c.final_resolution_seconds))
)
"""Received to last resolved, of cases that are not open again."""
CLOSE_TIME = _measured("close_time", when((case.c.status == "closed", case.c.close_seconds)))
"""Received to last closed, of cases that are closed now."""

STAGE_TIMES = tuple(
    _measured(f"{stage}_time", case.c[f"{stage}_seconds"], version=2 if stage == "feedback" else 1)
    for stage in ("reception", "diagnosis", "planning", "execution", "feedback")
)
"""需求接收、问题诊断、方案制定、执行跟踪、结果反馈: all cycles of a case together (REQUIREMENTS 52)."""
WAITING_TIMES = tuple(_waited(whom) for whom in ("customer", "supplier", "other"))
"""Ended waits, by whom the case waited for."""
