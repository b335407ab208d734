"""KPIs of promises of time: clocks that were due in the period. A waiver clears no breach."""

from typing import ClassVar

from sqlalchemy import ColumnElement, func

from service.projections.kpi.definition import Expressions, Grain, Kpi, duration, ratio, share, total
from service.projections.kpi.population import clock

_KEPT: ColumnElement[bool] = clock.c.verdict == "met"
_BROKEN: ColumnElement[bool] = clock.c.verdict == "breached"


class PromiseKpi(Kpi):
    """Counts or measures promises."""

    grain: ClassVar[Grain] = "clock"
    population = "due"


class ClockAttainment(PromiseKpi):
    """Promises kept, of those kept or broken."""

    slug = "clock_attainment"
    unit = "ratio"

    @classmethod
    def expressions(cls) -> Expressions:
        return share(_KEPT, of=_KEPT | _BROKEN)


class CaseAttainment(PromiseKpi):
    """Cases none of whose promises was broken, of those with one kept or broken."""

    slug = "case_attainment"
    unit = "ratio"
    grain = "case"

    @classmethod
    def expressions(cls) -> Expressions:
        is_of_case = clock.c.stream == "case"
        judged = func.count(clock.c.case_key.distinct()).filter(is_of_case & (_KEPT | _BROKEN))
        broken = func.count(clock.c.case_key.distinct()).filter(is_of_case & _BROKEN)
        return ratio(judged - broken, judged)


class BreachTime(PromiseKpi):
    """How long broken promises stayed broken."""

    slug = "breach_time"
    unit = "seconds"

    @classmethod
    def expressions(cls) -> Expressions:
        seconds = clock.c.breach_seconds
        return {**duration(seconds), "total_seconds": total(seconds)}


class ClockWarnings(PromiseKpi):
    """Warnings that a promise was running out."""

    slug = "clock_warnings"
    unit = "count"
    grain = "event"

    @classmethod
    def expressions(cls) -> Expressions:
        return {"count": total(clock.c.warning_count)}


class UnansweredEscalations(PromiseKpi):
    """Rungs of the escalation chain that were called while nobody was on duty."""

    slug = "unanswered_escalations"
    unit = "ratio"
    grain = "event"

    @classmethod
    def expressions(cls) -> Expressions:
        return ratio(total(clock.c.unanswered_escalation_count), total(clock.c.escalation_count))
