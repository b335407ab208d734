"""Reviews of a case that is over, and the improvements agreed in them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.domain.case.context import DecisionContext
from service.domain.case.record.reviews import (
    CaseReviewed,
    ImprovementAgreed,
    ImprovementCompleted,
)
from service.domain.case.rules import DATED, CaseNotResolvedError, must_be_due_later
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import StaffId
from service.domain.text import Code


class ReviewCase(Command, example={"findings": "The bearing was greased too seldom"}):
    """Review a finished case together with similar cases."""

    review_id: UUID
    """Id of the new review, chosen by the sender."""
    findings: FreeText
    like_cases: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()
    process_step: Code | None = None
    lessons: FreeText | None = None


class AgreeImprovement(Command, example={"what": "Grease bearings every month", "owner": "li.na"}):
    """Agree on an improvement, its owner and its due time."""

    action_id: UUID
    """Id of the new improvement action, chosen by the sender."""
    what: FreeText
    owner: StaffId
    due_at: Instant
    review_id: UUID | None = None
    process_step: Code | None = None


class CompleteImprovement(Command, example={"effect": "No stop in three months", "is_effective": True}):
    """Record that an improvement was completed, and its effect."""

    action_id: UUID
    effect: FreeText
    is_effective: bool | None = None
    """Whether it was effective. Omit if not yet known."""


class ReviewAlreadyHeldError(Refusal, field="review_id"):
    """A review with this id and other content was already recorded."""


class ReviewUnknownError(Refusal, field="review_id"):
    """The case has no review with this id."""


class ReviewedWithItselfError(Refusal, field="like_cases"):
    """A case cannot be listed as similar to itself."""


class ImprovementAlreadyAgreedError(Refusal, field="action_id"):
    """An improvement with this id and other content was already agreed."""


class ImprovementUnknownError(Refusal, field="action_id"):
    """The case has no improvement with this id."""


@refuses_with(CaseNotResolvedError)
def reviewed_case_must_be_over(case: Case, _: ReviewCase | AgreeImprovement, __: DecisionContext) -> None:
    """A review comes after the resolution (解决后需复盘); a case that was closed without one is over too."""
    if case.status == "open":
        raise CaseNotResolvedError


@refuses_with(ReviewAlreadyHeldError)
def review_must_be_new(case: Case, command: ReviewCase, _: DecisionContext) -> None:
    """The id is free, or the same was recorded: that is a repeat."""
    known = case.review(command.review_id)
    if known and (known.like_cases, known.process_step) != (command.like_cases, command.process_step):
        raise ReviewAlreadyHeldError(review_id=known.review_id)


@refuses_with(ReviewedWithItselfError)
def must_not_be_reviewed_with_itself(_: Case, command: ReviewCase, context: DecisionContext) -> None:
    if context.stream_id in command.like_cases:
        raise ReviewedWithItselfError


@refuses_with(ReviewUnknownError)
def review_must_be_known(case: Case, command: AgreeImprovement, _: DecisionContext) -> None:
    if command.review_id is not None and case.review(command.review_id) is None:
        raise ReviewUnknownError(review_id=command.review_id)


@refuses_with(ImprovementAlreadyAgreedError)
def improvement_must_be_new(case: Case, command: AgreeImprovement, _: DecisionContext) -> None:
    """The id is free, or the same was agreed: that is a repeat."""
    known = case.improvement(command.action_id)
    if known is None:
        return
    asked = (command.owner, command.due_at, command.review_id, command.process_step)
    if (known.owner, known.due_at, known.review_id, known.process_step) != asked:
        raise ImprovementAlreadyAgreedError(action_id=known.action_id, owner=known.owner, due_at=known.due_at)


@refuses_with(ImprovementUnknownError)
def improvement_must_be_known(case: Case, command: CompleteImprovement, _: DecisionContext) -> None:
    if case.improvement(command.action_id) is None:
        raise ImprovementUnknownError(action_id=command.action_id)


def is_reviewed(case: Case, command: ReviewCase, _: datetime) -> bool:
    return case.review(command.review_id) is not None


def is_agreed(case: Case, command: AgreeImprovement, _: datetime) -> bool:
    return case.improvement(command.action_id) is not None


def is_completed(case: Case, command: CompleteImprovement, at: datetime) -> bool:
    """What was not known of the effect may become known later, and be judged otherwise."""
    known = case.improvement(command.action_id)
    if known is None or known.completed_at is None or known.completed_at > at:
        return False
    return command.is_effective in {None, known.is_effective}


def completion_of(case: Case, command: CompleteImprovement) -> Told | None:
    """Another effect may be found later; what says nothing new of it is the same completion."""
    known = case.improvement(command.action_id)
    if known is None or known.completed_at is None or command.is_effective not in {None, known.is_effective}:
        return None
    return {"occurred_at": known.completed_at}


DECISIONS = (
    decides(
        ReviewCase,
        records(CaseReviewed, unless=is_reviewed),
        *DATED,
        reviewed_case_must_be_over,
        review_must_be_new,
        must_not_be_reviewed_with_itself,
        once=told_of(Case.review, "review_id", "held_at"),
    ),
    decides(
        AgreeImprovement,
        records(ImprovementAgreed, unless=is_agreed),
        *DATED,
        reviewed_case_must_be_over,
        must_be_due_later,
        review_must_be_known,
        improvement_must_be_new,
        once=told_of(Case.improvement, "action_id", "agreed_at"),
    ),
    decides(
        CompleteImprovement,
        records(ImprovementCompleted, unless=is_completed),
        *DATED,
        improvement_must_be_known,
        once=completion_of,
    ),
)
