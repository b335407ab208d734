"""What the clocks must know of a case."""

from uuid import UUID

from service.domain.case.state import Case
from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.situation import Situation
from service.domain.vocabulary import ResponseClass, Segment


def situation_of(case: Case, stream_id: UUID, terms: tuple[tuple[str, AgreedTerm], ...] = ()) -> Situation:
    """Return the case as it is after an event.

    `terms` are those of the agreements of its account that hold, each with the id of its agreement.
    """
    classification = case.classification
    return Situation(
        stream_id=stream_id,
        response_classes=classes_of(case),
        kind=case.kind,
        priority=classification.priority,
        category=classification.category,
        segment=case.segment or Segment.ORDINARY,
        owner=case.owner,
        terms=terms,
        taken_over=case.taken_over,
    )


def classes_of(case: Case) -> frozenset[ResponseClass]:
    """Return every response class that applies to a case; none before it is classified."""
    classes = {case.classification.response_class} if case.classification.response_class else set()
    if case.is_complaint:
        classes.add(ResponseClass.COMPLAINT)
    if case.green_channel_opened_at is not None:
        classes.add(ResponseClass.GREEN_CHANNEL)
    return frozenset(classes)
