"""What the routes answer with, apart from problems."""

from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from service.api.case_parts.attaching import AttachmentView
from service.api.case_parts.complaint import ComplaintView
from service.api.case_parts.dispatching import DispatchingView
from service.api.case_parts.promises import CollaborationView, CommitmentView
from service.api.case_parts.responsibility import ResponsibilityView
from service.api.case_parts.reviewing import ReviewsView
from service.api.case_parts.revisiting import RevisitsView
from service.api.case_parts.selling import SellingView
from service.api.case_parts.surveying import SurveyView
from service.api.case_parts.understanding import UnderstandingView
from service.api.case_parts.work import WorkView
from service.api.json_answer import shown
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.profile import AccountOpened
from service.domain.aggregate import AnyEvent
from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.intake import CaseReceived
from service.domain.vocabulary import (
    Degree,
    EscalationKind,
    EscalationLevel,
    Priority,
    RatingScale,
    ResponseClass,
    Segment,
    WaitingOn,
)
from service.eventstore.envelope import RecordedEvent
from service.eventstore.request import Answer

Item = TypeVar("Item")
AnEvent = TypeVar("AnEvent")


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Envelope(_Document, Generic[AnEvent]):
    """A fact with what the record adds to it."""

    event: AnEvent
    """The fact; `type` tells which. Only what is known stands there: a field without a value is left out."""
    version: int
    """Its place in the case or account: 1, 2, 3 ..."""
    position: int
    """Its place in the order of all events."""
    recorded_at: datetime
    """When it was written down; `occurred_at` inside the fact is when it happened."""
    actor: str
    """Whose key sent it."""
    event_id: UUID
    """The event's id."""
    command_id: UUID
    """The command that caused it."""
    correlation_id: UUID
    """What it belongs together with."""
    causation_id: UUID | None
    """What made it happen, if not a command from outside."""


class CommandAnswer(_Document):
    """What a command did."""

    stream_id: UUID
    """The case or account."""
    version: int
    """Its version now; also the ETag."""
    position: int
    """The position of its newest event: hand it to `min_position` of a list to find the change there."""
    events: list[Envelope[AnyEvent]]
    """The facts that followed; empty when all was so already."""
    is_repeat: bool
    """Whether this was done before under the same Idempotency-Key."""


class Escalation(_Document):
    """A rung that was reached."""

    kind: EscalationKind
    """Up the ladder or across."""
    level: EscalationLevel
    """The rung."""
    escalated_to: str | None
    """Who takes it."""


class Rating(_Document):
    """What the customer thought of a resolution."""

    cycle: int
    """The resolution it speaks of."""
    scale: RatingScale
    """Which question was asked."""
    score: int
    """The answer."""
    occurred_at: datetime
    """When the customer gave it."""


