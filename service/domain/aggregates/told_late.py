"""How far back who may tell, and why somebody tells of earlier: the same for all commands."""

from service.domain.account.context import AccountContext
from service.domain.case.state import Case
from service.domain.clocks.events import ClockEvent, ClockWaived
from service.domain.command import Command
from service.domain.decision import Events
from service.domain.event import Event
from service.domain.guidelines.telling_late import TellingLate
from service.domain.refusal import ToldTooLateError
from service.domain.timeline.tolerance import CLOCK_TOLERANCE


def must_not_be_told_too_late(command: Command, context: AccountContext, told_of: object) -> None:
    """Raise ToldTooLateError where somebody tells further back than the guideline of today says.

    `told_of` is the case, account or rulebook after it. What changes nothing is never refused by it: a repeat
    is answered alike however late it comes.
    """
    teller = context.teller
    if teller is None or (teller.may_backdate and command.told_late_reason is not None):
        return
    for field in command.HOLDS_SINCE:
        at = getattr(command, field)
        if at is None or context.now - at <= CLOCK_TOLERANCE:
            continue
        guideline = context.rulebook.guideline(TellingLate, context.now)
        is_native = isinstance(told_of, Case) and told_of.taken_over is None
        earliest = guideline and guideline.earliest(teller.role, context.now, of_native_case=is_native)
        if earliest is not None and at < earliest:
            raise ToldTooLateError(field=field, which=field, at=at, role=teller.role, earliest=earliest)


def with_reason(events: Events, reason: str | None) -> Events:
    """Return the events that were told with the reason why so late; those of clocks nobody tells."""
    if reason is None:
        return events
    return tuple([_told(event, reason) for event in events])


def is_told(event: Event) -> bool:
    """Return whether somebody tells such an event; the others follow from what is told, or from time."""
    return not isinstance(event, ClockEvent) or isinstance(event, ClockWaived)


def _told(event: Event, reason: str) -> Event:
    return event.model_copy(update={"told_late_reason": reason}) if is_told(event) else event
