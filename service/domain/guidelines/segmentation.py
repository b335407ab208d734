"""How accounts are divided into tiers by what they buy (RFM模型, REQUIREMENTS 139)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.money import HOUSE_CURRENCY, Currency
from service.domain.vocabulary import Segment

Score = Annotated[int, Field(ge=1, le=5)]
LIMITS = 4
"""Limits between five scores."""
Limits = Annotated[
    tuple[Annotated[int, Field(ge=0, le=10**15)], ...], Field(min_length=LIMITS, max_length=LIMITS)
]


class Tier(Data):
    """What an account must score to belong to a tier."""

    segment: Segment
    """Tier of the account."""
    least_recency: Score = 1
    """Least score for how lately it bought."""
    least_frequency: Score = 1
    """Least score for how often it bought."""
    least_monetary: Score = 1
    """Least score for how much it spent."""
    least_sum: int = Field(default=3, ge=3, le=15)
    """Least sum of the three scores."""


class Segmentation(Guideline):
    """Rule by which accounts are scored and divided into tiers."""

    guideline: Literal["segmentation"] = "segmentation"
    scoring: Literal["quintiles", "limits"]
    """`quintiles`: the limits between the scores are those of five equal parts of all accounts that bought.
    `limits`: they stand below."""
    within_days: int | None = Field(default=None, ge=1, le=36_500)
    """Days up to the day of scoring in which purchases count; null for all."""
    currency: Currency = HOUSE_CURRENCY
    """Currency of the amounts. Orders in another one count, their amounts do not."""
    recency_days: Limits | None = None
    """Ascending limits of the days since the last purchase; up to the first scores 5."""
    frequency: Limits | None = None
    """Ascending limits of the number of orders; above the last scores 5."""
    monetary_minor: Limits | None = None
    """Ascending limits of the amount spent, in the smallest unit; above the last scores 5."""
    tiers: tuple[Tier, ...] = ()
    """Tiers; the first whose scores an account reaches is its own. One that reaches none is ordinary."""

    @model_validator(mode="after")
    def _has_ascending_limits(self) -> Self:
        for name in ("recency_days", "frequency", "monetary_minor"):
            limits: tuple[int, ...] | None = getattr(self, name)
            if (limits is None) == (self.scoring == "limits"):
                raise invalid("goes_with_limits", field=name)
            if limits is not None and list(limits) != sorted(limits):
                raise invalid("limits_must_ascend", field=name)
        return self
