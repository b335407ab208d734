"""All KPIs, in the order of the reports."""

from service.projections.kpi import counts, durations, promises, satisfaction
from service.projections.kpi.definition import Kpi

KPIS: tuple[Kpi, ...] = (
    counts.CASES_RECEIVED,
    counts.BACKLOG,
    counts.UNOWNED_BACKLOG,
    durations.ACKNOWLEDGE_TIME,
    durations.FIRST_RESPONSE_TIME,
    durations.FIRST_RESOLUTION_TIME,
    durations.FINAL_RESOLUTION_TIME,
    durations.CLOSE_TIME,
    counts.CLARIFIED_WITHIN_TWO_ROUNDS,
    counts.RESOLUTION_RATE,
    counts.FIRST_CONTACT_RESOLUTION,
    counts.BASIC_FIRST_CONTACT_RESOLUTION,
    counts.REOPENED_CASES,
    counts.REOPEN_EVENTS,
    counts.HANDED_OVER_CASES,
    counts.HANDOVER_EVENTS,
    counts.ESCALATED_CASES,
    counts.UNSOLVED_DISPATCHES,
    *durations.STAGE_TIMES,
    *durations.WAITING_TIMES,
    satisfaction.CSAT,
    satisfaction.NPS,
    satisfaction.CES,
    satisfaction.SURVEY_RESPONSE_RATE,
    counts.SOURCE_PROMISE_KEPT_RATE,
    promises.CLOCK_ATTAINMENT,
    promises.KEPT_TOLD_LATE,
    promises.COMMITMENTS_KEPT,
    promises.CASE_ATTAINMENT,
    promises.BREACH_TIME,
    promises.CLOCK_WARNINGS,
    promises.UNANSWERED_ESCALATIONS,
)
