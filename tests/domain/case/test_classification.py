"""Classification by what is said and by urgency and complexity; every reason is kept."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.classification import ClassifyByRules, ClassifyCase
from service.domain.case.record.classification import CaseClassified
from service.domain.guidelines.classification import Category, ClassificationGuideline, MatrixCell
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.rulebook.state import EMPTY
from service.domain.vocabulary import Degree, Priority, ResponseClass
from tests.domain.case.readings.classification_guidelines import BOOK, decided, guideline, rule
from tests.domain.facts import ELEVEN, TEN, received
from tests.domain.rulebook.published import LONG_AGO, TITLE, book_of
from tests.specification import case_after, given


@pytest.mark.requirement(50)
@pytest.mark.parametrize(
    ("urgency", "complexity", "response_class", "priority"),
    [
        (Degree.HIGH, Degree.HIGH, ResponseClass.URGENT, Priority.CRITICAL),
        (Degree.HIGH, Degree.LOW, ResponseClass.URGENT, Priority.HIGH),
        (Degree.MEDIUM, Degree.HIGH, ResponseClass.COMPLEX, Priority.HIGH),
        (Degree.MEDIUM, Degree.LOW, ResponseClass.ROUTINE, Priority.MODERATE),
        (Degree.LOW, Degree.HIGH, ResponseClass.COMPLEX, Priority.MODERATE),
        (Degree.LOW, Degree.LOW, ResponseClass.BASIC, Priority.LOW),
    ],
)
def test_urgency_and_complexity_together_give_class_and_priority(
    urgency: Degree, complexity: Degree, response_class: ResponseClass, priority: Priority
) -> None:
    event = decided(ClassifyCase(urgency=urgency, complexity=complexity))
    assert (event.response_class, event.priority) == (response_class, priority)
    assert (event.by_matrix, event.guideline_version) == (True, 1)


def test_every_pair_of_degrees_stands_in_the_default_matrix() -> None:
    default = BOOK.guideline(ClassificationGuideline, TEN)
    assert default is not None
    assert all(default.cell(urgency, complexity) for urgency in Degree for complexity in Degree)


def test_who_names_the_class_is_not_overruled_by_the_matrix() -> None:
    said = ClassifyCase(urgency=Degree.LOW, complexity=Degree.LOW, response_class=ResponseClass.URGENT)
    event = decided(said)
    assert (event.response_class, event.priority, event.by_matrix) == (ResponseClass.URGENT, None, None)


def test_one_degree_alone_asks_nothing_of_the_matrix_and_the_second_completes_it() -> None:
    first = decided(ClassifyCase(urgency=Degree.HIGH))
    assert (first.response_class, first.by_matrix) == (None, None)
    second = given(received(), first).when(ClassifyCase(complexity=Degree.HIGH), at=TEN, rulebook=BOOK)
    (event, *_) = second.decided()
    assert isinstance(event, CaseClassified)
    assert (event.response_class, event.urgency) == (ResponseClass.URGENT, Degree.HIGH)


@pytest.mark.parametrize("kept", [ResponseClass.COMPLAINT, ResponseClass.GREEN_CHANNEL])
def test_no_degree_takes_a_case_out_of_complaint_or_green_channel(kept: ResponseClass) -> None:
    before = CaseClassified(occurred_at=TEN, response_class=kept)
    lower = ClassifyCase(urgency=Degree.LOW, complexity=Degree.LOW)
    (event, *_) = given(received(), before).when(lower, at=TEN, rulebook=BOOK).decided()
    assert isinstance(event, CaseClassified)
    assert (event.response_class, event.by_matrix) == (kept, None)


def test_without_a_guideline_degrees_are_kept_and_nothing_else_follows() -> None:
    event = decided(ClassifyCase(urgency=Degree.HIGH, complexity=Degree.HIGH), EMPTY)
    assert (event.urgency, event.complexity) == (Degree.HIGH, Degree.HIGH)
    assert (event.response_class, event.guideline_version) == (None, None)


def test_classifying_again_with_nothing_new_adds_nothing_and_later_news_an_event_with_its_reason() -> None:
    first = decided(ClassifyByRules(reason="At receipt"))
    again = given(received(), first).when(ClassifyByRules(), at=TEN, rulebook=BOOK)
    again.then_nothing()
    worse = ClassifyByRules(circumstances=("line_stopped",), reason="Now line 3 stands too")
    (event, *_) = given(received(), first).when(worse, at=TEN, rulebook=BOOK).decided()
    assert isinstance(event, CaseClassified)
    assert (first.reason, event.reason) == ("At receipt", "Now line 3 stands too")
    assert event.by_rules is not None
    assert event.by_rules[0] == "line_stopped"


def test_the_guideline_in_force_when_it_happened_is_the_one_that_is_asked() -> None:
    second = ClassificationGuideline(version=2, rules=(rule("all", priority=Priority.LOW),))
    later = TEN + timedelta(days=1)
    book = book_of(
        PublishGuideline(
            content=second.model_copy(update={"version": 1, "rules": ()}), effective_at=LONG_AGO
        ),
        PublishGuideline(content=second, effective_at=later),
    )
    said = ClassifyByRules(category="pumps")
    assert decided(said, book).priority is None
    (event, *_) = given(received()).when(said, at=later, rulebook=book).decided()
    assert isinstance(event, CaseClassified)
    assert (event.priority, event.guideline_version) == (Priority.LOW, 2)


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        ({"rules": [rule("a"), rule("a")]}, "named_twice"),
        ({"categories": [Category(category="a", title=TITLE)] * 2}, "named_twice"),
        ({"rules": [rule("a", {"circumstances": ["storm"]})]}, "circumstance_not_named"),
    ],
)
def test_a_guideline_that_cannot_be_meant_is_refused(content: dict[str, Any], slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ClassificationGuideline(version=1, **content)
    assert refused.value.errors()[0]["type"] == slug


def test_a_pair_of_degrees_stands_in_the_matrix_once() -> None:
    cell = MatrixCell(
        urgency=Degree.LOW,
        complexity=Degree.LOW,
        response_class=ResponseClass.BASIC,
        priority=Priority.LOW,
    )
    with pytest.raises(ValidationError, match="named twice"):
        guideline(matrix=(cell, cell))


def test_a_classification_changes_what_it_names_and_leaves_the_rest() -> None:
    urgent = CaseClassified(occurred_at=TEN, response_class=ResponseClass.URGENT, urgency=Degree.HIGH)
    whole = CaseClassified(
        occurred_at=ELEVEN,
        response_class=ResponseClass.URGENT,
        urgency=Degree.HIGH,
        priority=Priority.CRITICAL,
        category="product/firmware",
    )
    more = ClassifyCase(priority=Priority.CRITICAL, category="product/firmware")
    given(received(), urgent).when(more, at=ELEVEN).then(whole)


def test_a_classification_that_changes_nothing_adds_nothing() -> None:
    urgent = CaseClassified(occurred_at=TEN, response_class=ResponseClass.URGENT)
    same = ClassifyCase(response_class=ResponseClass.URGENT, reason="Said again")
    given(received(), urgent).when(same, at=ELEVEN).then_nothing()
    given(received()).when(ClassifyCase(), at=TEN).then_nothing()


def test_the_newest_class_by_business_time_stays_whatever_is_told_last() -> None:
    urgent = CaseClassified(occurred_at=TEN, response_class=ResponseClass.URGENT)
    earlier = ClassifyCase(response_class=ResponseClass.ROUTINE, occurred_at=TEN - timedelta(minutes=30))
    (event,) = given(received(), urgent).when(earlier, at=ELEVEN).decided()
    assert case_after(received(), urgent, event).classification.response_class is ResponseClass.URGENT
