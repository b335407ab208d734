"""Every read that can be a job, by the name of its kind."""

from service.api.clocks.what_if import JOBS as CLOCK_JOBS
from service.api.exports.routes import JOBS as EXPORT_JOBS
from service.api.http.routes.job_kind import JobKind
from service.api.reports.routes import JOBS as REPORT_JOBS

JOB_KINDS: dict[str, JobKind] = {kind.name: kind for kind in (*REPORT_JOBS, *CLOCK_JOBS, *EXPORT_JOBS)}
