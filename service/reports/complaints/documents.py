"""The report of complaints: how many, where they come about, what they come from, what they cost.

REQUIREMENTS 69 (complaint rate per process step), 123, 136, 138.
"""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from service.domain.clocks.policy import Title
from service.domain.event import Instant
from service.domain.invalid import invalid


class ComplaintQuery(BaseModel):
    """What to report on: complaints received in [from_at, to_at), and what was given for them."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    from_at: Instant | None = None
    """Only what was received at this instant or later; left out, from the first case."""
    to_at: Instant | None = None
    """Only what was received before this instant; left out, as of now."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.from_at is not None and self.to_at is not None and self.from_at >= self.to_at:
            raise invalid("period_runs_backward", field="to_at")
        return self


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class ComplaintFigures(_Document):
    """The figures of a group of complaints."""

    complaints: int
    """How many."""
    share: float | None
    """Their part of all complaints of the period; none where there are none."""
    per_thousand_cases: float | None
    """How many of a thousand cases received in the period: the complaint rate; none where there are none."""
    closed: int
    """How many of them stand closed."""
    recovered: int
    """How many customers were won back: confirmed, and rated 4 or more if at all."""
    reopenings: int
    """How often they were taken up again."""
    handovers: int
    """How often they were handed over."""
    median_elapsed_seconds: float | None
    """The median time from receipt to the end of the cycle, by the wall clock; none where none has ended."""


class ComplaintGroup(ComplaintFigures):
    """The figures of the complaints that have something in common."""

    code: str
    """The step, class or root; `unknown` gathers those of which it is not known."""
    title: Title | None
    """Its name; none where the catalogue of causes does not name it."""


class RemedyFigures(_Document):
    """What was proposed and given of one kind, in one currency."""

    remedy_type: str
    """The kind of remedy."""
    title: Title | None
    """Its name; none where the catalogue of remedies does not name it."""
    remedy_class: str
    """Whether it compensates or corrects; `unknown` where the catalogue did not say."""
    currency: str
    """The currency."""
    proposed: int
    """How many were proposed."""
    rejected: int
    """How many were turned down."""
    granted: int
    """How many the customers got."""
    granted_amount_minor: int
    """What those cost us, in the smallest unit of the currency."""


class ComplaintReport(_Document):
    """The complaints of a period, with the position of the record that the figures are true of."""

    from_at: datetime | None
    """The period's start."""
    to_at: datetime | None
    """The period's end."""
    position: int
    """Every event up to this position is in the figures, and none after it."""
    cases: int
    """How many cases of any kind were received in the period."""
    total: ComplaintFigures
    """All complaints of the period."""
    process_steps: list[ComplaintGroup]
    """By the step of our work at which they came about, the most frequent first."""
    cause_classes: list[ComplaintGroup]
    """By the class of their cause, the most frequent first."""
    roots: list[ComplaintGroup]
    """By their root, the most frequent first: what comes again is to be mended at the source."""
    remedies: list[RemedyFigures]
    """What was proposed and given for them, by kind and currency."""
