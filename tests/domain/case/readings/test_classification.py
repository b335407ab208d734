"""Classification by the rules of the guideline in force."""

from typing import Any

import pytest

from service.domain.case.decisions.classification import ClassifyByRules, ClassifyCase, PriorityTooLowError
from service.domain.case.readings.classification import Assessment, suggested
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.vocabulary import CaseKind, Channel, Degree, Phase, Priority, ResponseClass, Segment
from tests.domain.case.readings.classification_guidelines import BOOK, decided, guideline, rule
from tests.domain.facts import TEN, received
from tests.specification import case_after


@pytest.mark.requirement(7)
@pytest.mark.parametrize("kind", [CaseKind.ORDER_CHANGE, CaseKind.CONTRACT_QUERY])
def test_an_order_change_and_a_contract_query_have_high_priority_by_default(kind: CaseKind) -> None:
    assert decided(ClassifyByRules(), kind=kind).priority is Priority.HIGH


@pytest.mark.requirement(7)
def test_urgent_technical_support_has_high_priority_by_default() -> None:
    event = decided(ClassifyByRules(circumstances=("urgent_support",)), kind=CaseKind.TECHNICAL)
    assert (event.priority, event.response_class) == (Priority.HIGH, ResponseClass.URGENT)
    assert (event.by_rules, event.circumstances) == (("urgent_support", "technical"), ("urgent_support",))


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
    event = decided(ClassifyByRules(circumstances=circumstances), kind=kind)
    assert (event.response_class, event.priority) == (response_class, priority)


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
    event = decided(ClassifyByRules(), kind=kind)
    assert None not in (event.response_class, event.priority, event.urgency, event.complexity)


@pytest.mark.requirement(106)
def test_an_alert_of_the_monitoring_is_urgent_until_somebody_has_looked() -> None:
    event = decided(ClassifyByRules(), channel=Channel.MONITORING, alert_reference="ALERT-7")
    assert (event.response_class, event.by_rules) == (
        ResponseClass.URGENT,
        ("monitoring_alert",),
    )


def test_a_high_value_customer_comes_first_unless_a_rule_before_says_otherwise() -> None:
    routine = decided(ClassifyByRules(), kind=CaseKind.ENQUIRY, segment=Segment.HIGH_VALUE)
    assert (routine.priority, routine.by_rules) == (Priority.HIGH, ("enquiry", "high_value"))
    outage = decided(ClassifyByRules(circumstances=("outage",)), segment=Segment.HIGH_VALUE)
    assert outage.priority is Priority.CRITICAL


@pytest.mark.requirement(73)
def test_the_degrees_of_a_high_value_customers_case_never_come_to_less_than_the_rules_say_at_least() -> None:
    low = ClassifyCase(urgency=Degree.LOW, complexity=Degree.LOW)
    assert decided(low, segment=Segment.HIGH_VALUE).priority is Priority.HIGH
    critical = ClassifyByRules(urgency=Degree.HIGH, complexity=Degree.HIGH)
    assert decided(critical, segment=Segment.HIGH_VALUE).priority is Priority.CRITICAL
    by_hand = low.model_copy(update={"priority": Priority.LOW})
    with pytest.raises(PriorityTooLowError, match="high"):
        decided(by_hand, segment=Segment.HIGH_VALUE)


@pytest.mark.parametrize(
    ("kind", "said", "response_class", "priority"),
    [
        (
            CaseKind.ENQUIRY,
            {"urgency": "high", "complexity": "high"},
            ResponseClass.URGENT,
            Priority.CRITICAL,
        ),
        (CaseKind.ORDER_CHANGE, {"urgency": "low", "complexity": "low"}, ResponseClass.BASIC, Priority.LOW),
        (CaseKind.COMPLAINT, {"urgency": "low", "complexity": "low"}, ResponseClass.COMPLAINT, Priority.HIGH),
        (
            CaseKind.COMPLAINT,
            {"urgency": "high", "complexity": "high"},
            ResponseClass.COMPLAINT,
            Priority.CRITICAL,
        ),
        (
            CaseKind.TECHNICAL,
            {"urgency": "low", "circumstances": ("line_stopped",)},
            ResponseClass.URGENT,
            Priority.CRITICAL,
        ),
    ],
)
def test_degrees_that_are_told_go_before_rules_but_for_complaints_and_circumstances(
    kind: CaseKind, said: dict[str, Any], response_class: ResponseClass, priority: Priority
) -> None:
    event = decided(ClassifyByRules.model_validate({**said, "reason": "Asked by phone"}), kind=kind)
    assert (event.response_class, event.priority) == (response_class, priority)


def test_what_a_person_tells_goes_before_the_rules() -> None:
    said = ClassifyByRules(urgency=Degree.HIGH, complexity=Degree.HIGH, category="firmware")
    event = decided(said, kind=CaseKind.FEEDBACK)
    assert (event.response_class, event.category) == (ResponseClass.URGENT, "firmware")
    assert (event.by_rules, event.by_matrix) == (None, True)


def test_for_each_property_the_first_rule_that_fits_and_names_it_decides() -> None:
    book = guideline(
        rule("elsewhere", {"channels": ["sms"]}, priority=Priority.CRITICAL),
        rule("first", category="pumps"),
        rule("pumps", {"categories": ["pumps"]}, priority=Priority.LOW, category="valves"),
        rule("last", priority=Priority.HIGH, response_class=ResponseClass.BASIC),
    )
    event = decided(ClassifyByRules(), book)
    assert (event.category, event.priority, event.response_class) == (
        "pumps",
        Priority.LOW,
        ResponseClass.BASIC,
    )
    assert event.by_rules == ("last", "pumps", "first")


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
