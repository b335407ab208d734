"""KPIs of what departments and higher levels were asked to do."""

from sqlalchemy import ColumnElement

from service.projections.kpi.definition import Kpi, Unit
from service.projections.kpi.expressions import Expressions, duration, share
from service.projections.kpi.population import task

_IS_ASKED: ColumnElement[bool] = task.c.task_kind == "collaboration"
_IS_DONE: ColumnElement[bool] = task.c.status == "done"
_IS_CALL: ColumnElement[bool] = task.c.task_kind == "call"


def _of_departments(slug: str, expressions: Expressions, version: int = 1) -> Kpi:
    unit: Unit = "ratio" if expressions.value is None else "seconds"
    return Kpi(
        slug=slug, unit=unit, grain="task", population="asked", expressions=expressions, version=version
    )


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
COLLABORATIONS_OF_OTHERS = _of_departments(
    "collaborations_of_others",
    share(task.c.of_department.is_(False), of=task.c.of_department.is_not(None)),
    version=2,
)
"""What departments were asked and somebody did or answered whom nothing lists under it (rows 97, 150)."""
RELAYED_WORD_FOR_WORD = _of_departments(
    "relayed_word_for_word",
    share(task.c.customer_words == "word_for_word", of=task.c.customer_words.is_not(None)),
)
"""Demands that went to a department in the customer's own words (REQUIREMENTS 94)."""
CALLS_NOT_TAKEN = _of_departments(
    "calls_not_taken", share(task.c.status == "ended", of=_IS_CALL & ~task.c.is_open)
)
"""Calls to a higher level that were ended and nobody had taken, of those that are over (REQUIREMENTS 90)."""
