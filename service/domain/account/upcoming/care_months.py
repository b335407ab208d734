"""Which months of care have begun, since somebody answers for the account and since it is of its tier.

What is promised every month or every quarter (REQUIREMENTS 23, 71, 131, 166) is promised for each of them
anew: a month in which nothing was done stays missed, and two visits in one month are the visit of that month.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby

from service.domain.account.days.routine_days import CAUGHT_UP_WITH
from service.domain.account.record.profile import ProfileState
from service.domain.clocks.calendars.dates import Dates
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.memory import is_expected_again, newest_month_told
from service.domain.clocks.milestones import Milestone, MilestoneReached

_DATES = Dates(BUSINESS_ZONE)


def months_begun(account: ProfileState, book: ClockBook, until: datetime) -> tuple[MilestoneReached, ...]:
    """Return the months that had begun by an instant and that the book does not remember, in order.

    They are counted from when somebody first answered for the account, and those of a tier from when it got
    that tier.
    """
    if not account.owners or account.closed_at is not None:
        return ()
    cared_since = account.owners[0][0]
    found = [*_unremembered(Milestone.CARE_MONTH_BEGUN, cared_since, until, until, book)]
    for since, ended_at in _stretches_of_a_tier(account, until):
        begun = max(since, cared_since)
        found += _unremembered(Milestone.TIER_MONTH_BEGUN, begun, ended_at, until, book)
    return tuple(sorted(found, key=lambda month: month.at))


def _unremembered(
    milestone: Milestone, since: datetime, ended_at: datetime, until: datetime, book: ClockBook
) -> Iterator[MilestoneReached]:
    """Yield months from the newest on, up to one that the book remembers."""
    first_at, last_at = until - min(CAUGHT_UP_WITH, max(until - since, timedelta())), min(ended_at, until)
    if last_at < max(since, first_at):
        return
    told = newest_month_told(book, milestone, since)
    for months in reversed(range(told + 1, _months_at_most(since, last_at) + 1)):
        at = _months_after(since, months)
        if at > last_at or (months and at == ended_at < until):
            continue
        month = MilestoneReached(
            milestone=milestone, at=at, subject=str(months), months=months, since_at=since
        )
        if at < first_at or is_expected_again(book, month):
            return
        yield month


@lru_cache(maxsize=65_536)
def _months_after(since: datetime, months: int) -> datetime:
    """Each fact of an account asks for the same few instants again."""
    return _DATES.months_after(since, months)


def _months_at_most(since: datetime, until: datetime) -> int:
    """Return how many months can be over between two instants, wherever the days are counted."""
    return (until.year - since.year) * 12 + until.month - since.month + 1


def _stretches_of_a_tier(account: ProfileState, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when until when the account was of one tier."""
    tiers = [[*alike] for _, alike in groupby(account.segments, key=lambda dated: dated[1])]
    begins = [alike[0][0] for alike in tiers]
    yield from zip(begins, [*begins[1:], until], strict=True)
