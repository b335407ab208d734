"""Classification, by example."""

from dataclasses import replace
from datetime import datetime

from service.domain.case.decisions.classification import (
    CircumstanceUnknownError,
    ClassifyByRules,
    ClassifyCase,
    MilderWithoutReasonError,
    PriorityTooLowError,
    circumstances_must_be_named,
    milder_class_needs_a_reason,
    milder_result_needs_a_reason,
    priority_must_reach_the_floor,
)
from service.domain.case.record.classification import CaseClassified
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import Degree, Priority, ResponseClass, Segment
from tests.domain.example import AT, Breaks, Example, Ways, by_default_rules, on
from tests.domain.facts import ELEVEN, TEN, received
from tests.domain.trigger_rows import CHANGED, Triggers, happened
from tests.scene import Scene, Scenes

_RECEIVED = (received(),)


def classified(response_class: ResponseClass, at: datetime = TEN) -> CaseClassified:
    return CaseClassified(occurred_at=at, response_class=response_class)


WAYS: Ways = (
    Example(
        ClassifyCase(
            response_class=ResponseClass.URGENT, priority=Priority.CRITICAL, reason="The line stands"
        ),
        _RECEIVED,
        (
            CaseClassified(
                occurred_at=AT,
                response_class=ResponseClass.URGENT,
                priority=Priority.CRITICAL,
                reason="The line stands",
            ),
        ),
    ),
    Example(
        ClassifyByRules(urgency=Degree.HIGH, circumstances=("line_stopped",), reason="Seen on site"),
        _RECEIVED,
        (
            CaseClassified(
                occurred_at=ELEVEN,
                urgency=Degree.HIGH,
                circumstances=("line_stopped",),
                reason="Seen on site",
            ),
        ),
    ),
)


def _low_for_a_high_value_customer(way: Example) -> Example:
    low = by_default_rules(priority=Priority.LOW)(way)
    return replace(low, history=(received(segment=Segment.HIGH_VALUE),))


_URGENT = (
    received(),
    CaseClassified(occurred_at=TEN, response_class=ResponseClass.URGENT, priority=Priority.CRITICAL),
)
BREAKS: Breaks = {
    (priority_must_reach_the_floor, PriorityTooLowError): _low_for_a_high_value_customer,
    (circumstances_must_be_named, CircumstanceUnknownError): by_default_rules(circumstances=("full_moon",)),
    (milder_class_needs_a_reason, MilderWithoutReasonError): lambda way: on(*_URGENT)(
        by_default_rules(response_class=ResponseClass.ROUTINE, reason=None)(way)
    ),
    (milder_result_needs_a_reason, MilderWithoutReasonError): lambda way: on(*_URGENT)(
        by_default_rules(urgency=Degree.LOW, complexity=Degree.LOW, circumstances=(), reason=None)(way)
    ),
}
TRIGGERS: Triggers = (
    (_RECEIVED, classified(ResponseClass.URGENT), (CHANGED,)),
    (
        _RECEIVED,
        classified(ResponseClass.GREEN_CHANNEL),
        (*happened(Milestone.GREEN_CHANNEL_OPENED), CHANGED),
    ),
)
SCENES: Scenes = {
    ClassifyCase: Scene("CaseClassified.v1", {"response_class": "urgent", "priority": "critical"}),
    ClassifyByRules: Scene("CaseClassified.v1", {"urgency": "high", "complexity": "low"}),
}
