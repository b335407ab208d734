"""High value is never worse, over every kind, class, segment and degree, by the default rules."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest

from service.domain.case.readings.classification import Assessment
from service.domain.case.readings.first_offers import first_offers
from service.domain.clocks.offers import Offer
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import CaseKind, Channel, Priority, Segment
from service.reports.policies.matrix import Cell, all_told, cell_of
from tests.domain.case.readings.classification_guidelines import BOOK, guideline, rule

RANKS = list(Priority)
LOWER = (Segment.POTENTIAL, Segment.ORDINARY)
RECEIVED = [
    datetime(2026, 3, 2, 2, tzinfo=UTC),  # Monday, ten in China
    datetime(2026, 3, 6, 9, 50, tzinfo=UTC),  # Friday before the close of business
    datetime(2026, 3, 7, 15, tzinfo=UTC),  # Saturday night
    datetime(2026, 2, 16, 4, tzinfo=UTC),  # the eve of the Spring Festival
]


def rules_in_force(book: Rulebook) -> ClassificationGuideline:
    found = book.guideline(ClassificationGuideline, RECEIVED[0])
    assert found is not None
    return found


def cells(book: Rulebook, kind: CaseKind, told: Assessment) -> Iterator[tuple[Cell, Cell]]:
    """Yield the case of a high-value customer beside the same case of each other segment."""
    rules = rules_in_force(book)
    for channel, segment in product((Channel.PHONE, Channel.MONITORING), LOWER):
        yield (
            cell_of(rules, kind, Segment.HIGH_VALUE, told, channel),
            cell_of(rules, kind, segment, told, channel),
        )


def is_worse(high: Cell, other: Cell) -> bool:
    ours, theirs = high.classification, other.classification
    assert ours.priority
    assert theirs.priority
    return RANKS.index(ours.priority) > RANKS.index(theirs.priority)


@pytest.mark.requirement(34, 73)
@pytest.mark.parametrize("kind", CaseKind)
def test_a_high_value_customer_has_never_a_lower_priority_or_another_class(kind: CaseKind) -> None:
    for told in all_told(rules_in_force(BOOK)):
        for high, other in cells(BOOK, kind, told):
            assert high.classification.response_class is other.classification.response_class, told
            assert not is_worse(high, other), told


@pytest.mark.requirement(34, 73)
@pytest.mark.parametrize("kind", CaseKind)
def test_no_promise_to_a_high_value_customer_is_missing_or_due_later(kind: CaseKind) -> None:
    for told, at in product(all_told(rules_in_force(BOOK)), RECEIVED):
        for high, other in cells(BOOK, kind, told):
            ours, theirs = (first_offers(each.situation, BOOK, at) for each in (high, other))
            late = [name for name, offer in theirs.items() if is_later(ours, name, offer.limit.base_due_at)]
            assert late == [], (told, at)


def is_later(ours: dict[str, Offer], name: str, due_at: datetime) -> bool:
    return name not in ours or ours[name].limit.base_due_at > due_at


@pytest.mark.requirement(34)
@pytest.mark.parametrize("segment", Segment)
def test_a_higher_priority_is_never_resolved_later(segment: Segment) -> None:
    for at in RECEIVED:
        by_priority: dict[Priority, list[datetime]] = {}
        for kind, told in product(CaseKind, all_told(rules_in_force(BOOK))):
            cell = cell_of(rules_in_force(BOOK), kind, segment, told)
            assert cell.classification.priority
            due_at = first_offers(cell.situation, BOOK, at)["resolution"].limit.base_due_at
            by_priority.setdefault(cell.classification.priority, []).append(due_at)
        latest = [max(by_priority[each]) for each in RANKS if each in by_priority]
        assert latest == sorted(latest)


def test_the_matrix_notices_a_rule_that_puts_high_value_behind() -> None:
    capped = guideline(
        rule("high_value", {"segments": ["high_value"]}, priority=Priority.HIGH),
        rule("critical", priority=Priority.CRITICAL),
    )
    found = list(cells(capped, CaseKind.TECHNICAL, Assessment()))
    assert [is_worse(high, other) for high, other in found] == [True] * len(found)
