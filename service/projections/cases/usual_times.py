"""How long cases of each class took to be resolved, by the rows. Takes a synchronous connection."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from service.domain.guidelines.usual_times import UsualTime
from service.domain.vocabulary import ResponseClass
from service.projections.cases.table import cases

FOUR_OF_FIVE = 0.8


def measured_times(
    connection: Connection, from_at: datetime | None, to_at: datetime | None, *, at_least: int
) -> tuple[UsualTime, ...]:
    """Return the time that four of five cases received in [from, to) took at most, for each class.

    From receipt to the first resolution by the wall clock. A class of which fewer than `at_least` cases were
    resolved is left out: too few to say what is usual.
    """
    seconds = cases.c.first_resolution_seconds
    took = func.percentile_disc(FOUR_OF_FIVE).within_group(seconds)
    measured = (
        select(cases.c.response_class, took.label("seconds"), func.count(seconds).label("cases"))
        .where(cases.c.response_class.is_not(None), seconds.is_not(None))
        .group_by(cases.c.response_class)
        .having(func.count(seconds) >= at_least)
    )
    if from_at is not None:
        measured = measured.where(cases.c.received_at >= from_at)
    if to_at is not None:
        measured = measured.where(cases.c.received_at < to_at)
    found = {row.response_class: row for row in connection.execute(measured)}
    return tuple(
        UsualTime(
            response_class=each, resolution_seconds=max(found[each].seconds, 1), cases=found[each].cases
        )
        for each in ResponseClass
        if each in found
    )
