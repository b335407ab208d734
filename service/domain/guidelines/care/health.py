"""How the health of a customer is scored (客户健康度, REQUIREMENTS 92)."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid

MOST_PARTS = 6
LONGEST_DAYS = 1_500
FULL = 100


class HealthPartKind(StrEnum):
    """What a part of the score looks at, and the unit of its figure."""

    RESPONSE = "response"
    """Promises to the customer that were kept, in percent."""
    SATISFACTION = "satisfaction"
    """Mean of the newest rating (CSAT) of each case, in hundredths."""
    USAGE = "usage"
    """Usage within the span, in percent of the span before it."""
    SILENCE = "silence"
    """Days since the last sign of life."""
    COMPLAINTS = "complaints"
    """Number of complaints."""
    RENEWALS = "renewals"
    """Days until the first agreement ends that is not renewed; 0 for one that has ended or will not be."""


class HealthLevel(StrEnum):
    """How an account does, by its score."""

    HEALTHY = "healthy"
    ATTENTION = "attention"
    AT_RISK = "at_risk"


class HealthPart(Data):
    """A part of the score: up to how many points, and for which figures."""

    part: HealthPartKind
    """What it looks at."""
    weight: int = Field(ge=1, le=FULL)
    """Points for the best figure. The weights of all parts add up to 100."""
    worst: int = Field(ge=0, le=100_000)
    """Figure from which on there are no points."""
    best: int = Field(ge=0, le=100_000)
    """Figure from which on there are all points; in between they follow in proportion."""
    within_days: int = Field(default=90, ge=1, le=LONGEST_DAYS)
    """Days up to the day of the score that are looked at; of renewals the days ahead."""
    unknown_percent: int = Field(default=50, ge=0, le=100)
    """Share of the points where there is no figure, in percent."""
    clocks: tuple[Slug, ...] = ()
    """Promises that count for `response`; empty for all of cases."""

    @model_validator(mode="after")
    def _tells_good_from_bad(self) -> Self:
        if self.worst == self.best:
            raise invalid("worst_is_best", field="worst", part=self.part.value)
        return self


class Health(Guideline):
    """The parts of the score, and the levels."""

    guideline: Literal["health"] = "health"
    parts: Annotated[tuple[HealthPart, ...], Field(min_length=1, max_length=MOST_PARTS)]
    """Parts of the score."""
    healthy_from: int = Field(ge=1, le=FULL)
    """Least score of a healthy account."""
    attention_from: int = Field(ge=0, le=FULL)
    """Least score of one that asks for attention; below it is at risk."""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        kinds = [one.part for one in self.parts]
        twice = next((kind for kind in kinds if kinds.count(kind) > 1), None)
        if twice is not None:
            raise invalid("named_twice", field="parts", named=twice.value)
        total = sum(one.weight for one in self.parts)
        if total != FULL:
            raise invalid("weights_must_add_up", field="parts", total=total)
        if self.attention_from >= self.healthy_from:
            raise invalid("limits_must_ascend", field="attention_from")
        return self

    def level_of(self, score: int) -> HealthLevel:
        """Return the level of a score."""
        if score >= self.healthy_from:
            return HealthLevel.HEALTHY
        return HealthLevel.ATTENTION if score >= self.attention_from else HealthLevel.AT_RISK
