"""Facts about how a case is handled, who was sent to the customer, and with what."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import FieldWork, HandlingMode


class HandlingModeChosen(Event):
    """It was decided how the case is worked on: phone, remote access, on site (REQUIREMENTS 39)."""

    type: Literal["HandlingModeChosen.v1"] = "HandlingModeChosen.v1"
    mode: HandlingMode
    """How from now on."""
    reason: FreeText | None = None
    """Why."""


class DispatchArranged(Event):
    """An engineer was to go to the customer (REQUIREMENTS 15, 40, 98, 108)."""

    type: Literal["DispatchArranged.v1"] = "DispatchArranged.v1"
    dispatch_id: UUID
    """The dispatch."""
    engineer: str
    """The staff id of the engineer who answers for it."""
    crew: tuple[str, ...] = ()
    """The staff ids of those who go along."""
    work: FieldWork
    """What for."""
    planned_at: RecordedInstant
    """When the engineer was to be there."""
    place: FreeText | None = None
    """Where."""
    task: FreeText
    """What was to be done."""


class DispatchEnded(Event):
    """The dispatch was over (REQUIREMENTS 40: what was not solved on site is followed up by an engineer)."""

    type: Literal["DispatchEnded.v1"] = "DispatchEnded.v1"
    dispatch_id: UUID
    """The dispatch."""
    solved: bool
    """Whether the matter was settled on site."""
    outcome: FreeText
    """What was done and found."""
    needs_follow_up: bool
    """Whether an engineer must follow it up."""
    follow_up_by: str | None = None
    """The staff id of the engineer who follows it up, if that was known."""


class ResourcesAssigned(Event):
    """People, material and technology were given to the case, in place of those before (REQUIREMENTS 50)."""

    type: Literal["ResourcesAssigned.v1"] = "ResourcesAssigned.v1"
    people: tuple[str, ...] = ()
    """Staff ids."""
    materials: tuple[str, ...] = ()
    """Parts and goods."""
    technology: tuple[str, ...] = ()
    """Tools, test benches, remote access and the like."""
    reason: FreeText
    """Why these."""


DispatchingEvent = HandlingModeChosen | DispatchArranged | DispatchEnded | ResourcesAssigned
