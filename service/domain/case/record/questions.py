"""Questions that somebody must answer before a case can end. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed, taken
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel, Need


class QuestionOpened(Event):
    """A question was opened that must be answered (REQUIREMENTS 150)."""

    type: Literal["QuestionOpened.v1"] = "QuestionOpened.v1"
    question_id: UUID
    text: FreeText
    """Text of the question; if a reply opened it ("let me check"), the text of the reply."""
    asked_of: str | None = None
    """Who must answer: a department, or `customer_owner`; null if the owner of the case."""
    due_at: RecordedInstant | None = None
    """Due time of the answer (UTC); null if the policy decides."""
    awaited_by_customer: bool = False
    """Whether an answer was announced to the customer. If so, the question stays open until the customer
    has it."""
    opened_by_reply: bool | None = None
    """Whether a reply that answered nothing opened it by itself: then the next answer to the customer answers
    it. null: no."""
    customer_words: FreeText | None = None
    """Demand in the customer's own words (REQUIREMENTS 94)."""
    is_word_for_word: bool | None = None
    """Whether the customer said these words at receipt or in a message on the record by then: all of it, or a
    part of at least four letters or characters; null if there are none, or nobody looked."""
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""
    asked_by: str | None = None
    """Staff id of the person who asked, or the key that did; null if not recorded."""


class QuestionAnswered(Event):
    """A question was answered."""

    type: Literal["QuestionAnswered.v1"] = "QuestionAnswered.v1"
    question_id: UUID
    text: FreeText
    """Text of the answer."""
    told_to_customer: bool
    """Whether the customer has the answer."""
    channel: Channel | None = None
    """Channel by which the customer was told; null if they were not, or a reply told them."""
    of_department: bool | None = None
    """Whether the guidelines list who answered under the department that was asked, or it is the person who
    was; null if nobody in particular was asked, no key told it, or only the customer was told."""


QuestionEvent = QuestionOpened | QuestionAnswered


@dataclass(frozen=True, kw_only=True)
class Question:
    """Something that must be answered before the case can end."""

    question_id: UUID
    opened_at: datetime
    asked_of: str | None = None
    asked_by: str | None = None
    due_at: datetime | None = None
    awaited_by_customer: bool = False
    opened_by_reply: bool | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None
    """Time at which the customer received the answer."""

    @property
    def is_open(self) -> bool:
        """Whether an answer is missing, or the customer who waits for it has not been told."""
        return self.answered_at is None or (self.awaited_by_customer and self.told_at is None)


@dataclass(frozen=True, kw_only=True)
class QuestionState:
    """The questions of a case, in the order in which they were recorded."""

    questions: tuple[Question, ...] = ()

    def question(self, question_id: UUID) -> Question | None:
        """Return a question; None when the case has none of this id."""
        return next((one for one in self.questions if one.question_id == question_id), None)


def evolve(case: QuestionState, event: QuestionEvent) -> QuestionState:
    """Return the case after the event."""
    if isinstance(event, QuestionOpened):
        opened = taken(Question, event, opened_at=event.occurred_at)
        return changed(case, questions=(*case.questions, opened))
    questions = (
        _answered(one, event) if one.question_id == event.question_id else one for one in case.questions
    )
    return changed(case, questions=tuple(questions))


def _answered(one: Question, event: QuestionAnswered) -> Question:
    at = event.occurred_at
    told_at = min(one.told_at or at, at) if event.told_to_customer else one.told_at
    return replace(one, answered_at=min(one.answered_at or at, at), told_at=told_at)


def clock_triggers(event: QuestionEvent, after: QuestionState) -> Triggers:
    """An answer that the customer still waits for keeps no promise (REQUIREMENTS 150)."""
    at, subject = event.occurred_at, str(event.question_id)
    if isinstance(event, QuestionOpened):
        opened = Milestone.QUESTION_OPENED
        return (MilestoneReached(milestone=opened, at=at, subject=subject, due_at=event.due_at),)
    question = after.question(event.question_id)
    if question is None or question.is_open:
        return ()
    return (MilestoneReached(milestone=Milestone.QUESTION_ANSWERED, at=at, subject=subject),)


def stands(case: QuestionState, event: QuestionEvent) -> bool:
    """What was answered can be found to have been answered earlier."""
    is_known = case.question(event.question_id) is not None
    return is_known is isinstance(event, QuestionAnswered)


THEME = theme(
    QuestionEvent,
    evolve,
    clock_triggers,
    stands,
    on={QuestionOpened: NOT_CLOSED},
    triggers_read_state=True,
)
