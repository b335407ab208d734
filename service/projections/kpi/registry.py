"""All KPIs, in the order of the reports."""

from service.projections.kpi import counts, durations, promises, satisfaction
from service.projections.kpi.definition import Kpi

KPIS: tuple[type[Kpi], ...] = (
    counts.CasesReceived,
    counts.Backlog,
    durations.AcknowledgeTime,
    durations.FirstResponseTime,
    durations.FirstResolutionTime,
    durations.FinalResolutionTime,
    durations.CloseTime,
    counts.ResolutionRate,
    counts.ReopenedCases,
    counts.ReopenEvents,
    counts.HandedOverCases,
    counts.HandoverEvents,
    counts.EscalatedCases,
    durations.WaitingCustomerTime,
    durations.WaitingSupplierTime,
    durations.WaitingOtherTime,
    satisfaction.Csat,
    counts.SourcePromiseKeptRate,
    promises.ClockAttainment,
    promises.CaseAttainment,
    promises.BreachTime,
    promises.ClockWarnings,
    promises.UnansweredEscalations,
)
