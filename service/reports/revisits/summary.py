"""回访总结: how many revisits of a period were held, reached the customer, and brought something. Pure."""

from collections.abc import Iterable

from service.domain.described import Described
from service.reports.revisits.records import RevisitRecord


class RevisitSummary(Described):
    """Figures of revisits."""

    attempts: int
    """Number of revisits recorded, successful or not."""
    reached: int
    """Number of revisits in which the customer was reached."""
    accounts: int
    """Number of accounts reached."""
    accounts_not_reached: int
    """Number of accounts that were called but never reached."""
    too_long: int
    """Number of revisits longer than the guideline allows."""
    with_suggestions: int
    """Number of revisits with suggestions or criticism."""
    with_new_needs: int
    """Number of revisits in which the customer had new needs."""
    routed: int
    """Number of revisits whose feedback a department received."""
    without_head: int
    """Number of those that went to a department for which the directory named no head."""
    not_routed: int
    """Number of revisits with suggestions, criticism or new needs that no department received."""


def summary_of(records: Iterable[RevisitRecord]) -> RevisitSummary:
    """Return the numbers of these revisits."""
    found = list(records)
    reached = {one.account_id for one in found if one.reached}
    return RevisitSummary(
        attempts=len(found),
        reached=sum(one.reached for one in found),
        accounts=len(reached),
        accounts_not_reached=len({one.account_id for one in found} - reached),
        too_long=sum(bool(one.is_too_long) for one in found),
        with_suggestions=sum(_says(one, "suggestions") for one in found),
        with_new_needs=sum(_says(one, "new_needs") for one in found),
        routed=sum(bool(one.routed_to) for one in found),
        without_head=sum(any(to.head is None for to in one.routed_to) for one in found),
        not_routed=sum(_asks_for_more(one) and not one.routed_to for one in found),
    )


def _asks_for_more(record: RevisitRecord) -> bool:
    return _says(record, "suggestions") or _says(record, "new_needs")


def _says(record: RevisitRecord, question: str) -> bool:
    """Return whether something was said under a field, or in answer to the question of that name."""
    return getattr(record, question) is not None or any(one.question == question for one in record.answers)
