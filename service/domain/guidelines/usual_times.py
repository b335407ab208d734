"""How long cases usually take: whoever promises less is warned (REQUIREMENTS 145)."""

from typing import Literal

from pydantic import Field

from service.domain.clocks.policy import Data
from service.domain.guidelines.guideline import Guideline
from service.domain.vocabulary import ResponseClass


class UsualTime(Data):
    """Time within which four of five cases of a class are resolved."""

    response_class: ResponseClass
    """Response class of the cases."""
    resolution_seconds: int = Field(ge=1)
    """Seconds within which four of five cases are resolved."""
    cases: int | None = Field(default=None, ge=1)
    """Number of cases observed; null if the time is an assumption."""


class UsualTimes(Guideline):
    """How long cases of each class usually take."""

    guideline: Literal["usual_times"] = "usual_times"
    times: tuple[UsualTime, ...] = ()
    """Usual times by response class; other classes are not judged."""

    def of(self, response_class: ResponseClass) -> UsualTime | None:
        """Return how long cases of a class usually take; None where nobody has said."""
        return next((one for one in self.times if one.response_class is response_class), None)

    def with_measured(self, measured: tuple[UsualTime, ...]) -> tuple[UsualTime, ...]:
        """Return the times with those that were measured in place of the old; the others stay."""
        known = {one.response_class: one for one in (*self.times, *measured)}
        return tuple(known[each] for each in ResponseClass if each in known)
