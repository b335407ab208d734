"""What the customer and we say to each other about a case, and notes. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.record.closure import ClosureState
from service.domain.case.record.following.plan_stages import PlanStageState, StageDue, stages_of
from service.domain.case.record.intake import answered
from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.described import Described
from service.domain.event import AnyInstant, Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.staff_id import StaffId
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Audience, AuthorKind, Channel, Need


class PlanStage(Described, extra="forbid"):
    """One dated stage of a plan (REQUIREMENTS 6)."""

    title: FreeText
    """Aim of the stage."""
    due_at: AnyInstant
    responsible: StaffId
    """Staff id of the person who answers for it."""


class ReplySent(Event):
    """A reply was sent. Only a public, human, substantive one is a first response."""

    type: Literal["ReplySent.v1"] = "ReplySent.v1"
    audience: Audience
    """Who can read it."""
    author_kind: AuthorKind
    """Kind of author: a person or a machine."""
    substantive: bool
    """Whether the reply answers anything; "let me check" does not (REQUIREMENTS 150)."""
    channel: Channel | None = None
    text: FreeText
    """Text of the reply."""
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""
    words_digest: str | None = None
    """What tells the same reply from another without being its words; null if it is short or no answer."""


class CustomerMessaged(Event):
    """The customer sent a message about the case."""

    type: Literal["CustomerMessaged.v1"] = "CustomerMessaged.v1"
    channel: Channel
    text: FreeText
    """Text of the message."""
    contact_id: UUID | None = None
    """Id of the contact who sent it."""
    needs_answer: bool | None = None
    """Whether the customer waits for an answer; a "thank you" does not. null: yes."""

    @property
    def waits(self) -> bool:
        """Whether the customer waits for an answer."""
        return self.needs_answer is not False


class AnswerNotNeeded(Event):
    """A person found that what the customer wrote so far needs no answer: a "thank you", for example."""

    type: Literal["AnswerNotNeeded.v1"] = "AnswerNotNeeded.v1"
    reason: FreeText


class ProgressShared(Event):
    """The customer was informed of the progress (REQUIREMENTS 66, 86, 159)."""

    type: Literal["ProgressShared.v1"] = "ProgressShared.v1"
    problem: FreeText
    """Problem in free text."""
    solution: FreeText
    """Measures under way, in free text."""
    eta_at: RecordedInstant | None = None
    """Expected completion (UTC)."""
    channel: Channel
    waiting_on_customer_for: FreeText | None = None
    """What the customer must do first, in free text."""
    author_kind: AuthorKind | None = None
    """Kind of author; null if a person. What a machine sends keeps no promise."""
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""
    words_digest: str | None = None
    """What tells the same update from another without being its words; null before it was noted."""


class PlanProposed(Event):
    """A plan in dated stages was made (REQUIREMENTS 6). Only one that the customer was told is an answer."""

    type: Literal["PlanProposed.v1"] = "PlanProposed.v1"
    stages: tuple[PlanStage, ...]
    """Stages of the plan, at least one."""
    channel: Channel | None = None
    """Channel by which the customer was told the plan; null if nobody told them: then it answers nothing."""
    stage_count: int | None = None
    """Stages that have a title and a due time of their own (guideline `handling`); null if not counted."""
    schedule: tuple[StageDue, ...] | None = None
    """By when who has which stage done; null before it was noted."""

    @property
    def is_staged(self) -> bool:
        """Whether it is divided into stages: one step is none (REQUIREMENTS 6)."""
        stages = len(self.stages) if self.stage_count is None else self.stage_count
        return stages > 1


class ResultReported(Event):
    """The outcome was reported to the customer (结果反馈, REQUIREMENTS 36, 64, 100).

    The text is in the reply that was recorded with it.
    """

    type: Literal["ResultReported.v1"] = "ResultReported.v1"
    cycle: int
    """Cycle of the resolution."""
    channel: Channel
    contact_id: UUID | None = None
    """Id of the contact who was informed."""


class NoteAdded(Event):
    """An internal note was added; it is never shown to the customer."""

    type: Literal["NoteAdded.v1"] = "NoteAdded.v1"
    text: FreeText
    """Text of the note."""


ReplyEvent = (
    ReplySent
    | CustomerMessaged
    | AnswerNotNeeded
    | ProgressShared
    | PlanProposed
    | ResultReported
    | NoteAdded
)


UPDATES_KNOWN = 31


@dataclass(frozen=True, kw_only=True)
class ReplyState(ClosureState, PlanStageState):
    """What the customer and we have said to each other."""

    customer_waits_since_at: datetime | None = None
    """Last message of the customer that asks for an answer, whether they have had one since or not."""
    answer_not_needed_at: datetime | None = None
    """When what the customer had written last was found to need no answer; None again with a new message."""
    told_updates: tuple[str, ...] = ()
    """Which updates of the progress the customer had lately, by their digests: of a month, one a day."""
    told_replies: tuple[str, ...] = ()
    """Which replies the customer had lately, by their digests."""
    planned_cycles: frozenset[int] = frozenset()
    """Cycles in which a plan was proposed."""
    fed_back_cycles: frozenset[int] = frozenset()
    """Cycles whose result the customer was told."""


def evolve(case: ReplyState, event: ReplyEvent) -> ReplyState:
    """Return the case after the event."""
    match event:
        case CustomerMessaged() if event.waits:
            return changed(case, customer_waits_since_at=event.occurred_at, answer_not_needed_at=None)
        case AnswerNotNeeded():
            return changed(case, answer_not_needed_at=event.occurred_at)
        case PlanProposed():
            stages = stages_of(event.schedule, case.plan_stages)
            planned = changed(case, planned_cycles=case.planned_cycles | {case.cycle}, plan_stages=stages)
            return answered(planned, event.occurred_at) if is_answer(event) else planned
        case ProgressShared():
            told = changed(case, told_updates=(*case.told_updates, event.words_digest or "")[-UPDATES_KNOWN:])
            return answered(told, event.occurred_at) if is_answer(event) else told
        case ReplySent() if is_answer(event):
            digests = () if event.words_digest is None else (event.words_digest,)
            told = changed(case, told_replies=(*case.told_replies, *digests)[-UPDATES_KNOWN:])
            return answered(told, event.occurred_at)
        case ResultReported():
            return changed(case, fed_back_cycles=case.fed_back_cycles | {event.cycle})
        case _:
            return case


def is_answer(event: ReplySent | ProgressShared | PlanProposed) -> bool:
    """Return whether it answers the customer: public, human and substantive (REQUIREMENTS 2, 33, 150).

    Who says what is being done, or what will be, answers too: it need not be said a second time as a reply. A
    plan that only we know says nothing to the customer.
    """
    match event:
        case ReplySent():
            is_public = event.audience is Audience.PUBLIC
            return is_public and event.author_kind is AuthorKind.HUMAN and event.substantive
        case ProgressShared():
            return event.author_kind in {None, AuthorKind.HUMAN}
        case PlanProposed():
            return event.channel is not None
        case _:
            assert_never(event)


def clock_triggers(event: ReplyEvent, _: ReplyState) -> Triggers:
    """What is not public, human and substantive answers nothing (REQUIREMENTS 150)."""
    at = event.occurred_at
    match event:
        case ReplySent():
            return (MilestoneReached(milestone=Milestone.ANSWERED, at=at),) if is_answer(event) else ()
        case CustomerMessaged():
            return (MilestoneReached(milestone=Milestone.CUSTOMER_MESSAGED, at=at),) if event.waits else ()
        case AnswerNotNeeded():
            return (MilestoneReached(milestone=Milestone.ANSWER_NOT_NEEDED, at=at),)
        case ProgressShared():
            shared = MilestoneReached(milestone=Milestone.PROGRESS_SHARED, at=at)
            return (shared,) if is_answer(event) else ()
        case PlanProposed():
            also = {Milestone.STAGED_PLAN_PROPOSED: event.is_staged, Milestone.PLAN_TOLD: is_answer(event)}
            reached = (Milestone.PLAN_PROPOSED, *(each for each, is_so in also.items() if is_so))
            return tuple(MilestoneReached(milestone=each, at=at) for each in reached)
        case ResultReported() | NoteAdded():
            return ()
        case _:
            assert_never(event)


def stands(case: ReplyState, event: ReplyEvent) -> bool:
    if isinstance(event, ResultReported):
        return event.cycle == case.cycle and event.cycle in case.resolved_cycles
    if isinstance(event, AnswerNotNeeded):
        return case.customer_waits_since_at is not None
    return not isinstance(event, CustomerMessaged) or case.merged_into is None


THEME = theme(ReplyEvent, evolve, clock_triggers, stands, on={PlanProposed: NOT_CLOSED})
