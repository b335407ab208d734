"""The themes of a case: how its commands are decided, and what its events change."""

from service.domain.case.context import DecisionContext
from service.domain.case.events import THEMES
from service.domain.case.rules import CaseDecision
from service.domain.case.state import Case
from service.domain.case.statuses import ON_RECORD
from service.domain.clocks.milestones import ClockTrigger
from service.domain.command import Command
from service.domain.decision import Events, by_command
from service.domain.event import Event
from service.domain.theme import by_event, by_status, decisions_of

DECISIONS: tuple[CaseDecision, ...] = decisions_of(THEMES)
_DECISION_OF = by_command(DECISIONS)
_THEME_OF = by_event(THEMES)
_STATUSES_OF = by_status(THEMES, otherwise=ON_RECORD)
READ_STATE = frozenset(event for one in THEMES if one.triggers_read_state for event in one.events)
"""Events whose effect on the clocks depends on what was before them."""


def decide(case: Case, command: Command, context: DecisionContext) -> Events:
    """Return the events that follow; none when the state shows them already. Raises a `Refusal`."""
    decision = _DECISION_OF[type(command)]
    for rule in decision.rules:
        rule(case, command, context)
    # A sender whose clock was ahead may have dated the newest event a little after our `now`.
    at = command.occurred_at or max(context.now, case.last_happened_at or context.now)
    return decision.decide(case, command, context, at)


def evolve(case: Case, event: Event) -> Case:
    """Return the case after the event. Reads no personal field."""
    after: Case = _THEME_OF[type(event)].evolve(case, event)
    return after


def clock_triggers(event: Event, after: Case) -> tuple[ClockTrigger, ...]:
    """Return what an event is to the clocks, in order; `after` is the case after it."""
    return _THEME_OF[type(event)].clock_triggers(event, after)


def stands(case: Case, event: Event) -> bool:
    """Return whether an event makes sense on the case as it was before it."""
    if case.status not in _STATUSES_OF[type(event)]:
        return False
    return _THEME_OF[type(event)].stands(case, event)


def ends(command: Command) -> bool:
    """Return whether a command ends something."""
    return _DECISION_OF[type(command)].ends
