"""回访总结: how many revisits of a period were held, reached the customer, and brought something. Pure."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from service.reports.revisits.records import RevisitRecord


class RevisitSummary(BaseModel):
    """Revisits in numbers."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    attempts: int
    """How many were recorded, reached or not."""
    reached: int
    """How many reached the customer."""
    accounts: int
    """How many accounts were reached."""
    too_long: int
    """How many took longer than the guideline allows."""
    with_suggestions: int
    """In how many the customer suggested or criticised something."""
    with_new_needs: int
    """In how many the customer needs something more."""
    routed: int
    """Of how many a department's head was told."""


def summary_of(records: Iterable[RevisitRecord]) -> RevisitSummary:
    """Return the numbers of these revisits."""
    found = list(records)
    return RevisitSummary(
        attempts=len(found),
        reached=sum(one.reached for one in found),
        accounts=len({one.account_id for one in found if one.reached}),
        too_long=sum(bool(one.is_too_long) for one in found),
        with_suggestions=sum(_says(one, "suggestions") for one in found),
        with_new_needs=sum(_says(one, "new_needs") for one in found),
        routed=sum(bool(one.routed_to) for one in found),
    )


def _says(record: RevisitRecord, question: str) -> bool:
    """Return whether something was said under a field, or in answer to the question of that name."""
    return getattr(record, question) is not None or any(one.question == question for one in record.answers)
