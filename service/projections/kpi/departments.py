"""KPIs of what other departments were asked to do."""

from sqlalchemy import ColumnElement

from service.projections.kpi.definition import Kpi, Unit
from service.projections.kpi.expressions import Expressions, duration, share
from service.projections.kpi.population import task

_IS_ASKED: ColumnElement[bool] = task.c.task_kind == "collaboration"
_IS_DONE: ColumnElement[bool] = task.c.status == "done"


def _of_departments(slug: str, expressions: Expressions) -> Kpi:
    unit: Unit = "ratio" if expressions.value is None else "seconds"
    return Kpi(slug=slug, unit=unit, grain="task", population="asked", expressions=expressions)


COLLABORATIONS_ANSWERED = _of_departments(
    "collaborations_answered", share(_IS_DONE | task.c.answered_at.is_not(None), of=_IS_ASKED)
)
"""Requests to departments that were answered or done."""
COLLABORATIONS_DONE = _of_departments("collaborations_done", share(_IS_DONE, of=_IS_ASKED))
"""Requests to departments that were done."""
COLLABORATION_ANSWER_TIME = _of_departments(
    "collaboration_answer_time", duration(task.c.answer_seconds, "total_seconds", of=_IS_ASKED)
)
"""Asked until the first answer of the department."""
COLLABORATION_TIME = _of_departments(
    "collaboration_time", duration(task.c.done_seconds, "total_seconds", of=_IS_ASKED & _IS_DONE)
)
"""Asked until done by the department."""
