"""What jobs may cost."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True)
class JobLimits:
    """The bounds of jobs, as the settings of the same names say."""

    jobs_of_key_at_most: int = 8
    job_seconds_at_most: float = 3_600.0
    job_result_max_bytes: int = 268_435_456
    job_results_of_key_max_bytes: int = 1_073_741_824
    jobs_kept_days: int = 7

    @property
    def kept(self) -> timedelta:
        """For how long a job is kept that has ended."""
        return timedelta(days=self.jobs_kept_days)
