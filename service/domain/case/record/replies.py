"""What the customer and we say to each other about a case, and notes. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.record.closure import ClosureState
from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.described import Described
from service.domain.event import AnyInstant, Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Audience, AuthorKind, Channel


class PlanStage(Described, extra="forbid"):
    """One dated stage of a plan (REQUIREMENTS 6)."""

    title: FreeText
    """Aim of the stage."""
    due_at: AnyInstant
    responsible: Code
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


class CustomerMessaged(Event):
    """The customer sent a message about the case."""

    type: Literal["CustomerMessaged.v1"] = "CustomerMessaged.v1"
    channel: Channel
    text: FreeText
    """Text of the message."""
    contact_id: UUID | None = None
    """Id of the contact who sent it."""


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


class PlanProposed(Event):
    """A plan in dated stages was proposed to the customer (REQUIREMENTS 6)."""

    type: Literal["PlanProposed.v1"] = "PlanProposed.v1"
    stages: tuple[PlanStage, ...]
    """Stages of the plan, at least one."""


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


ReplyEvent = ReplySent | CustomerMessaged | ProgressShared | PlanProposed | ResultReported | NoteAdded


@dataclass(frozen=True, kw_only=True)
class ReplyState(ClosureState):
    """When the customer first had an answer."""

    first_response_at: datetime | None = None


def evolve(case: ReplyState, event: ReplyEvent) -> ReplyState:
    """Return the case after the event."""
    if not isinstance(event, ReplySent) or not is_first_response(event):
        return case
    at = event.occurred_at
    return changed(case, first_response_at=min(case.first_response_at or at, at))


def is_first_response(reply: ReplySent) -> bool:
    """Return whether a reply is public, human and substantive (REQUIREMENTS, Decisions; 2, 150)."""
    return reply.audience is Audience.PUBLIC and reply.author_kind is AuthorKind.HUMAN and reply.substantive


def clock_triggers(event: ReplyEvent, _: ReplyState) -> Triggers:
    """What is not a public, human, substantive reply answers nothing (REQUIREMENTS 150)."""
    at = event.occurred_at
    match event:
        case ReplySent():
            is_answer = is_first_response(event)
            return (MilestoneReached(milestone=Milestone.ANSWERED, at=at),) if is_answer else ()
        case CustomerMessaged():
            return (MilestoneReached(milestone=Milestone.CUSTOMER_MESSAGED, at=at),)
        case ProgressShared():
            return (MilestoneReached(milestone=Milestone.PROGRESS_SHARED, at=at),)
        case PlanProposed():
            return (MilestoneReached(milestone=Milestone.PLAN_PROPOSED, at=at),)
        case ResultReported() | NoteAdded():
            return ()
        case _:
            assert_never(event)


def stands(case: ReplyState, event: ReplyEvent) -> bool:
    if isinstance(event, ResultReported):
        return event.cycle == case.cycle and event.cycle in case.resolved_cycles
    return not isinstance(event, CustomerMessaged) or case.merged_into is None


THEME = theme(ReplyEvent, evolve, clock_triggers, stands, on={PlanProposed: NOT_CLOSED})
