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
    engineer: str
    """Staff id of the engineer in charge."""
    crew: tuple[str, ...]
    """Staff ids of those who accompany the engineer."""
    work: FieldWork
    """Kind of work."""
    planned_at: datetime
    """Planned time of arrival (UTC)."""
    place: str | None
    """Place of the work; null if not named."""
    task: str
    """Task of the engineer, in free text."""
    ended_at: datetime | None
    """End of the dispatch (UTC); null if it is under way."""
    solved: bool | None
    """Whether the matter was solved on site; null if the dispatch is under way."""
    outcome: str | None
    """Work done and findings, in free text; null if the dispatch is under way."""


class FollowUpView(Document):
    """Follow-up owed by an engineer: a dispatch did not solve the matter, and no other was arranged since."""

    dispatch_id: UUID
    """Id of the dispatch that did not solve the matter."""
    since_at: datetime
    """Time from which the follow-up is due (UTC)."""
    by: str | None
    """Staff id of the engineer; null if not known."""


class DispatchingView(Document):
    """Handling mode, dispatches and resources of a case."""

    mode: HandlingMode | None
    """By phone, by remote access or on site; null if not yet chosen."""
    dispatches: list[DispatchView]
    """Dispatches in the order of recording."""
    follow_up: FollowUpView | None
    """Follow-up that an engineer owes; null if there is none."""
    people: list[str]
    """Staff ids of the people assigned to the case."""
    materials: list[str]
    """Parts and goods assigned to the case."""
    technology: list[str]
    """Tools, test benches and remote access assigned to the case."""


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
    return DispatchView.made_of(
        one, place=arranged.place, task=arranged.task, outcome=ended.outcome if ended else None
    )
