"""Waiting for somebody else to act. The state holds no personal field."""

from dataclasses import dataclass
from typing import Literal

from service.domain.case.statuses import WORKED_ON
from service.domain.changed import changed
from service.domain.clocks.milestones import WaitingChanged
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import WaitingOn


class WaitingStarted(Event):
    """A wait for another party that must act first began."""

    type: Literal["WaitingStarted.v1"] = "WaitingStarted.v1"
    waiting_on: WaitingOn
    """Party that must act first."""
    note: FreeText | None = None
    """What is being waited for, in free text."""


class WaitingEnded(Event):
    """The wait ended."""

    type: Literal["WaitingEnded.v1"] = "WaitingEnded.v1"
    waiting_on: WaitingOn
    """Party for which the case waited."""


WaitingEvent = WaitingStarted | WaitingEnded


@dataclass(frozen=True, kw_only=True)
class WaitingState:
    """Whom we wait for; None: nobody."""

    waiting_on: WaitingOn | None = None


def evolve(case: WaitingState, event: WaitingEvent) -> WaitingState:
    """Return the case after the event."""
    return changed(case, waiting_on=_awaited_after(event))


def clock_triggers(event: WaitingEvent, _: WaitingState) -> Triggers:
    return (WaitingChanged(at=event.occurred_at, waiting_on=_awaited_after(event)),)


def stands(case: WaitingState, event: WaitingEvent) -> bool:
    if isinstance(event, WaitingStarted):
        return case.waiting_on is not event.waiting_on
    return case.waiting_on is event.waiting_on


def _awaited_after(event: WaitingEvent) -> WaitingOn | None:
    return event.waiting_on if isinstance(event, WaitingStarted) else None


THEME = theme(WaitingEvent, evolve, clock_triggers, stands, on={WaitingStarted: WORKED_ON})
