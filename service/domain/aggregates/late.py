"""Commands about an earlier time than the newest on record: decided as all was then, and then told onward.

State, clocks and reports follow business time. So an event that is told late is judged by what had happened
by its time, and what happened later must still make sense after it.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn, Protocol

from service.domain.aggregates.timekeeping import clock_triggers, react_to, remembering
from service.domain.changed import changed
from service.domain.clocks.clock import NO_CLOCKS, ClockBook
from service.domain.clocks.events import ClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.milestones import ClockTrigger, MilestoneReached
from service.domain.clocks.reaction.taken_back import taken_back
from service.domain.command import Command
from service.domain.decision import Decision, Events
from service.domain.event import Event
from service.domain.personal import personal_fields
from service.domain.refusal import (
    LaterEventContradictsError,
    NoEffectThenError,
    NotOfStaffError,
    NotTheSenderError,
    OnRecordOtherwiseError,
    Refusal,
    SenderNotNamedError,
    SpeakerNotStaffError,
    ToldTooLateError,
    WordsWithoutMeaningError,
)
from service.domain.staff_id import staff_fields
from service.domain.text import Says, marked_fields
from service.domain.theme import Triggers
from service.domain.timeline.history import History, place_after, place_before
from service.domain.timeline.tolerance import CLOCK_TOLERANCE


class Themes(Protocol):
    """The themes of cases, or of accounts: a module."""

    READ_STATE: frozenset[type[Event]]

    def decide(self, state: Any, command: Command, context: Any, /) -> Events: ...
    def evolve(self, state: Any, event: Any, /) -> Any: ...
    def stands(self, state: Any, event: Event, /) -> bool: ...
    def ends(self, command: Command, /) -> bool: ...


@dataclass(frozen=True)
class Kind:
    """What cases, or accounts, have in common: their first state and their themes, all without clocks."""

    blank: Any
    themes: Themes

    def after(self, state: Any, event: Event) -> Any:
        """Return the state after an event, its clocks untouched."""
        after = self.themes.evolve(state, event)
        latest = state.last_happened_at
        if latest is not None and latest >= event.occurred_at:
            return after
        return changed(after, last_happened_at=event.occurred_at)


def is_late(state: Any, at: datetime | None) -> bool:
    """Return whether an instant lies before the newest on record."""
    return at is not None and state.last_happened_at is not None and at < state.last_happened_at


def decide_late(kind: Kind, state: Any, command: Command, context: Any) -> tuple[Events, Any] | Command:
    """Return what follows from a command about an earlier time, and the state after all.

    Where it makes no sense at its time, and the newest event lies within the tolerance of clocks, the two
    count as one instant: then the command at that instant is returned, to be decided as any other. Raises a
    `Refusal`, with both instants; and HistoryNeededError where the context has no history.
    """
    history: History | None = context.history
    if history is None:
        raise HistoryNeededError
    late = _Late(kind, state, command, context, history)
    try:
        return late.decided()
    except Refusal as refusal:
        if late.counts_as_newest:
            return command.model_copy(update={"occurred_at": state.last_happened_at})
        refusal.told_late = (late.at, state.last_happened_at)
        raise


def with_late_refusals(decision: Decision[Any, Any], *, has_timeline: bool) -> Decision[Any, Any]:
    """Return the decision with what can be said against its command besides the rules: when, and by whom.

    If it is told late; and if nothing follows from it but its words are new, which no state holds.
    """
    contradiction = (LaterEventContradictsError,) if has_timeline else ()
    nothing_to_end = (NoEffectThenError,) if decision.ends else ()
    other_words = (OnRecordOtherwiseError,) if has_timeline and personal_fields(decision.command) else ()
    wordless = (WordsWithoutMeaningError,) if marked_fields(decision.command, Says) else ()
    besides = (
        *contradiction,
        *nothing_to_end,
        *other_words,
        *wordless,
        ToldTooLateError,
        SpeakerNotStaffError,
    )
    if names_staff := staff_fields(decision.command):
        besides = (*besides, NotOfStaffError)
    if any(mark.is_sender for mark in names_staff.values()):
        besides = (*besides, NotTheSenderError)
    if any(mark.must_be_known for mark in names_staff.values()):
        besides = (*besides, SenderNotNamedError)
    return replace(decision, refused_besides=besides)


class _Late:
    """A command about an earlier time, and what had happened before and after it."""

    def __init__(self, kind: Kind, state: Any, command: Command, context: Any, history: History) -> None:
        self._kind, self._state, self._command, self._context = kind, state, command, context
        self._facts = history.in_business_order()
        self.at = command.happened_at(context.now)
        self._place = place_after(self._facts, self.at)

    @property
    def counts_as_newest(self) -> bool:
        """Whether two honest clocks may differ so much; never before the beginning of all."""
        return self._place > 0 and self._state.last_happened_at - self.at <= CLOCK_TOLERANCE

    def decided(self) -> tuple[Events, Any]:
        """Return what follows, and the state after all. Raises a `Refusal`."""
        before = _folded(self._kind, self._facts[: self._place])
        # Before the beginning there is nothing to judge by: the rules say that it was before the beginning.
        then = changed(before, clocks=self._state.clocks) if self._place else self._state
        events = self._kind.themes.decide(then, self._command, self._context)
        if not events:
            self._refuse_an_end_of_nothing()
            return (), self._state
        return self._told_onward(events, before)

    def _told_onward(self, events: Events, before: Any) -> tuple[Events, Any]:
        """Return the events with those of the clocks, and the state after what happened later, too."""
        after = before
        triggers: list[Triggers] = []
        for event in events:
            after = self._kind.after(after, event)
            triggers.append(clock_triggers(event, after))
        told = {_what(trigger) for of_event in triggers for trigger in of_event}
        more, no_more, after = self._retold(before, after, told)
        cancelled, clocks = taken_back(self._state.clocks, no_more, self._context.rulebook)
        after = changed(after, clocks=clocks, last_happened_at=self._state.last_happened_at)
        found: list[Event] = []
        for event, of_event in zip(events, triggers, strict=True):
            after, clock_events = react_to(of_event, after, self._context)
            found += (event, *clock_events)
        after, clock_events = react_to(more, after, self._context)
        return (*found, *cancelled, *clock_events), after

    def _retold(self, before: Any, after: Any, told: set[object]) -> tuple[Triggers, Triggers, Any]:
        """Return what later events now are to the clocks, what they are no more, and the state after them.

        One that makes no sense any more contradicts what is told; so does one that moves a clock no more,
        unless just that has now come about earlier.
        """
        later = self._facts[self._place :]
        evolve, stands = self._kind.themes.evolve, self._kind.themes.stands
        read_state = self._kind.themes.READ_STATE
        reads_state = any(type(event) in read_state for event in later)
        more: list[ClockTrigger] = []
        no_more: list[ClockTrigger] = []
        for event in later:
            if not stands(after, event):
                self._refuse_contradiction(event)
            after = evolve(after, event)
            if reads_state:
                before = evolve(before, event)
                if type(event) in read_state:
                    was, now = clock_triggers(event, before), clock_triggers(event, after)
                    lost = [trigger for trigger in was if trigger not in now]
                    if not {_what(trigger) for trigger in lost} <= told:
                        self._refuse_contradiction(event)
                    no_more += lost
                    more += [trigger for trigger in now if trigger not in was]
        return tuple(more), tuple(no_more), after

    def _refuse_contradiction(self, later: Event) -> NoReturn:
        name = later.STORED_NAME.partition(".")[0]
        raise LaterEventContradictsError(event=name, occurred_at=self.at, later_at=later.occurred_at)

    def _refuse_an_end_of_nothing(self) -> None:
        """What has an end only later cannot be meant; a repeat of what is on record can."""
        if not self._kind.themes.ends(self._command) or self._is_repeat():
            return
        would_change_now: Events = ()
        with suppress(Refusal):
            would_change_now = self._kind.themes.decide(self._state, self._command, self._context)
        if would_change_now:
            raise NoEffectThenError(occurred_at=self.at, last_happened_at=self._state.last_happened_at)

    def _is_repeat(self) -> bool:
        """Whether just this is on record for just this instant."""
        place = place_before(self._facts, self.at)
        before = changed(_folded(self._kind, self._facts[:place]), clocks=self._state.clocks)
        try:
            events = self._kind.themes.decide(before, self._command, self._context)
        except Refusal:
            return False
        known = self._facts[place : self._place]
        return bool(events) and all(any(_alike(event, each) for each in known) for event in events)


def retold(kind: Kind, facts: list[Event], event: Event) -> tuple[Any, Triggers, Triggers]:
    """Return the state after all with one event more, and what events are to the clocks by it.

    First what it and later ones are, then what later ones are no more.
    `facts` are those before it on the record, in business order; it stands among them by its time. Clocks are
    left out.
    """
    place = place_after(facts, event.occurred_at)
    before = _folded(kind, facts[:place])
    after = kind.themes.evolve(before, event)
    triggers, no_more = list(clock_triggers(event, after)), list[ClockTrigger]()
    for later in facts[place:]:
        before, after = kind.themes.evolve(before, later), kind.themes.evolve(after, later)
        if type(later) in kind.themes.READ_STATE:
            was, now = clock_triggers(later, before), clock_triggers(later, after)
            triggers += [trigger for trigger in now if trigger not in was]
            no_more += [trigger for trigger in was if trigger not in now]
    return after, tuple(triggers), tuple(no_more)


def fold_all(kind: Kind, events: Iterable[Event], book: ClockBook = NO_CLOCKS) -> Any:
    """Return the state after a whole history: of what happened in business order, of clocks as recorded."""
    history = History(tuple(events))
    triggers: dict[int, Any] = {}
    state = kind.blank
    for event in history.in_business_order():
        state = kind.after(state, event)
        triggers[id(event)] = clock_triggers(event, state)
    for event in history.events:
        if isinstance(event, ClockEvent):
            book = evolve_clocks(book, event)  # type: ignore[arg-type]  # each of them is one of the union
        else:
            book = remembering(book, triggers[id(event)], state)
    return changed(state, clocks=book)


def _folded(kind: Kind, facts: list[Event]) -> Any:
    state, evolve = kind.blank, kind.themes.evolve
    for event in facts:
        state = evolve(state, event)
    return changed(state, last_happened_at=facts[-1].occurred_at) if facts else state


def _alike(event: Event, other: Event) -> bool:
    """Whether two events say the same, personal fields aside: a history may withhold these."""
    if type(event) is not type(other):
        return False
    names = type(event).model_fields.keys() - personal_fields(type(event)).keys()
    return all(getattr(event, name) == getattr(other, name) for name in names)


def _what(trigger: ClockTrigger) -> object:
    """Return what a trigger tells the clocks, whenever it was."""
    return (trigger.milestone, trigger.subject) if isinstance(trigger, MilestoneReached) else trigger
