"""The facts of reviews and improvements."""

from datetime import datetime

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of

Facts = tuple[fact.CaseEvent, ...]


def reviewed(case: Case, command: wish.ReviewingCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about a review or an improvement."""
    content = content_of(command)
    match command:
        case wish.ReviewCase():
            is_known = case.reviewing.review(command.review_id) is not None
            return () if is_known else (fact.CaseReviewed(occurred_at=at, **content),)
        case wish.AgreeImprovement():
            is_known = case.reviewing.improvement(command.action_id) is not None
            return () if is_known else (fact.ImprovementAgreed(occurred_at=at, **content),)
        case wish.CompleteImprovement():
            return completed(case, command, at)


def completed(case: Case, command: wish.CompleteImprovement, at: datetime) -> Facts:
    """What was not known of the effect may become known later, and be judged otherwise."""
    known = case.reviewing.improvement(command.action_id)
    is_so = known is not None and known.completed_at is not None and known.completed_at <= at
    if is_so and known is not None and command.is_effective in {None, known.is_effective}:
        return ()
    return (fact.ImprovementCompleted(occurred_at=at, **content_of(command)),)
