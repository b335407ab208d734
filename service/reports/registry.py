"""All named reports, in the order in which they are listed."""

from service.reports.department_response_times.report import DEPARTMENT_RESPONSE_TIMES
from service.reports.documents.report import Report
from service.reports.problem_analysis.report import PROBLEM_ANALYSIS
from service.reports.service_performance.report import SERVICE_PERFORMANCE

REPORTS: dict[str, Report] = {
    each.slug: each for each in (SERVICE_PERFORMANCE, PROBLEM_ANALYSIS, DEPARTMENT_RESPONSE_TIMES)
}
