"""After how long without a sign of life a customer counts as silent (沉默客户, REQUIREMENTS 141)."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from service.domain.clocks.policy import Data
from service.domain.guidelines.guideline import Guideline
from service.domain.vocabulary import Segment

MOST_RULES = 20
LONGEST_DAYS = 3_650


class SignOfLife(StrEnum):
    """What a customer does of their own accord, or with us."""

    USAGE = "usage"
    PURCHASE = "purchase"
    MESSAGE = "message"
    VISIT = "visit"
    SURVEY = "survey"


class SilenceRule(Data):
    """After how many days without a sign of life accounts are silent."""

    segments: tuple[Segment, ...] = ()
    """Tiers of the accounts; empty for all."""
    after_days: int = Field(ge=1, le=LONGEST_DAYS)
    """Days without a sign of life, each of 24 hours."""


class SilenceGuideline(Guideline):
    """Which signs of life count, and after how many days without one an account is silent."""

    guideline: Literal["silence"] = "silence"
    signs: Annotated[tuple[SignOfLife, ...], Field(min_length=1)] = tuple(SignOfLife)
    """Signs of life that count: what was used, bought, written or said to us, a visit or talk that was held,
    a survey that was answered."""
    rules: Annotated[tuple[SilenceRule, ...], Field(max_length=MOST_RULES)] = ()
    """Rules; the first that fits the tier of an account counts. Without one it is never silent."""

    def days_for(self, segment: Segment) -> int | None:
        """Return after how many days an account of a tier is silent; None for never."""
        fitting = (rule for rule in self.rules if not rule.segments or segment in rule.segments)
        return next((rule.after_days for rule in fitting), None)
