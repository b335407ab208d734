"""KPIs that count cases, events and shares of cases."""

from sqlalchemy import func, true

from service.domain.case.record.understanding import MOST_ROUNDS
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Expressions, Kpi, share
from service.projections.kpi.population import case


class CountKpi(Kpi):
    """Counts rows."""

    unit = "count"


class ShareKpi(Kpi):
    """A share of cases."""

    unit = "ratio"


class CasesReceived(CountKpi):
    """All cases of the period."""

    slug = "cases_received"

    @classmethod
    def expressions(cls) -> Expressions:
        return {"count": func.count()}


class Backlog(CountKpi):
    """Cases that are not finished at the end of the period, nor worked on in another one."""

    slug = "backlog"
    version = 2
    population = "backlog"

    @classmethod
    def expressions(cls) -> Expressions:
        return {"count": func.count()}


class ReopenedCases(ShareKpi):
    """Cases taken up again at least once, of those that had ended at least once."""

    slug = "reopened_cases"

    @classmethod
    def expressions(cls) -> Expressions:
        ended_once = case.c.ended_at.is_not(None) | (case.c.reopen_count > 0)
        return share(case.c.reopen_count > 0, of=ended_once)


class ReopenEvents(CountKpi):
    """Reopenings."""

    slug = "reopen_events"
    grain = "event"

    @classmethod
    def expressions(cls) -> Expressions:
        return {"count": func.coalesce(func.sum(case.c.reopen_count), 0)}


class HandedOverCases(ShareKpi):
    """Cases handed over at least once."""

    slug = "handed_over_cases"

    @classmethod
    def expressions(cls) -> Expressions:
        return share(case.c.handover_count > 0, of=true())


class HandoverEvents(CountKpi):
    """Hand-overs."""

    slug = "handover_events"
    grain = "event"

    @classmethod
    def expressions(cls) -> Expressions:
        return {"count": func.coalesce(func.sum(case.c.handover_count), 0)}


class EscalatedCases(ShareKpi):
    """Cases escalated at least once."""

    slug = "escalated_cases"

    @classmethod
    def expressions(cls) -> Expressions:
        return share(case.c.escalation_count > 0, of=true())


class ClarifiedWithinTwoRounds(ShareKpi):
    """Cases understood after at most two rounds, of those understood or asked about more often."""

    slug = "clarified_within_two_rounds"

    @classmethod
    def expressions(cls) -> Expressions:
        is_understood = case.c.understanding_confirmed_at.is_not(None)
        asked_too_often = case.c.clarification_round_count > MOST_ROUNDS
        in_time = is_understood & (case.c.understanding_round_count <= MOST_ROUNDS)
        return share(in_time, of=is_understood | asked_too_often)


class ResolutionRate(ShareKpi):
    """Cases that stand resolved, or closed after a resolution, of those worked on by themselves."""

    slug = "resolution_rate"
    version = 2

    @classmethod
    def expressions(cls) -> Expressions:
        resolved = case.c.final_resolved_at.is_not(None) & (case.c.status != "open")
        return share(resolved, of=case.c.merged_at.is_(None))


class UnsolvedDispatches(ShareKpi):
    """Cases that an engineer who was sent did not settle the first time (REQUIREMENTS 98)."""

    slug = "unsolved_dispatches"
    version = 2

    @classmethod
    def expressions(cls) -> Expressions:
        return share(case.c.unsolved_dispatch_count > 0, of=case.c.ended_dispatch_count > 0)


class UnownedBacklog(CountKpi):
    """Unfinished cases for which nobody answers (REQUIREMENTS 13)."""

    slug = "unowned_backlog"
    version = 2
    population = "backlog"

    @classmethod
    def expressions(cls) -> Expressions:
        return {"count": func.count().filter(case.c.owner == UNKNOWN)}


class SourcePromiseKeptRate(ShareKpi):
    """Cases whose source system said that its own time limit was kept."""

    slug = "source_promise_kept_rate"

    @classmethod
    def expressions(cls) -> Expressions:
        has_verdict = case.c.source_promise_kept.is_not(None)
        is_over = (case.c.status == "closed") & case.c.source_promise_due_at.is_not(None)
        return share(case.c.source_promise_kept, of=has_verdict | is_over)