class CaseView(_Document):
    """A case as folded from its events up to `version`."""

    case_id: UUID
    """The case."""
    version: int
    """The version shown; also the ETag."""
    position: int
    """The position of the newest event shown."""
    status: str = Field(examples=["open", "resolved", "closed"])
    """Where it stands."""
    segment: Segment
    """The tier of the account at receipt."""
    received: CaseReceived
    """The matter as it came in: subject, channel, kind, fault, order."""
    response_class: ResponseClass | None
    """The class that decides which promises run."""
    priority: Priority | None
    """The order in which cases are taken up."""
    urgency: Degree | None
    """How urgent."""
    complexity: Degree | None
    """How complex."""
    category: str | None
    """The subject area."""
    owner: str | None
    """The accountable person's staff id."""
    team: str | None
    """The team."""
    acknowledged_at: datetime | None
    """When receipt was confirmed to the customer."""
    first_response_at: datetime | None
    """The first public, human, substantive reply."""
    waiting_on: WaitingOn | None
    """Whom it waits for."""
    escalations: list[Escalation]
    """The rungs that were reached."""
    cycle: int
    """1, and one more after each reopening."""
    resolved: CaseResolved | None
    """The last resolution."""
    is_confirmed: bool
    """Whether the customer agreed that the matter is settled."""
    ratings: list[Rating]
    """What the customer thought of it, in order of time."""
    surveys: list[SurveyView]
    """Who was asked what they thought of it, and what they answered."""
    closed: CaseClosed | None
    """The last closing; `status` tells whether it was taken up again."""
    green_channel_opened_at: datetime | None
    """Since when the green channel is open."""
    task_force: list[str]
    """The staff ids of those who work on it together."""
    commitments: list[CommitmentView]
    """What was promised to the customer on this case."""
    collaborations: list[CollaborationView]
    """What other departments were asked to do."""
    responsibility: ResponsibilityView
    """Who answers for it, who holds it now, and how high it has climbed."""
    dispatching: DispatchingView
    """How it is handled, who was sent to the customer, and with what."""
    work: WorkView
    """Its stages, marks and questions, and what else it has to do with."""
    understanding: UnderstandingView
    """What was asked and understood, and how it was classified."""
    selling: SellingView
    """What the customer wants to buy or has ordered."""
    complaint: ComplaintView
    """The steps of a complaint, and what the customer gets for it."""
    revisits: RevisitsView
    """How it was followed up with the customer, and what was missed."""
    reviewing: ReviewsView
    """How we looked back at it, and what is to become better."""
    attachments: list[AttachmentView]
    """The files on it."""
    merged_into: UUID | None
    """The case that goes on in its place."""


class AccountView(_Document):
    """A customer account as folded from its events."""

    account_id: UUID
    """The account."""
    version: int
    """The version shown; also the ETag."""
    position: int
    """The position of the newest event shown."""
    code: str
    """The customer number."""
    segment: Segment
    """The tier."""
    owner: str | None
    """The accountable person's staff id."""
    opened: AccountOpened
    """The account as it was opened: name, line of business."""
    contacts: list[ContactAdded]
    """The persons of the customer."""
    opted_out_of_surveys: list[UUID]
    """Which of them do not want to be asked for ratings."""


class Page(_Document, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    """The rows."""
    next: str | None
    """The path of the next page, or null on the last."""
    position: int
    """The list holds at least every event up to this position."""


class FeedEvent(Envelope[AnyEvent]):
    """A fact on the record, of whichever case or account."""

    stream_id: UUID
    """The case or account."""


class FeedPage(_Document):
    """A part of the record in order of position."""

    items: list[FeedEvent]
    """The events."""
    next: str | None
    """The path of what follows: also at the end, where it leads to what is yet to come. Null when `as_of`
    is reached."""
    head: int
    """The position of the newest event when the page was read."""
    end: bool
    """Whether nothing more was there to be shown. Without it ask on, even after a page without items."""


def answer_document(answer: Answer, *, with_events: bool = True) -> dict[str, Any]:
    """Return a CommandAnswer as it is shown, ready for `json_of`."""
    document: dict[str, Any] = {
        "stream_id": answer.stream_id,
        "version": answer.version,
        "position": answer.position,
        "is_repeat": answer.is_repeat,
    }
    if with_events:
        document["events"] = [enveloped(recorded) for recorded in answer.events]
    return document


def enveloped(recorded: RecordedEvent) -> dict[str, Any]:
    """Return an Envelope as it is shown, ready for `json_of`."""
    return {
        "event": shown(recorded),
        "version": recorded.version,
        "position": recorded.position,
        "recorded_at": recorded.recorded_at,
        "actor": recorded.actor,
        "event_id": recorded.event_id,
        "command_id": recorded.command_id,
        "correlation_id": recorded.correlation_id,
        "causation_id": recorded.causation_id,
    }


def fed(recorded: RecordedEvent) -> dict[str, Any]:
    """Return a FeedEvent as it is shown."""
    return {**enveloped(recorded), "stream_id": recorded.stream_id}
