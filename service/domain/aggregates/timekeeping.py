"""Events and the clocks they move: a promise goes onto the record together with the event that makes it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from service.domain.account import themes as account
from service.domain.account.situation import situation_of as situation_of_account
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.care_months import months_begun
from service.domain.case import themes as case
from service.domain.case.context import DecisionContext
from service.domain.case.situation import situation_of as situation_of_case
from service.domain.case.state import Case
from service.domain.changed import changed
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import AnyClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.letting_go import reaches
from service.domain.clocks.memory import remember
from service.domain.clocks.milestones import ClockTrigger, MilestoneReached
from service.domain.clocks.reaction.react import reaction
from service.domain.clocks.situation import Situation
from service.domain.event import Event

Timed = Case | CustomerAccount
"""What has clocks."""
Either = TypeVar("Either", Case, CustomerAccount)


def clock_triggers(event: Event, after: Timed) -> tuple[ClockTrigger, ...]:
    """Return what an event is to the clocks; `after` is the case or account after it."""
    if isinstance(after, Case):
        return case.clock_triggers(event, after)
    return account.clock_triggers(event, after)


def milestones_of(event: Event, after: Case) -> Iterator[MilestoneReached]:
    """Yield the milestones that an event is to the clocks."""
    for trigger in clock_triggers(event, after):
        if isinstance(trigger, MilestoneReached):
            yield trigger


def with_memory(after: Either, event: Event) -> Either:
    """Return the state after an event that is the newest, its clocks now knowing of it."""
    book = remembering(after.clocks, clock_triggers(event, after), after)
    return changed(after, clocks=book, last_happened_at=event.occurred_at)


def remembering(book: ClockBook, triggers: tuple[ClockTrigger, ...], state: Timed) -> ClockBook:
    """Return the book that knows of what an event is to the clocks, and of what the days brought before."""
    if not triggers:
        return book
    if isinstance(state, CustomerAccount):
        for month in months_begun(state, book, _last_at(triggers)):
            # Of one from before all that it remembers, its clocks tell.
            book = remember(book, month) if reaches(book, month.at) else book
    for trigger in triggers:
        book = remember(book, trigger)
    return book


def moved(event: Event, after: Either, context: DecisionContext) -> tuple[Either, list[AnyClockEvent]]:
    """Return what the newest event does to the clocks, in the order of recording, and the state after it all.

    `after` is the state after the event, its clocks still as they were before it.
    """
    state, found = react_to(clock_triggers(event, after), after, context)
    return changed(state, last_happened_at=event.occurred_at), found


def react_to(
    triggers: Iterable[ClockTrigger], state: Either, context: DecisionContext
) -> tuple[Either, list[AnyClockEvent]]:
    """Return the events of the clocks that follow from these triggers, and the state with its clocks."""
    found: list[AnyClockEvent] = []
    book = state.clocks
    for trigger in _after_the_months(tuple(triggers), state):
        events, book = reaction(book, trigger, situation(state, trigger, context), context.rulebook)
        found += events
    return state if book is state.clocks else changed(state, clocks=book), found


def _after_the_months(triggers: tuple[ClockTrigger, ...], state: Timed) -> tuple[ClockTrigger, ...]:
    """Return triggers after the months of care that began before the last of them, which no event tells."""
    if not triggers or not isinstance(state, CustomerAccount):
        return triggers
    return (*months_begun(state, state.clocks, _last_at(triggers)), *triggers)


def _last_at(triggers: tuple[ClockTrigger, ...]) -> datetime:
    return max(trigger.at for trigger in triggers)


def situation(state: Timed, trigger: ClockTrigger, context: DecisionContext) -> Situation:
    """Return the case or account as it was at a clock trigger; of a case with the terms of its account."""
    stream_id: UUID = context.stream_id
    if isinstance(state, CustomerAccount):
        return replace(situation_of_account(state, stream_id, trigger.at), agreed_at=state.terms_at)
    if context.account is None or not context.account.agreements:
        return situation_of_case(state, stream_id)
    terms = context.account.terms_at(trigger.at)
    return replace(situation_of_case(state, stream_id, terms), agreed_at=context.account.terms_at)


def with_clock_events(book: ClockBook, events: Iterable[AnyClockEvent]) -> ClockBook:
    """Return the clocks after events about them."""
    for event in events:
        book = evolve_clocks(book, event)
    return book
