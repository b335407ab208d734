"""KPIs of whose turn it was: how long customers waited for us, and where the work stood still."""

from sqlalchemy import ColumnElement, true
from sqlalchemy import case as when

from service.domain.vocabulary import ResponseClass
from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import Expressions, duration, share
from service.projections.kpi.population import case, task

A_DAY = 24 * 3600
_IS_OVER: ColumnElement[bool] = case.c.status != "open"
_IS_COMPLEX: ColumnElement[bool] = case.c.response_class == ResponseClass.COMPLEX.value
_OF_DECISION: ColumnElement[bool] = task.c.task_kind.in_(("approval", "exception"))

REQUESTER_WAIT = Kpi(
    slug="requester_wait",
    unit="seconds",
    expressions=duration(when((_IS_OVER, case.c.requester_wait_seconds)), "total_seconds"),
)
"""Time that the customer waited for us, of cases that are not open (REQUIREMENTS 35)."""
FIRST_OWNER_TIME = Kpi(
    slug="first_owner_time", unit="seconds", expressions=duration(case.c.owned_seconds, "total_seconds")
)
"""Received until somebody answered for it: information that is passed on late (REQUIREMENTS 81)."""
INTERNAL_SYNC_TIME = Kpi(
    slug="internal_sync_time",
    unit="seconds",
    expressions=duration(case.c.counterpart_reached_seconds, "total_seconds"),
)
"""Received until a colleague was informed with a proof of delivery (REQUIREMENTS 4)."""
NEXT_REPLY_TIME = Kpi(
    slug="next_reply_time",
    unit="seconds",
    grain="event",
    expressions=Expressions(
        of=case.c.next_reply_count > 0,
        times=case.c.next_reply_count,
        value=case.c.next_reply_seconds,
        values=("total_seconds",),
    ),
)
"""Oldest unanswered message of the customer to the next answer."""
LONGEST_REPLY_WAIT = Kpi(
    slug="longest_reply_wait", unit="seconds", expressions=duration(case.c.longest_next_reply_seconds)
)
"""The longest of these waits of each case."""
UNANSWERED_CASES = Kpi(
    slug="unanswered_cases",
    unit="ratio",
    expressions=share(case.c.unanswered_since_at.is_not(None), of=case.c.merged_at.is_(None)),
)
"""Cases with a message of the customer that nobody has answered."""
LONGEST_UPDATE_GAP = Kpi(
    slug="longest_update_gap",
    unit="seconds",
    version=2,
    expressions=duration(case.c.longest_update_gap_seconds),
)
"""The longest time in which the customer heard nothing of an open case."""
PLAN_TIME = Kpi(
    slug="plan_time",
    unit="seconds",
    expressions=duration(case.c.planned_seconds, "total_seconds", of=_IS_COMPLEX),
)
"""Received until the customer had a plan, of complex needs (REQUIREMENTS 6)."""
LONGEST_IDLE = Kpi(slug="longest_idle", unit="seconds", expressions=duration(case.c.longest_idle_seconds))
"""The longest time in which nobody did anything and nobody was waited for (REQUIREMENTS 81)."""
IDLE_CASES = Kpi(
    slug="idle_cases", unit="ratio", expressions=share(case.c.longest_idle_seconds > A_DAY, of=true())
)
"""Cases that once lay idle for more than a day."""
APPROVAL_TIME = Kpi(
    slug="approval_time",
    unit="seconds",
    grain="task",
    population="asked",
    expressions=duration(task.c.done_seconds, "total_seconds", of=_OF_DECISION),
)
"""Asked until somebody who may decide had decided (REQUIREMENTS 81: 权限不清)."""
APPROVALS_OPEN = Kpi(
    slug="approvals_open",
    unit="ratio",
    grain="task",
    population="asked",
    expressions=share(task.c.is_open, of=_OF_DECISION),
)
"""Permissions that were asked for and are still missing."""
