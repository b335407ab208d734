"""How a case changes by facts about reviews and improvements. Reads no personal field."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.parts.reviews import Improvement, Review
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_reviewing(case: Case, event: fact.ReviewingEvent) -> Case:
    """Return the case after a fact."""
    known = case.reviewing
    match event:
        case fact.CaseReviewed():
            review = Review(
                review_id=event.review_id, like_cases=event.like_cases, process_step=event.process_step
            )
            return changed(case, reviewing=replace(known, reviews=(*known.reviews, review)))
        case fact.ImprovementAgreed():
            agreed = (*known.improvements, _agreed(event))
            return changed(case, reviewing=replace(known, improvements=agreed))
        case fact.ImprovementCompleted():
            after = (
                _completed(one, event) if one.action_id == event.action_id else one
                for one in known.improvements
            )
            return changed(case, reviewing=replace(known, improvements=tuple(after)))
        case _:
            assert_never(event)


def _agreed(event: fact.ImprovementAgreed) -> Improvement:
    return Improvement(
        action_id=event.action_id,
        owner=event.owner,
        due_at=event.due_at,
        review_id=event.review_id,
        process_step=event.process_step,
    )


def _completed(one: Improvement, event: fact.ImprovementCompleted) -> Improvement:
    completed_at = _earliest(one.completed_at, event.occurred_at)
    return replace(one, completed_at=completed_at, is_effective=event.is_effective)


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return min(known or at, at)
