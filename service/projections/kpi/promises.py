"""KPIs of promises of time: clocks that were due in the period. A waiver clears no breach."""

from sqlalchemy import ColumnElement, func

from service.projections.kpi.definition import Kpi, duration, ratio, share, total
from service.projections.kpi.population import clock

_KEPT: ColumnElement[bool] = clock.c.verdict == "met"
_BROKEN: ColumnElement[bool] = clock.c.verdict == "breached"
_VOIDED: ColumnElement[bool] = clock.c.verdict == "voided"
_CANCELLED: ColumnElement[bool] = clock.c.verdict == "cancelled"
_OF_SURVEY: ColumnElement[bool] = clock.c.clock == "survey"
_SET_ASIDE: ColumnElement[bool] = (
    _CANCELLED & (clock.c.end_reason == "ended") & (clock.c.ended_at == clock.c.due_at)
)
_OF_COMMITMENT: ColumnElement[bool] = clock.c.clock == "commitment"
_PUT_OFF: ColumnElement[bool] = clock.c.put_off_late_seconds.is_not(None)
_OF_CASE: ColumnElement[bool] = clock.c.stream == "case"
_JUDGED_CASES = func.count(clock.c.case_key.distinct()).filter(_OF_CASE & (_KEPT | _BROKEN))
_BROKEN_CASES = func.count(clock.c.case_key.distinct()).filter(_OF_CASE & _BROKEN)

CLOCK_ATTAINMENT = Kpi(
    slug="clock_attainment",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_KEPT, of=_KEPT | _BROKEN),
)
"""Promises kept, of those kept or broken."""

KEPT_TOLD_LATE = Kpi(
    slug="kept_told_late",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(clock.c.told_late_seconds.is_not(None), of=_KEPT),
)
"""Promises kept of which it was told afterwards, of those kept."""

PUT_OFF_TOLD_LATE = Kpi(
    slug="put_off_told_late",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_PUT_OFF & ~_BROKEN, of=_KEPT | _BROKEN | _PUT_OFF),
)
"""Promises that were overdue until a wait or another limit was told afterwards, of those kept or broken."""

VOIDED_PROMISES = Kpi(
    slug="voided_promises",
    unit="ratio",
    grain="clock",
    population="due",
    version=2,
    expressions=share(_VOIDED, of=_KEPT | _BROKEN | _VOIDED),
)
"""Promises that an act of our own made void, of those kept, broken or made void."""

SURVEYS_SET_ASIDE = Kpi(
    slug="surveys_set_aside",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_SET_ASIDE, of=_OF_SURVEY & (_KEPT | _BROKEN | _VOIDED | _SET_ASIDE)),
)
"""Promises to survey that the rule set aside because nobody could be asked (REQUIREMENTS 37, 160)."""

COMMITMENTS_KEPT = Kpi(
    slug="commitments_kept",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_KEPT, of=_OF_COMMITMENT & (_KEPT | _BROKEN)),
)
"""Commitments to customers kept in time, of those kept or broken (REQUIREMENTS 145)."""

RENEGOTIATED_COMMITMENTS = Kpi(
    slug="renegotiated_commitments",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(clock.c.renegotiation_count > 0, of=_OF_COMMITMENT),
)
"""Commitments to customers that were put off before they were due, of all of them (REQUIREMENTS 16)."""

CASE_ATTAINMENT = Kpi(
    slug="case_attainment",
    unit="ratio",
    population="due",
    expressions=ratio(_JUDGED_CASES - _BROKEN_CASES, _JUDGED_CASES),
)
"""Cases none of whose promises was broken, of those with one kept or broken."""

BREACH_TIME = Kpi(
    slug="breach_time",
    unit="seconds",
    grain="clock",
    population="due",
    expressions={**duration(clock.c.breach_seconds), "total_seconds": total(clock.c.breach_seconds)},
)
"""How long broken promises stayed broken."""

CLOCK_WARNINGS = Kpi(
    slug="clock_warnings",
    unit="count",
    grain="event",
    population="due",
    expressions={"count": total(clock.c.warning_count)},
)
"""Warnings that a promise was running out."""

UNANSWERED_ESCALATIONS = Kpi(
    slug="unanswered_escalations",
    unit="ratio",
    grain="event",
    population="due",
    expressions=ratio(total(clock.c.unanswered_escalation_count), total(clock.c.escalation_count)),
)
"""Rungs of the escalation chain that were called while nobody was on duty."""
