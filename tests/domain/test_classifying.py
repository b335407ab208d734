"""Classification by urgency and complexity, and by the rules of the house; every reason is kept."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.case.classifying import Assessment, suggested
from service.domain.case.commands import ClassifyByRules, ClassifyCase
from service.domain.case.events import CaseClassified
from service.domain.guidelines import ClassificationGuideline
from service.domain.guidelines.classification import (
    Category,
    Circumstance,
    ClassificationConditions,
    ClassificationRule,
    MatrixCell,
)
from service.domain.rulebook.commands import PublishGuideline
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.vocabulary import CaseKind, Channel, Degree, Phase, Priority, ResponseClass, Segment
from tests.domain.facts import TEN, received
from tests.domain.rulebook.published import LONG_AGO, TITLE, book_of
from tests.rules import default_rulebook
from tests.specification import case_after, given

BOOK = default_rulebook()


def decided(command: ClassifyByRules | ClassifyCase, book: Rulebook = BOOK, **told: Any) -> CaseClassified:
    """Return the classification that follows on a case with these fields."""
    (fact, *_) = given(received(**told)).when(command, at=TEN, rulebook=book).decided()
    assert isinstance(fact, CaseClassified)
    return fact


def guideline(*rules: ClassificationRule, matrix: tuple[MatrixCell, ...] = ()) -> Rulebook:
    circumstances = (Circumstance(circumstance="flood", title=TITLE),)
    content = ClassificationGuideline(version=1, rules=rules, matrix=matrix, circumstances=circumstances)
    return book_of(PublishGuideline(content=content, effective_at=LONG_AGO))


def rule(name: str, applies_to: dict[str, Any] | None = None, **gives: Any) -> ClassificationRule:
    conditions = ClassificationConditions.model_validate(applies_to or {})
    return ClassificationRule(rule=name, title=TITLE, applies_to=conditions, **gives)


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
    fact = decided(ClassifyCase(urgency=urgency, complexity=complexity))
    assert (fact.response_class, fact.priority) == (response_class, priority)
    assert (fact.by_matrix, fact.guideline_version) == (True, 1)


def test_every_pair_of_degrees_stands_in_the_default_matrix() -> None:
    default = BOOK.guideline(ClassificationGuideline, TEN)
    assert default is not None
    assert all(default.cell(urgency, complexity) for urgency in Degree for complexity in Degree)


def test_who_names_the_class_is_not_overruled_by_the_matrix() -> None:
    told = ClassifyCase(urgency=Degree.LOW, complexity=Degree.LOW, response_class=ResponseClass.URGENT)
    fact = decided(told)
    assert (fact.response_class, fact.priority, fact.by_matrix) == (ResponseClass.URGENT, None, None)


def test_one_degree_alone_asks_nothing_of_the_matrix_and_the_second_completes_it() -> None:
    first = decided(ClassifyCase(urgency=Degree.HIGH))
    assert (first.response_class, first.by_matrix) == (None, None)
    second = given(received(), first).when(ClassifyCase(complexity=Degree.HIGH), at=TEN, rulebook=BOOK)
    (fact, *_) = second.decided()
    assert isinstance(fact, CaseClassified)
    assert (fact.response_class, fact.urgency) == (ResponseClass.URGENT, Degree.HIGH)


@pytest.mark.parametrize("kept", [ResponseClass.COMPLAINT, ResponseClass.GREEN_CHANNEL])
def test_no_degree_takes_a_case_out_of_complaint_or_green_channel(kept: ResponseClass) -> None:
    before = CaseClassified(occurred_at=TEN, response_class=kept)
    lower = ClassifyCase(urgency=Degree.LOW, complexity=Degree.LOW)
    (fact, *_) = given(received(), before).when(lower, at=TEN, rulebook=BOOK).decided()
    assert isinstance(fact, CaseClassified)
    assert (fact.response_class, fact.by_matrix) == (kept, None)


def test_without_a_guideline_degrees_are_kept_and_nothing_else_follows() -> None:
    fact = decided(ClassifyCase(urgency=Degree.HIGH, complexity=Degree.HIGH), EMPTY)
    assert (fact.urgency, fact.complexity) == (Degree.HIGH, Degree.HIGH)
    assert (fact.response_class, fact.guideline_version) == (None, None)


@pytest.mark.requirement(7)
@pytest.mark.parametrize("kind", [CaseKind.ORDER_CHANGE, CaseKind.CONTRACT_QUERY])
def test_an_order_change_and_a_contract_query_have_high_priority_by_default(kind: CaseKind) -> None:
    assert decided(ClassifyByRules(), kind=kind).priority is Priority.HIGH


@pytest.mark.requirement(7)
def test_urgent_technical_support_has_high_priority_by_default() -> None:
    fact = decided(ClassifyByRules(circumstances=("urgent_support",)), kind=CaseKind.TECHNICAL)
    assert (fact.priority, fact.response_class) == (Priority.HIGH, ResponseClass.URGENT)
    assert (fact.by_rules, fact.circumstances) == (("urgent_support", "technical"), ("urgent_support",))


@pytest.mark.parametrize(
    ("kind", "circumstances", "response_class", "priority"),
    [
        (CaseKind.ENQUIRY, (), ResponseClass.ROUTINE, Priority.MODERATE),
        (CaseKind.ENQUIRY, ("known_answer",), ResponseClass.BASIC, Priority.LOW),
        (CaseKind.TECHNICAL, (), ResponseClass.ROUTINE, Priority.MODERATE),
        (CaseKind.TECHNICAL, ("line_stopped",), ResponseClass.URGENT, Priority.CRITICAL),
        (CaseKind.TECHNICAL, ("outage",), ResponseClass.GREEN_CHANNEL, Priority.CRITICAL),
        (CaseKind.TECHNICAL, ("several_departments",), ResponseClass.COMPLEX, Priority.HIGH),
        (CaseKind.SERVICE_REQUEST, ("not_urgent",), ResponseClass.COMPLEX, Priority.MODERATE),
        (CaseKind.COMPLAINT, (), ResponseClass.COMPLAINT, Priority.HIGH),
        (CaseKind.COMPLAINT, ("major_complaint",), ResponseClass.GREEN_CHANNEL, Priority.CRITICAL),
        (CaseKind.NEED, (), ResponseClass.COMPLEX, Priority.MODERATE),
    ],
)
def test_the_default_rules_put_a_case_where_the_sources_say(
    kind: CaseKind, circumstances: tuple[str, ...], response_class: ResponseClass, priority: Priority
) -> None:
    fact = decided(ClassifyByRules(circumstances=circumstances), kind=kind)
    assert (fact.response_class, fact.priority) == (response_class, priority)


@pytest.mark.requirement(32)
@pytest.mark.parametrize(
    ("kind", "category"),
    [
        (CaseKind.TECHNICAL, "technical_support"),
        (CaseKind.FEEDBACK, "product_feedback"),
        (CaseKind.COMMERCIAL, "commercial"),
    ],
)
def test_technical_support_product_feedback_and_commercial_enquiries_are_categories(
    kind: CaseKind, category: str
) -> None:
    default = BOOK.guideline(ClassificationGuideline, TEN)
    assert default is not None
    assert category in {each.category for each in default.categories}
    assert decided(ClassifyByRules(), kind=kind).category == category


@pytest.mark.parametrize("kind", CaseKind)
def test_the_default_rules_leave_no_kind_without_class_and_priority(kind: CaseKind) -> None:
    fact = decided(ClassifyByRules(), kind=kind)
    assert None not in (fact.response_class, fact.priority, fact.urgency, fact.complexity)


@pytest.mark.requirement(106)
def test_an_alert_of_the_monitoring_is_urgent_until_somebody_has_looked() -> None:
    fact = decided(ClassifyByRules(), channel=Channel.MONITORING, alert_reference="ALERT-7")
    assert (fact.response_class, fact.by_rules) == (
        ResponseClass.URGENT,
        ("monitoring_alert",),
    )


def test_a_high_value_customer_comes_first_unless_a_rule_before_says_otherwise() -> None:
    routine = decided(ClassifyByRules(), kind=CaseKind.ENQUIRY, segment=Segment.HIGH_VALUE)
    assert (routine.priority, routine.by_rules) == (Priority.HIGH, ("enquiry", "high_value"))
    outage = decided(ClassifyByRules(circumstances=("outage",)), segment=Segment.HIGH_VALUE)
    assert outage.priority is Priority.CRITICAL


def test_what_a_person_tells_goes_before_the_rules() -> None:
    told = ClassifyByRules(urgency=Degree.HIGH, complexity=Degree.HIGH, category="firmware")
    fact = decided(told, kind=CaseKind.FEEDBACK)
    assert (fact.response_class, fact.category) == (ResponseClass.URGENT, "firmware")
    assert (fact.by_rules, fact.by_matrix) == (None, True)


def test_for_each_property_the_first_rule_that_fits_and_names_it_decides() -> None:
    book = guideline(
        rule("elsewhere", {"channels": ["sms"]}, priority=Priority.CRITICAL),
        rule("first", category="pumps"),
        rule("pumps", {"categories": ["pumps"]}, priority=Priority.LOW, category="valves"),
        rule("last", priority=Priority.HIGH, response_class=ResponseClass.BASIC),
    )
    fact = decided(ClassifyByRules(), book)
    assert (fact.category, fact.priority, fact.response_class) == (
        "pumps",
        Priority.LOW,
        ResponseClass.BASIC,
    )
    assert fact.by_rules == ("last", "pumps", "first")


@pytest.mark.parametrize(
    ("applies_to", "fits"),
    [
        ({"kinds": ["technical"], "channels": ["phone"]}, True),
        ({"kinds": ["technical"], "channels": ["sms"]}, False),
        ({"phases": ["pre_sale"]}, False),
        ({"phases": ["after_sale"], "segments": ["ordinary"]}, True),
        ({"segments": ["high_value"]}, False),
        ({"categories": ["pumps"]}, False),
        ({"circumstances": ["flood"]}, True),
    ],
)
def test_a_rule_holds_where_all_its_conditions_do(applies_to: dict[str, Any], fits: bool) -> None:
    book = guideline(rule("one", applies_to, priority=Priority.HIGH))
    content = book.guideline(ClassificationGuideline, TEN)
    case = case_after(received(phase=Phase.AFTER_SALE))
    found = suggested(case, Assessment(circumstances=("flood",)), content)
    assert (found.classification.priority is Priority.HIGH) == fits


def test_classifying_again_with_nothing_new_adds_nothing_and_later_news_a_fact_with_its_reason() -> None:
    first = decided(ClassifyByRules(reason="At receipt"))
    again = given(received(), first).when(ClassifyByRules(), at=TEN, rulebook=BOOK)
    again.then_nothing()
    worse = ClassifyByRules(circumstances=("line_stopped",), reason="Now line 3 stands too")
    (fact, *_) = given(received(), first).when(worse, at=TEN, rulebook=BOOK).decided()
    assert isinstance(fact, CaseClassified)
    assert (first.reason, fact.reason) == ("At receipt", "Now line 3 stands too")
    assert fact.by_rules is not None
    assert fact.by_rules[0] == "line_stopped"


def test_the_guideline_in_force_when_it_happened_is_the_one_that_is_asked() -> None:
    second = ClassificationGuideline(version=2, rules=(rule("all", priority=Priority.LOW),))
    later = TEN + timedelta(days=1)
    book = book_of(
        PublishGuideline(
            content=second.model_copy(update={"version": 1, "rules": ()}), effective_at=LONG_AGO
        ),
        PublishGuideline(content=second, effective_at=later),
    )
    told = ClassifyByRules(category="pumps")
    assert decided(told, book).priority is None
    (fact, *_) = given(received()).when(told, at=later, rulebook=book).decided()
    assert isinstance(fact, CaseClassified)
    assert (fact.priority, fact.guideline_version) == (Priority.LOW, 2)


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
