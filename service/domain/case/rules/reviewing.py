"""The rules of reviews and improvements, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refusals import CaseNotResolvedError
from service.domain.case.refused.reviewing import (
    ImprovementAlreadyAgreedError,
    ImprovementUnknownError,
    ReviewAlreadyHeldError,
    ReviewedWithItselfError,
    ReviewUnknownError,
)
from service.domain.case.rules.general import DATED
from service.domain.case.rules.promises import must_be_due_later
from service.domain.case.state import Case
from service.domain.refusal import Refusal


def reviewed_case_must_be_over(case: Case, _: wish.CaseCommand, __: Circumstances) -> None:
    """A review comes after the resolution (解决后需复盘); a case that was closed without one is over too."""
    if case.status == "open":
        raise CaseNotResolvedError


def review_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was recorded: that is a repeat."""
    if isinstance(command, wish.ReviewCase):
        known = case.reviewing.review(command.review_id)
        told = (command.like_cases, command.process_step)
        if known and (known.like_cases, known.process_step) != told:
            raise ReviewAlreadyHeldError(review_id=known.review_id)


def must_not_be_reviewed_with_itself(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.ReviewCase) and around.stream_id in command.like_cases:
        raise ReviewedWithItselfError


def review_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    named = command.review_id if isinstance(command, wish.AgreeImprovement) else None
    if named is not None and case.reviewing.review(named) is None:
        raise ReviewUnknownError(review_id=named)


def improvement_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was agreed: that is a repeat."""
    if not isinstance(command, wish.AgreeImprovement):
        return
    known = case.reviewing.improvement(command.action_id)
    if known is None:
        return
    told = (command.owner, command.due_at, command.review_id, command.process_step)
    if (known.owner, known.due_at, known.review_id, known.process_step) != told:
        raise ImprovementAlreadyAgreedError(action_id=known.action_id, owner=known.owner, due_at=known.due_at)


def improvement_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    named = command.action_id if isinstance(command, wish.CompleteImprovement) else None
    if named is not None and case.reviewing.improvement(named) is None:
        raise ImprovementUnknownError(action_id=named)


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    reviewed_case_must_be_over: (CaseNotResolvedError,),
    review_must_be_new: (ReviewAlreadyHeldError,),
    must_not_be_reviewed_with_itself: (ReviewedWithItselfError,),
    review_must_be_known: (ReviewUnknownError,),
    improvement_must_be_new: (ImprovementAlreadyAgreedError,),
    improvement_must_be_known: (ImprovementUnknownError,),
}
RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.ReviewCase: (
        *DATED,
        reviewed_case_must_be_over,
        review_must_be_new,
        must_not_be_reviewed_with_itself,
    ),
    wish.AgreeImprovement: (
        *DATED,
        reviewed_case_must_be_over,
        must_be_due_later,
        review_must_be_known,
        improvement_must_be_new,
    ),
    wish.CompleteImprovement: (*DATED, improvement_must_be_known),
}
