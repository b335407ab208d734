"""KPIs of the work on cases: words kept, first contact, and how long each of the five stages takes."""

from typing import ClassVar

from sqlalchemy import ColumnElement

from service.domain.vocabulary import ResponseClass
from service.projections.kpi.counts import ShareKpi
from service.projections.kpi.definition import Expressions, share
from service.projections.kpi.durations import DurationKpi
from service.projections.kpi.population import case, clock
from service.projections.kpi.promises import PromiseKpi

_OF_COMMITMENT: ColumnElement[bool] = clock.c.clock == "commitment"
_RESOLVED: ColumnElement[bool] = case.c.first_resolved_at.is_not(None)


class CommitmentsKept(PromiseKpi):
    """Commitments to customers kept in time, of those kept or broken (REQUIREMENTS 145)."""

    slug = "commitments_kept"
    unit = "ratio"

    @classmethod
    def expressions(cls) -> Expressions:
        judged = _OF_COMMITMENT & clock.c.verdict.in_(("met", "breached"))
        return share(clock.c.verdict == "met", of=judged)


class FirstContactResolution(ShareKpi):
    """Cases solved at the first contact, of those resolved."""

    slug = "first_contact_resolution"

    @classmethod
    def expressions(cls) -> Expressions:
        return share(case.c.resolved_at_first_contact, of=_RESOLVED)


class BasicFirstContactResolution(ShareKpi):
    """The same of basic questions, which are to be solved on the spot (REQUIREMENTS 65)."""

    slug = "basic_first_contact_resolution"

    @classmethod
    def expressions(cls) -> Expressions:
        is_basic = case.c.response_class == ResponseClass.BASIC.value
        return share(case.c.resolved_at_first_contact, of=_RESOLVED & is_basic)


class StageKpi(DurationKpi):
    """The distribution of the time that a stage took, all cycles of a case together (REQUIREMENTS 52)."""

    column: ClassVar[str]


class ReceptionTime(StageKpi):
    """需求接收."""

    slug = "reception_time"
    column = "reception_seconds"


class DiagnosisTime(StageKpi):
    """问题诊断."""

    slug = "diagnosis_time"
    column = "diagnosis_seconds"


class PlanningTime(StageKpi):
    """方案制定."""

    slug = "planning_time"
    column = "planning_seconds"


class ExecutionTime(StageKpi):
    """执行跟踪."""

    slug = "execution_time"
    column = "execution_seconds"


class FeedbackTime(StageKpi):
    """结果反馈."""

    slug = "feedback_time"
    column = "feedback_seconds"
