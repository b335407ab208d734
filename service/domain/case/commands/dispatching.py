"""Wishes about how a case is handled, who is sent to the customer, and with what."""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import FieldWork, HandlingMode

_MOST = 100


class ChooseHandlingMode(Command):
    """Say how the case is worked on: by phone, by remote access or on site."""

    mode: HandlingMode
    """How from now on."""
    reason: FreeText | None = None
    """Why."""


class ArrangeDispatch(Command):
    """Send an engineer to the customer, with others or alone."""

    dispatch_id: UUID
    """A new id for the dispatch."""
    engineer: Code
    """The staff id of the engineer who answers for it."""
    crew: tuple[Code, ...] = Field(default=(), max_length=_MOST)
    """The staff ids of those who go along, such as fitters."""
    work: FieldWork = FieldWork.REPAIR
    """What for."""
    planned_at: Instant
    """When the engineer is to be there."""
    place: FreeText | None = None
    """Where."""
    task: FreeText
    """What is to be done."""


class RecordDispatchOutcome(Command):
    """Record how a dispatch ended, and whether an engineer must follow it up."""

    dispatch_id: UUID
    """The dispatch."""
    solved: bool
    """Whether the matter was settled on site."""
    outcome: FreeText
    """What was done and found."""
    needs_follow_up: bool | None = None
    """Whether an engineer must follow it up; left out, where it was not solved."""
    follow_up_by: Code | None = None
    """The staff id of the engineer who follows it up, if that is known."""

    @model_validator(mode="after")
    def _follows_up_what_is_needed(self) -> Self:
        if self.follow_up_by is not None and not self.is_followed_up:
            raise invalid("no_follow_up", field="follow_up_by", other="needs_follow_up")
        return self

    @property
    def is_followed_up(self) -> bool:
        """Whether an engineer must follow it up."""
        return not self.solved if self.needs_follow_up is None else self.needs_follow_up


class AssignResources(Command):
    """Say which people, material and technology the case has from now on, in place of those before."""

    people: tuple[Code, ...] = Field(default=(), max_length=_MOST)
    """Staff ids."""
    materials: tuple[Code, ...] = Field(default=(), max_length=_MOST)
    """Parts and goods, by the numbers of the house."""
    technology: tuple[Code, ...] = Field(default=(), max_length=_MOST)
    """Tools, test benches, remote access and the like, by the names of the house."""
    reason: FreeText
    """Why these: urgency, complexity."""

    @model_validator(mode="after")
    def _assigns_something(self) -> Self:
        if not (self.people or self.materials or self.technology):
            raise invalid("nobody_named", field="people", others="materials, technology")
        return self


DispatchingCommand = ChooseHandlingMode | ArrangeDispatch | RecordDispatchOutcome | AssignResources
