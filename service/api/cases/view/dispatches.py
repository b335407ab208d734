"""How a case is handled, who was sent to the customer, and with what."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.dispatches import Dispatch, DispatchArranged, DispatchEnded
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import FieldWork, HandlingMode


class DispatchView(Document):
    """An engineer sent to the customer."""

    dispatch_id: UUID
    """The dispatch."""
    engineer: str
    """The staff id of the engineer who answers for it."""
    crew: tuple[str, ...]
    """The staff ids of those who go along."""
    work: FieldWork
    """What for."""
    planned_at: datetime
    """When the engineer was to be there."""
    place: str | None
    """Where."""
    task: str
    """What was to be done."""
    ended_at: datetime | None
    """When it was over; null while it is under way."""
    solved: bool | None
    """Whether the matter was settled on site."""
    outcome: str | None
    """What was done and found."""


class FollowUpView(Document):
    """What an engineer must follow up: a dispatch did not settle it, and no other was arranged since."""

    dispatch_id: UUID
    """The dispatch that did not settle it."""
    since_at: datetime
    """Since when."""
    by: str | None
    """The staff id of the engineer, if that is known."""


class DispatchingView(Document):
    """How the case is handled, who was sent, and with what."""

    mode: HandlingMode | None
    """By phone, by remote access or on site; null while nobody has said."""
    dispatches: list[DispatchView]
    """Who was sent, in the order in which it was told."""
    follow_up: FollowUpView | None
    """What waits for an engineer."""
    people: list[str]
    """The staff ids of those whom the case was given."""
    materials: list[str]
    """The parts and goods that it was given."""
    technology: list[str]
    """The tools, test benches, remote access that it was given."""


def dispatching_view(case: Case, events: Sequence[Event]) -> DispatchingView:
    """Return how a case is handled; `events` are all that were folded into it."""
    follow_up = case.follow_up
    return DispatchingView(
        mode=case.handling_mode,
        dispatches=[_shown(one, events) for one in case.dispatches],
        follow_up=FollowUpView(**vars(follow_up)) if follow_up else None,
        people=sorted(case.resources.people),
        materials=sorted(case.resources.materials),
        technology=sorted(case.resources.technology),
    )


def _shown(one: Dispatch, events: Sequence[Event]) -> DispatchView:
    """Return a dispatch with its words, which the deciding state leaves out."""
    arranged = next(
        each for each in events if isinstance(each, DispatchArranged) and each.dispatch_id == one.dispatch_id
    )
    ended = next(
        (each for each in events if isinstance(each, DispatchEnded) and each.dispatch_id == one.dispatch_id),
        None,
    )
    return DispatchView(
        dispatch_id=one.dispatch_id,
        engineer=one.engineer,
        crew=one.crew,
        work=one.work,
        planned_at=one.planned_at,
        place=arranged.place,
        task=arranged.task,
        ended_at=one.ended_at,
        solved=one.solved,
        outcome=ended.outcome if ended else None,
    )
