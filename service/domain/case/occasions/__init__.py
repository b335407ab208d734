"""What the facts of a case are to the clocks. Reads no personal field."""

from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

from service.domain.case import events as fact
from service.domain.case.occasions import course
from service.domain.case.occasions.questioning import questioned
from service.domain.case.occasions.reviewing import reviewing
from service.domain.case.occasions.revisiting import revisiting
from service.domain.case.occasions.surveying import surveyed
from service.domain.case.state import Case
from service.domain.clocks.milestones import Occasion
from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.situation import Situation
from service.domain.event import Event
from service.domain.vocabulary import ResponseClass, Segment


def situation_of(case: Case, stream_id: UUID, terms: tuple[tuple[str, AgreedTerm], ...] = ()) -> Situation:
    """Return what the clocks must know of a case as it is after a fact.

    `terms` are those of the agreements of its account that hold, each with the id of its agreement.
    """
    classification = case.classification
    classes = {classification.response_class} if classification.response_class else set()
    if case.is_complaint:
        classes.add(ResponseClass.COMPLAINT)
    if case.green_channel_opened_at is not None:
        classes.add(ResponseClass.GREEN_CHANNEL)
    return Situation(
        stream_id=stream_id,
        cycle=case.cycle,
        response_classes=frozenset(classes),
        kind=case.kind,
        priority=classification.priority,
        category=classification.category,
        segment=case.segment or Segment.ORDINARY,
        owner=case.owner,
        terms=terms,
    )


def occasions(event: fact.CaseEvent, after: Case) -> tuple[Occasion, ...]:
    """Return what a fact is to the clocks, in order; `after` is the case after it."""
    return _OCCASIONS[type(event)](event, after)


def no_occasion(_: fact.CaseEvent, __: Case) -> tuple[Occasion, ...]:
    """Return nothing: for themes that no clock looks at."""
    return ()


_OCCASIONS: dict[type[Event], Callable[[Any, Case], tuple[Occasion, ...]]] = {
    **dict.fromkeys(get_args(fact.IntakeEvent), course.taken_in),
    **dict.fromkeys(get_args(fact.UnderstandingEvent), no_occasion),
    **dict.fromkeys(get_args(fact.SellingEvent), no_occasion),
    **dict.fromkeys(get_args(fact.TellingEvent), course.told),
    **dict.fromkeys(get_args(fact.WorkingEvent), course.worked_on),
    **dict.fromkeys(get_args(fact.AlarmingEvent), course.alarmed),
    **dict.fromkeys(get_args(fact.PromisingEvent), course.promised),
    **dict.fromkeys(get_args(fact.CollaboratingEvent), course.collaborated),
    **dict.fromkeys(get_args(fact.DispatchingEvent), no_occasion),
    **dict.fromkeys(get_args(fact.EndingEvent), course.ended),
    **dict.fromkeys(get_args(fact.SurveyingEvent), surveyed),
    **dict.fromkeys(get_args(fact.MergingEvent), course.merged),
    **dict.fromkeys(get_args(fact.RevisitingEvent), revisiting),
    **dict.fromkeys(get_args(fact.ReviewingEvent), reviewing),
    fact.AttachmentAdded: no_occasion,
    **dict.fromkeys(get_args(fact.QuestioningEvent), questioned),
    **dict.fromkeys(get_args(fact.LinkingEvent), no_occasion),
    **dict.fromkeys(get_args(fact.ComplainingEvent), no_occasion),
    **dict.fromkeys(get_args(fact.RemedyingEvent), no_occasion),
}
"""What the facts of each theme are."""
