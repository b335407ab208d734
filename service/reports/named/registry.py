"""All named reports, in the order in which they are listed."""

from service.reports.documents.report import Report
from service.reports.named.complaint_archive.report import COMPLAINT_ARCHIVE
from service.reports.named.demand_analysis.report import DEMAND_ANALYSIS
from service.reports.named.department_response_times.report import DEPARTMENT_RESPONSE_TIMES
from service.reports.named.needs_analysis.feedback_store import FEEDBACK_STORE
from service.reports.named.needs_analysis.report import NEEDS_ANALYSIS
from service.reports.named.problem_analysis.report import PROBLEM_ANALYSIS
from service.reports.named.revisit_records.report import REVISIT_RECORDS
from service.reports.named.revisit_summary.report import REVISIT_SUMMARY
from service.reports.named.satisfaction_analysis.report import SATISFACTION_ANALYSIS
from service.reports.named.service_performance.report import SERVICE_PERFORMANCE

REPORTS: dict[str, Report] = {
    each.slug: each
    for each in (
        SERVICE_PERFORMANCE,
        DEMAND_ANALYSIS,
        PROBLEM_ANALYSIS,
        NEEDS_ANALYSIS,
        FEEDBACK_STORE,
        REVISIT_RECORDS,
        REVISIT_SUMMARY,
        DEPARTMENT_RESPONSE_TIMES,
        SATISFACTION_ANALYSIS,
        COMPLAINT_ARCHIVE,
    )
}
