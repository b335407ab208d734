"""The dated facts by which the health of an account is scored. Sums over days are found by search. Pure."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from uuid import UUID

from service.domain.vocabulary import Segment


@dataclass(frozen=True, kw_only=True)
class AgreementFact:
    """What was told of an agreement on a day: when it ends, or whether the customer renews."""

    on: date
    agreement_id: str
    ends_on: date | None = None
    is_renewed: bool | None = None


class DaySums:
    """Numbers of days, in the order of time, and their sums over any span of days."""

    def __init__(self, told: Iterable[tuple[date, int]]) -> None:
        rows = tuple(told)
        self._days = [day for day, _ in rows]
        self._sums = list(accumulate((number for _, number in rows), initial=0))

    def between(self, after: date, until: date) -> int:
        """Return the sum of the days after one day up to another."""
        first, last = bisect_right(self._days, after), bisect_right(self._days, until)
        return self._sums[last] - self._sums[first]


@dataclass(frozen=True, kw_only=True)
class HealthFacts:
    """What is known of an account, each in the order of time."""

    account_id: UUID
    code: str
    segment: Segment
    owner: str | None
    opened_on: date
    promises: Sequence[tuple[date, str, int, int]] = ()
    """Day, which promise, for how many it was known then whether they were kept, and how many were."""
    ratings: Sequence[tuple[date, UUID, int]] = ()
    """Day, case and rating."""
    uses: Sequence[tuple[date, int]] = ()
    """Day, and how often something was used."""
    signs: Sequence[date] = ()
    """Days with a sign of life."""
    complaints: Sequence[date] = ()
    agreements: Sequence[AgreementFact] = ()

    @cached_property
    def use_sums(self) -> DaySums:
        """How often something was used, over any span of days."""
        return DaySums(self.uses)

    def newest_scores(self, after: date, until: date) -> Collection[int]:
        """Return the newest rating of each case that was rated after one day up to another."""
        days, told = self._numbered_ratings
        return dict(told[bisect_right(days, after) : bisect_right(days, until)]).values()

    @cached_property
    def _numbered_ratings(self) -> tuple[list[date], list[tuple[int, int]]]:
        """The days of the ratings, and of each the number of its case, which is quicker than its id."""
        numbers: dict[UUID, int] = {}
        told = [(numbers.setdefault(case, len(numbers)), score) for _, case, score in self.ratings]
        return [day for day, _, _ in self.ratings], told

    def promise_sums(self, clocks: Sequence[str]) -> tuple[DaySums, DaySums]:
        """Return how many of these promises, or all, were judged and kept, over any span of days."""
        named = tuple(clocks)
        if named not in self._promise_sums:
            chosen = [one for one in self.promises if not named or one[1] in named]
            judged = DaySums((day, count) for day, _, count, _ in chosen)
            self._promise_sums[named] = judged, DaySums((day, kept) for day, _, _, kept in chosen)
        return self._promise_sums[named]

    @cached_property
    def _promise_sums(self) -> dict[tuple[str, ...], tuple[DaySums, DaySums]]:
        return {}
