"""The report of retention: its query and its document (REQUIREMENTS 142, 165)."""

from datetime import datetime

from pydantic import model_validator

from service.domain.account.health.retention import RetentionFigures
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.vocabulary import Segment
from service.reports.period import must_run_forward


class RetentionQuery(Described, extra="forbid"):
    """Period of the report, [from_at, to_at)."""

    from_at: Instant | None = None
    """Beginning of the period. If omitted, 365 days before its end."""
    to_at: Instant | None = None
    """End of the period. If omitted, or in the future, now."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


class RetentionOfTier(Described):
    """The figures of a tier."""

    segment: Segment
    """Tier at the beginning of the period, or at the opening of accounts that were opened in it."""
    figures: RetentionFigures


class RetentionReport(Described):
    """How many customers stay, buy again, come back to life and rise."""

    from_at: datetime
    """Beginning of the period (UTC)."""
    to_at: datetime
    """End of the period (UTC)."""
    total: RetentionFigures
    """Figures of all accounts."""
    segments: list[RetentionOfTier]
    """Figures by tier."""
    silence_version: int | None
    """Version of the guideline `silence` in force at the end of the period; null if there was none."""
    position: int
    """Position up to which facts are known."""
