"""Exceptions to the policy: what it does not allow and somebody asked for. Reads no personal field."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from service.domain.changed import changed
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import EscalationLevel


class ExceptionRequested(Event):
    """Somebody asked for what the policy does not allow (客户要求超出政策, REQUIREMENTS 89)."""

    type: Literal["ExceptionRequested.v1"] = "ExceptionRequested.v1"
    exception_id: UUID
    """The exception."""
    what: FreeText
    """What was asked for."""
    reason: FreeText
    """Why it should be allowed."""
    departments: tuple[str, ...] = ()
    """The departments that work the solution out together."""
    requested_by: str
    """The staff id of who asked."""


class ExceptionDecided(Event):
    """What was asked for was allowed or not (REQUIREMENTS 89)."""

    type: Literal["ExceptionDecided.v1"] = "ExceptionDecided.v1"
    exception_id: UUID
    """The exception."""
    is_granted: bool
    """Whether it was allowed."""
    decided_by: str
    """The staff id of who decided."""
    level: EscalationLevel
    """The rung on which that person stood."""
    conditions: FreeText | None = None
    """On which conditions, or why not."""


ExceptionEvent = ExceptionRequested | ExceptionDecided


@dataclass(frozen=True, kw_only=True)
class PolicyException:
    """Something asked for that the policy does not allow. `is_granted` is None until it is decided."""

    exception_id: UUID
    requested_by: str
    departments: tuple[str, ...]
    is_granted: bool | None = None
    decided_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ExceptionState:
    """The exceptions of a case, in the order in which they were asked for."""

    exceptions: tuple[PolicyException, ...] = ()

    def exception(self, exception_id: UUID) -> PolicyException | None:
        """Return an exception; None when the case has none of this id."""
        return next((one for one in self.exceptions if one.exception_id == exception_id), None)


def evolve(case: ExceptionState, event: ExceptionEvent) -> ExceptionState:
    """Return the case after the event."""
    if isinstance(event, ExceptionRequested):
        requested = PolicyException(
            exception_id=event.exception_id,
            requested_by=event.requested_by,
            departments=event.departments,
        )
        return changed(case, exceptions=(*case.exceptions, requested))
    exceptions = (
        replace(one, is_granted=event.is_granted, decided_by=event.decided_by)
        if one.exception_id == event.exception_id
        else one
        for one in case.exceptions
    )
    return changed(case, exceptions=tuple(exceptions))


THEME = theme(ExceptionEvent, evolve)
