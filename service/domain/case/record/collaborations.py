"""What other departments were asked to do. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed, taken
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Need


class CollaborationRequested(Event):
    """A step of work was requested from another department."""

    type: Literal["CollaborationRequested.v1"] = "CollaborationRequested.v1"
    collaboration_id: UUID
    department: str
    """Department, such as logistics."""
    step: str
    """Step of the department's work, as named in the table of response times."""
    request: FreeText
    """Request in free text."""
    customer_words: FreeText | None = None
    """Demand in the customer's own words (REQUIREMENTS 94)."""
    is_word_for_word: bool | None = None
    """Whether the customer said these words at receipt or in a message on the record by then: all of it, or a
    part of at least four letters or characters; null if there are none, or nobody looked."""
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""
    due_at: RecordedInstant | None = None
    """Due time (UTC); null if the table of response times decides."""
    requested_by: str | None = None
    """Staff id of the person who asked, or the key that did; null if not recorded."""


class CollaborationAccepted(Event):
    """The department accepted the task."""

    type: Literal["CollaborationAccepted.v1"] = "CollaborationAccepted.v1"
    collaboration_id: UUID
    accepted_by: str | None = None
    """Staff id of the person in charge at the department."""
    eta_at: RecordedInstant | None = None
    """Expected completion by the department (UTC)."""
    of_department: bool | None = None
    """Whether the guidelines list the sender under the department; null if no key sent it."""


class CollaborationAnswered(Event):
    """The department answered about its task."""

    type: Literal["CollaborationAnswered.v1"] = "CollaborationAnswered.v1"
    collaboration_id: UUID
    answer: FreeText
    """Answer of the department in free text."""
    eta_at: RecordedInstant | None = None
    """Expected completion by the department (UTC)."""
    of_department: bool | None = None
    """Whether the guidelines list the sender under the department; null if no key sent it."""


class CollaborationCompleted(Event):
    """The department completed the task."""

    type: Literal["CollaborationCompleted.v1"] = "CollaborationCompleted.v1"
    collaboration_id: UUID
    outcome: FreeText | None = None
    of_department: bool | None = None
    """Whether the guidelines list the sender under the department; null if no key sent it."""


class CollaborationDeclined(Event):
    """The department declined the task."""

    type: Literal["CollaborationDeclined.v1"] = "CollaborationDeclined.v1"
    collaboration_id: UUID
    reason: FreeText
    of_department: bool | None = None
    """Whether the guidelines list the sender under the department; null if no key sent it."""


CollaborationEvent = (
    CollaborationRequested
    | CollaborationAccepted
    | CollaborationAnswered
    | CollaborationCompleted
    | CollaborationDeclined
)


@dataclass(frozen=True, kw_only=True)
class Collaboration:
    """What another department was asked to do."""

    collaboration_id: UUID
    department: str
    step: str
    requested_at: datetime
    requested_by: str | None = None
    due_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    accepted_eta_at: datetime | None = None
    completed_at: datetime | None = None
    is_declined: bool = False
    declined_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the department is still to do it."""
        return self.completed_at is None and not self.is_declined


@dataclass(frozen=True, kw_only=True)
class CollaborationState:
    """The collaborations of a case, in the order in which they were recorded."""

    collaborations: tuple[Collaboration, ...] = ()

    def collaboration(self, collaboration_id: UUID) -> Collaboration | None:
        """Return a collaboration; None when the case has none of this id."""
        return next((one for one in self.collaborations if one.collaboration_id == collaboration_id), None)


def evolve(case: CollaborationState, event: CollaborationEvent) -> CollaborationState:
    """Return the case after the event."""
    if isinstance(event, CollaborationRequested):
        requested = taken(Collaboration, event, requested_at=event.occurred_at)
        return changed(case, collaborations=(*case.collaborations, requested))
    collaborations = (
        _after(one, event) if one.collaboration_id == event.collaboration_id else one
        for one in case.collaborations
    )
    return changed(case, collaborations=tuple(collaborations))


def _after(
    one: Collaboration,
    event: CollaborationAccepted | CollaborationAnswered | CollaborationCompleted | CollaborationDeclined,
) -> Collaboration:
    at = event.occurred_at
    match event:
        case CollaborationAccepted():
            if one.accepted_at is not None and one.accepted_at <= at:
                return one
            return replace(one, accepted_at=at, accepted_by=event.accepted_by, accepted_eta_at=event.eta_at)
        case CollaborationAnswered():
            return one
        case CollaborationCompleted():
            return replace(one, completed_at=min(one.completed_at or at, at))
        case CollaborationDeclined():
            return replace(one, is_declined=True, declined_at=at)
        case _:
            assert_never(event)


def clock_triggers(event: CollaborationEvent, after: CollaborationState) -> Triggers:
    """Every event is a milestone of the collaboration, for its department and step."""
    known = after.collaboration(event.collaboration_id)
    return (
        MilestoneReached(
            milestone=_milestone_of(event),
            at=event.occurred_at,
            subject=str(event.collaboration_id),
            due_at=event.due_at if isinstance(event, CollaborationRequested) else None,
            department=known.department if known else None,
            step=known.step if known else None,
        ),
    )


def _milestone_of(event: CollaborationEvent) -> Milestone:
    match event:
        case CollaborationRequested():
            return Milestone.COLLABORATION_REQUESTED
        case CollaborationAccepted():
            return Milestone.COLLABORATION_ACCEPTED
        case CollaborationAnswered():
            return Milestone.COLLABORATION_ANSWERED
        case CollaborationCompleted():
            return Milestone.COLLABORATION_COMPLETED
        case CollaborationDeclined():
            return Milestone.COLLABORATION_DECLINED
        case _:
            assert_never(event)


def stands(case: CollaborationState, event: CollaborationEvent) -> bool:
    """What was accepted or done can be found to have been so earlier; declined it is once."""
    known = case.collaboration(event.collaboration_id)
    if isinstance(event, CollaborationRequested):
        return known is None
    if isinstance(event, CollaborationDeclined):
        return known is not None and known.is_open
    return known is not None and not known.is_declined


THEME = theme(CollaborationEvent, evolve, clock_triggers, stands, on={CollaborationRequested: NOT_CLOSED})
