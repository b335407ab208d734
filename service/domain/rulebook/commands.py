"""Wishes about the rules: what is promised, which time counts, who is called, what people work by."""

from typing import Annotated

from pydantic import Field

from service.domain.clocks.calendar_document import CalendarDocument
from service.domain.clocks.policy import Policy
from service.domain.command import Command
from service.domain.event import Instant
from service.domain.guidelines import AnyGuideline
from service.domain.rulebook.duty import Duty
from service.domain.vocabulary import EscalationLevel


class PublishPolicy(Command):
    """Put a version of a policy on the record; it makes the promises from its instant on."""

    policy: Policy
    """The whole version."""
    effective_at: Instant | None = None
    """From when on it makes the promises; left out, from now. Promises already made keep their version."""


class PublishCalendar(Command):
    """Put a version of a calendar on the record; clocks that start from now on count by it."""

    calendar: CalendarDocument
    """The whole version."""


class SetRoster(Command):
    """Say who is on duty on a rung of the escalation chain."""

    level: EscalationLevel
    """The rung."""
    people: Annotated[tuple[Duty, ...], Field(max_length=500)]
    """Who is called, the first first: the first whose duty hours it is. Nobody: an empty list."""
    effective_at: Instant | None = None
    """From when on; left out, from now."""


class PublishGuideline(Command):
    """Put a version of a guideline on the record; people work by it from its instant on."""

    content: AnyGuideline
    """The whole version."""
    effective_at: Instant | None = None
    """From when on it holds; left out, from now."""


RulebookCommand = PublishPolicy | PublishCalendar | SetRoster | PublishGuideline
