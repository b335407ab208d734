"""How often a key, a link or an address may ask: buckets of tokens, looked at before any work begins."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from service.api.http.access import Role
from service.api.http.problems.error import ProblemError

MOST_BUCKETS = 20_000
SECONDS_OF_BURST = 5


@dataclass(frozen=True)
class Rate:
    """Requests a second in the long run, and how many may come at once."""

    per_second: float
    at_once: int


PEOPLE = Rate(50, 200)
RATES: dict[Role, Rate] = {
    Role.AGENT: PEOPLE,
    Role.SUPERVISOR: PEOPLE,
    Role.AUDITOR: PEOPLE,
    Role.INTEGRATION: Rate(1_000, 5_000),
    Role.BI: Rate(20, 100),
    Role.CUSTOMER_SYSTEM: Rate(20, 100),
    Role.MONITORING: Rate(5, 20),
}
"""What a key may ask unless a rate of its own was given to it. A command of a batch counts as a request."""
OF_LINK = Rate(0.5, 20)
"""What the link to a survey page may ask."""
OF_FEED = Rate(1 / 60, 6)
"""How often a calendar may be asked: programs ask hourly, and one costs some tenths of a second."""
OF_PAGES = Rate(20, 200)
"""What one address may ask of all survey pages together, so that nobody tries links one after the other."""
OF_UNKNOWN_KEYS = Rate(2, 50)
"""How many keys that nobody has seen one address may have looked up."""


class RateLimits:
    """The buckets of all who ask. `seconds` is a clock that never goes back."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, rate: Rate) -> None:
        """Take a token from a bucket. Raises ProblemError as `must_have` does."""
        self.must_have(who, rate)
        self.charge(who, rate, 1)

    def must_have(self, who: str, rate: Rate) -> None:
        """Raise ProblemError `too_many_requests`, with `Retry-After`, where a bucket has no token."""
        left = self._left(who, rate)
        if left < 1:
            wait_seconds = math.ceil((1 - left) / rate.per_second)
            raise ProblemError(
                "too_many_requests", headers={"Retry-After": str(wait_seconds)}, seconds=wait_seconds
            )

    def charge(self, who: str, rate: Rate, count: int) -> None:
        """Take tokens for what was let in already. A bucket in debt gives none until it is paid."""
        self._leave(who, self._left(who, rate) - count)

    def _left(self, who: str, rate: Rate) -> float:
        now = self._seconds()
        left, looked_at = self._buckets.get(who, (float(rate.at_once), now))
        return min(rate.at_once, left + (now - looked_at) * rate.per_second)

    def _leave(self, who: str, left: float) -> None:
        self._buckets[who] = (left, self._seconds())
        self._buckets.move_to_end(who)
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)


def rate_of(role: Role, requests_per_second: int | None) -> Rate:
    """Return what a key may ask: the rate of its own, or that of its role."""
    if requests_per_second is None:
        return RATES[role]
    return Rate(requests_per_second, requests_per_second * SECONDS_OF_BURST)
