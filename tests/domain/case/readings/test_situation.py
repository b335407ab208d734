"""What the clocks know of a case."""

from uuid import UUID

import pytest

from service.domain.case.record.assignment import OwnerAssigned
from service.domain.case.record.classification import CaseClassified
from service.domain.case.situation import situation_of
from service.domain.case.state import ABSENT, Case
from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import CaseKind, Priority, ResponseClass, Segment
from tests.domain.case.examples.classification import classified
from tests.domain.case.examples.emergencies import green_channel_opened
from tests.domain.facts import TEN, received, received_complaint, reopened, resolved
from tests.specification import case_after

CASE_ID = UUID("0195c3a0-0000-7000-8000-000000000099")


def test_a_situation_says_what_the_clocks_must_know() -> None:
    term = AgreedTerm(clock="first_reply", target_seconds=600)
    classification = CaseClassified(
        occurred_at=TEN, response_class=ResponseClass.URGENT, priority=Priority.HIGH, category="drives"
    )
    case = case_after(
        received(segment=Segment.HIGH_VALUE),
        classification,
        OwnerAssigned(occurred_at=TEN, owner="b.li"),
        resolved(),
        reopened(),
    )
    assert situation_of(case, CASE_ID, (("AG-1", term),)) == Situation(
        stream_id=CASE_ID,
        stream="case",
        response_classes=frozenset({ResponseClass.URGENT}),
        kind=CaseKind.TECHNICAL,
        priority=Priority.HIGH,
        category="drives",
        segment=Segment.HIGH_VALUE,
        owner="b.li",
        terms=(("AG-1", term),),
    )


@pytest.mark.parametrize(
    ("case", "classes"),
    [
        (ABSENT, set()),
        (case_after(received()), set()),
        (case_after(received_complaint()), {ResponseClass.COMPLAINT}),
        (
            case_after(received_complaint(), classified(ResponseClass.COMPLEX), green_channel_opened()),
            {ResponseClass.COMPLAINT, ResponseClass.COMPLEX, ResponseClass.GREEN_CHANNEL},
        ),
        (
            case_after(received(), green_channel_opened(), resolved(), reopened()),
            {ResponseClass.GREEN_CHANNEL},
        ),
    ],
    ids=["absent", "unclassified", "complaint", "complex complaint in the green channel", "reopened"],
)
def test_every_class_that_applies_is_told(case: Case, classes: set[ResponseClass]) -> None:
    assert situation_of(case, CASE_ID).response_classes == classes
