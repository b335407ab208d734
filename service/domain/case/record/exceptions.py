"""Exceptions to the policy: what it does not allow and somebody asked for. Reads no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed, taken
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import theme
from service.domain.vocabulary import EscalationLevel, Need


class ExceptionRequested(Event):
    """An exception to the policy was requested (客户要求超出政策, REQUIREMENTS 89)."""

    type: Literal["ExceptionRequested.v1"] = "ExceptionRequested.v1"
    exception_id: UUID
    what: FreeText
    """Exception that was requested, in free text."""
    reason: FreeText
    """Reason for the request."""
    departments: tuple[str, ...] = ()
    """Departments that work out the solution together."""
    requested_by: str
    """Staff id of the person who requested it."""
    customer_words: FreeText | None = None
    """Demand in the customer's own words (REQUIREMENTS 94)."""
    is_word_for_word: bool | None = None
    """Whether the customer said these words at receipt or in a message on the record by then: all of it, or a
    part of at least four letters or characters; null if there are none, or nobody looked."""
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""


class ExceptionDecided(Event):
    """A requested exception was granted or refused (REQUIREMENTS 89)."""

    type: Literal["ExceptionDecided.v1"] = "ExceptionDecided.v1"
    exception_id: UUID
    is_granted: bool
    """Whether the exception was granted."""
    decided_by: str
    """Staff id of the person who decided."""
    level: EscalationLevel
    """Escalation level of the person who decided."""
    conditions: FreeText | None = None
    """Conditions of the approval, or the reason for the refusal."""


ExceptionEvent = ExceptionRequested | ExceptionDecided


@dataclass(frozen=True, kw_only=True)
class PolicyException:
    """Something asked for that the policy does not allow. `is_granted` is None until it is decided."""

    exception_id: UUID
    requested_at: datetime
    requested_by: str
    departments: tuple[str, ...]
    is_granted: bool | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decision_level: EscalationLevel | None = None


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
        requested = taken(PolicyException, event, requested_at=event.occurred_at)
        return changed(case, exceptions=(*case.exceptions, requested))
    exceptions = (
        replace(
            one,
            is_granted=event.is_granted,
            decided_at=event.occurred_at,
            decided_by=event.decided_by,
            decision_level=event.level,
        )
        if one.exception_id == event.exception_id
        else one
        for one in case.exceptions
    )
    return changed(case, exceptions=tuple(exceptions))


def stands(case: ExceptionState, event: ExceptionEvent) -> bool:
    known = case.exception(event.exception_id)
    if isinstance(event, ExceptionRequested):
        return known is None
    return known is not None and known.is_granted is None


THEME = theme(ExceptionEvent, evolve, stands=stands, on={ExceptionRequested: NOT_CLOSED})
