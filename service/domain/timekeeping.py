"""Facts and the clocks they move: what is promised goes onto the record together with what promised it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from service.domain.account.events import AccountEvent
from service.domain.account.occasions import expected_occasions
from service.domain.account.occasions import occasions as occasions_of_account
from service.domain.account.occasions import situation_of as situation_of_account
from service.domain.account.state import CustomerAccount
from service.domain.case.circumstances import Circumstances
from service.domain.case.events import CaseEvent
from service.domain.case.occasions import occasions as occasions_of_case
from service.domain.case.occasions import situation_of as situation_of_case
from service.domain.case.state import Case
from service.domain.changed import changed
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.commands import ClockCommand, ObserveClocks
from service.domain.clocks.events import AnyClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.memory import remember
from service.domain.clocks.milestones import Occasion
from service.domain.clocks.observe import observe
from service.domain.clocks.react import reaction
from service.domain.clocks.situation import Situation
from service.domain.clocks.waive import waive

Timed = Case | CustomerAccount
Either = TypeVar("Either", Case, CustomerAccount)
"""What has clocks."""


def occasions(event: CaseEvent | AccountEvent, after: Timed) -> tuple[Occasion, ...]:
    """Return what a fact is to the clocks; `after` is the case or account after it."""
    if isinstance(after, Case):
        return occasions_of_case(event, after)  # type: ignore[arg-type]  # a case holds facts of a case
    return occasions_of_account(event, after)  # type: ignore[arg-type]


def with_memory(after: Either, event: CaseEvent | AccountEvent) -> Either:
    """Return what a fact has led to, its clocks now knowing of it."""
    book = after.clocks
    for occasion in occasions(event, after):
        book = remember(book, occasion)
    return after if book is after.clocks else changed(after, clocks=book)


def moved(
    event: CaseEvent | AccountEvent, after: Either, around: Circumstances
) -> tuple[Either, list[AnyClockEvent]]:
    """Return what a fact does to the clocks, in the order of recording, and the state after it all.

    `after` is the state after the fact, its clocks still as they were before it.
    """
    found: list[AnyClockEvent] = []
    book = after.clocks
    for occasion in occasions(event, after):
        events, book = reaction(book, occasion, situation(after, occasion, around), around.rulebook)
        found += events
    return after if book is after.clocks else changed(after, clocks=book), found


def decide_clocks(state: Timed, command: ClockCommand, around: Circumstances) -> tuple[AnyClockEvent, ...]:
    """Return what follows from a wish about clocks, which its rules allow."""
    if isinstance(command, ObserveClocks):
        return tuple(_observed(state, min(around.now, command.happened_at(around.now)), around))
    at = command.happened_at(around.now)
    return waive(state.clocks, command.clock_id, command.waived_by, command.reason, at)


def situation(state: Timed, occasion: Occasion, around: Circumstances) -> Situation:
    """Return the case or account as it was at an occasion; of a case with the terms of its account."""
    stream_id: UUID = around.stream_id
    if isinstance(state, CustomerAccount):
        return replace(situation_of_account(state, stream_id, occasion.at), agreed_at=state.terms_at)
    if around.account is None or not around.account.agreements:
        return situation_of_case(state, stream_id)
    terms = around.account.terms_at(occasion.at)
    return replace(situation_of_case(state, stream_id, terms), agreed_at=around.account.terms_at)


def folded(book: ClockBook, events: Iterable[AnyClockEvent]) -> ClockBook:
    """Return the clocks after facts about them."""
    for event in events:
        book = evolve_clocks(book, event)
    return book


def _observed(state: Timed, by: datetime, around: Circumstances) -> list[AnyClockEvent]:
    found: list[AnyClockEvent] = []
    book = state.clocks
    if isinstance(state, CustomerAccount):
        for occasion in expected_occasions(state, by):
            events, book = reaction(book, occasion, situation(state, occasion, around), around.rulebook)
            found += events
    found += observe(book, by, around.rulebook)
    return found
