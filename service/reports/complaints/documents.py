"""The report of complaints: how many, where they come about, what they come from, what they cost.

REQUIREMENTS 69 (complaint rate per process step), 123, 136, 138.
"""

from datetime import datetime

from pydantic import model_validator

from service.domain.clocks.policy import Title
from service.domain.described import Described
from service.domain.event import Instant
from service.reports.period import must_run_forward


class ComplaintQuery(Described, extra="forbid"):
    """Period of the report: complaints received in [from_at, to_at), and their remedies."""

    from_at: Instant | None = None
    """Only complaints received at this time or later. If omitted, from the first case."""
    to_at: Instant | None = None
    """Only complaints received before this time. If omitted, up to now."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


class ComplaintFigures(Described):
    """The figures of a group of complaints."""

    complaints: int
    """Number of complaints."""
    share: float | None
    """Share of all complaints of the period, 0 to 1; null if there are none."""
    per_thousand_cases: float | None
    """Complaint rate: complaints per thousand cases received in the period; null if there are none."""
    closed: int
    """Number of closed complaints."""
    recovered: int
    """Number of customers won back: resolution confirmed, and any rating 4 or more."""
    reopenings: int
    """Number of reopenings."""
    handovers: int
    """Number of hand-overs."""
    median_elapsed_seconds: float | None
    """Median seconds from receipt to the end of the cycle by the wall clock; null if none has ended."""


class ComplaintGroup(ComplaintFigures):
    """Figures of the complaints with the same code."""

    code: str
    """Process step, class or root cause; `unknown` if not known."""
    title: Title | None
    """Name of the group; null if the catalogue of causes does not list it."""


class RemedyFigures(Described):
    """Remedies of one kind in one currency."""

    remedy_type: str
    title: Title | None
    """Name of the remedy; null if the catalogue of remedies does not list it."""
    remedy_class: str
    """Whether it compensates or corrects; `unknown` if the catalogue does not say."""
    currency: str
    """Currency (ISO 4217)."""
    proposed: int
    """Number of remedies proposed."""
    rejected: int
    """Number of remedies rejected."""
    granted: int
    """Number of remedies granted."""
    granted_amount_minor: int
    """Cost of the granted remedies, in the smallest unit of the currency."""


class ComplaintReport(Described):
    """Complaints of a period, with the position of the record at which the figures hold."""

    from_at: datetime | None
    """Start of the period (UTC); null if it has none."""
    to_at: datetime | None
    """End of the period (UTC); null if it has none."""
    position: int
    """Position of the record: the figures contain exactly the events up to it."""
    cases: int
    """Number of cases of any kind received in the period."""
    total: ComplaintFigures
    """Figures of all complaints of the period."""
    process_steps: list[ComplaintGroup]
    """Groups by process step at which the cause arose, the most frequent first."""
    cause_classes: list[ComplaintGroup]
    """Groups by class of cause, the most frequent first."""
    roots: list[ComplaintGroup]
    """Groups by root cause, the most frequent first."""
    remedies: list[RemedyFigures]
    """Remedies proposed and granted, by kind and currency."""
