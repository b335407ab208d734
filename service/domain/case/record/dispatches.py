"""How a case is handled, who was sent to the customer, and with what. The state holds no personal field."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed, taken
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import FieldWork, HandlingMode, Need


class HandlingModeChosen(Event):
    """The handling mode was chosen: phone, remote access or on site (REQUIREMENTS 39)."""

    type: Literal["HandlingModeChosen.v1"] = "HandlingModeChosen.v1"
    mode: HandlingMode
    """Handling mode from now on."""
    reason: FreeText | None = None


class DispatchArranged(Event):
    """A dispatch of an engineer to the customer was arranged (REQUIREMENTS 15, 40, 98, 108)."""

    type: Literal["DispatchArranged.v1"] = "DispatchArranged.v1"
    dispatch_id: UUID
    engineer: str
    """Staff id of the engineer in charge."""
    crew: tuple[str, ...] = ()
    """Staff ids of those who accompany the engineer."""
    work: FieldWork
    """Kind of work."""
    planned_at: RecordedInstant
    """Planned time of arrival (UTC)."""
    place: FreeText | None = None
    """Place of the work."""
    task: FreeText
    """Task of the engineer, in free text."""


class DispatchEnded(Event):
    """The dispatch ended (REQUIREMENTS 40: an engineer follows up what was not solved on site)."""

    type: Literal["DispatchEnded.v1"] = "DispatchEnded.v1"
    dispatch_id: UUID
    solved: bool
    """Whether the matter was solved on site."""
    outcome: FreeText
    """Work done and findings, in free text."""
    needs_follow_up: bool
    """Whether an engineer must follow up."""
    follow_up_by: str | None = None
    """Staff id of the engineer who follows up; null if not known."""
    arrived_at: RecordedInstant | None = None
    """Time of arrival at the customer (UTC); null if nobody said so."""
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""


class ResourcesAssigned(Event):
    """People, material and technology were assigned, in place of the previous ones (REQUIREMENTS 50)."""

    type: Literal["ResourcesAssigned.v1"] = "ResourcesAssigned.v1"
    people: tuple[str, ...] = ()
    """Staff ids of the people assigned."""
    materials: tuple[str, ...] = ()
    """Parts and goods assigned."""
    technology: tuple[str, ...] = ()
    """Tools, test benches, remote access and the like."""
    reason: FreeText
    """Reason for the choice."""


DispatchEvent = HandlingModeChosen | DispatchArranged | DispatchEnded | ResourcesAssigned


@dataclass(frozen=True, kw_only=True)
class Dispatch:
    """An engineer sent to the customer. It is under way until it has ended."""

    dispatch_id: UUID
    engineer: str
    crew: tuple[str, ...]
    work: FieldWork
    planned_at: datetime
    arranged_at: datetime
    ended_at: datetime | None = None
    solved: bool | None = None
    needs_follow_up: bool = False
    follow_up_by: str | None = None
    arrived_at: datetime | None = None

    @property
    def outcome(self) -> tuple[bool | None, bool, str | None, datetime | None]:
        """What came of it, as it was told: whether it is solved, what is left to whom, and the arrival."""
        return self.solved, self.needs_follow_up, self.follow_up_by, self.arrived_at


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What an engineer must follow up: a dispatch did not settle it, and no other was arranged since."""

    dispatch_id: UUID
    since_at: datetime
    by: str | None


@dataclass(frozen=True, kw_only=True)
class Resources:
    """What a case has been given to work with, in no order."""

    people: frozenset[str] = frozenset()
    materials: frozenset[str] = frozenset()
    technology: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[str], materials: Iterable[str], technology: Iterable[str]) -> "Resources":
        """Return the resources of these names."""
        return cls(people=frozenset(people), materials=frozenset(materials), technology=frozenset(technology))


NO_RESOURCES = Resources()


@dataclass(frozen=True, kw_only=True)
class DispatchState:
    """How a case is handled, who was sent in the order in which it was recorded, and with what."""

    handling_mode: HandlingMode | None = None
    dispatches: tuple[Dispatch, ...] = ()
    follow_up: FollowUp | None = None
    resources: Resources = NO_RESOURCES

    def dispatch(self, dispatch_id: UUID) -> Dispatch | None:
        """Return a dispatch; None when the case has none of this id."""
        return next((one for one in self.dispatches if one.dispatch_id == dispatch_id), None)


def evolve(case: DispatchState, event: DispatchEvent) -> DispatchState:
    """Return the case after the event."""
    match event:
        case HandlingModeChosen():
            return changed(case, handling_mode=event.mode)
        case DispatchArranged():
            return _arranged(case, event)
        case DispatchEnded():
            return _ended(case, event)
        case ResourcesAssigned():
            return changed(case, resources=Resources.of(event.people, event.materials, event.technology))
        case _:
            assert_never(event)


def _arranged(case: DispatchState, event: DispatchArranged) -> DispatchState:
    """Another dispatch takes up what the last one left."""
    sent = taken(Dispatch, event, arranged_at=event.occurred_at)
    return changed(case, dispatches=(*case.dispatches, sent), follow_up=None)


def _ended(case: DispatchState, event: DispatchEnded) -> DispatchState:
    dispatches = tuple(
        replace(
            one,
            ended_at=event.occurred_at,
            solved=event.solved,
            needs_follow_up=event.needs_follow_up,
            follow_up_by=event.follow_up_by,
            arrived_at=event.arrived_at,
        )
        if one.dispatch_id == event.dispatch_id
        else one
        for one in case.dispatches
    )
    return changed(case, dispatches=dispatches, follow_up=_left_by(case, event))


def _left_by(case: DispatchState, event: DispatchEnded) -> FollowUp | None:
    """A dispatch that settles the matter leaves nothing; one that needs no follow-up leaves what was."""
    if event.needs_follow_up:
        return FollowUp(dispatch_id=event.dispatch_id, since_at=event.occurred_at, by=event.follow_up_by)
    return None if event.solved else case.follow_up


def stands(case: DispatchState, event: DispatchEvent) -> bool:
    match event:
        case DispatchArranged():
            return case.dispatch(event.dispatch_id) is None
        case DispatchEnded():
            known = case.dispatch(event.dispatch_id)
            return known is not None and known.ended_at is None
        case HandlingModeChosen() | ResourcesAssigned():
            return True
        case _:
            assert_never(event)


_IN_HAND = (HandlingModeChosen, DispatchArranged, ResourcesAssigned)
THEME = theme(DispatchEvent, evolve, stands=stands, on=dict.fromkeys(_IN_HAND, NOT_CLOSED))
