"""All kinds of stream behind one pair of functions: decide a command, evolve by an event."""

from collections.abc import Callable
from typing import Any, cast

from service.domain import clock_decisions
from service.domain.account import themes as account_themes
from service.domain.account.decisions.profile import AccountAlreadyOpenedError, OpenAccount
from service.domain.account.event import AccountFact
from service.domain.account.events import ACCOUNT_EVENTS, AccountEvent
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.case import themes as case_themes
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.intake import CaseAlreadyReceivedError, ReceiveCase
from service.domain.case.events import CASE_EVENTS, CaseEvent
from service.domain.case.state import ABSENT, Case
from service.domain.changed import changed
from service.domain.clocks.events import CLOCK_EVENTS, AnyClockEvent, ClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.command import Command
from service.domain.decision import Decision, Events
from service.domain.event import Event
from service.domain.rulebook import decisions as rulebook_decisions
from service.domain.rulebook.events import RULEBOOK_EVENTS, RulebookEvent, RulebookFact
from service.domain.rulebook.evolve import evolve as evolve_rulebook
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.timekeeping import moved, with_clock_events, with_memory

AnyEvent = AccountEvent | CaseEvent | RulebookEvent | AnyClockEvent
Aggregate = CustomerAccount | Case | Rulebook

EVENTS: dict[str, type[Event]] = {
    event.STORED_NAME: event for event in (*ACCOUNT_EVENTS, *CASE_EVENTS, *RULEBOOK_EVENTS, *CLOCK_EVENTS)
}

Decided = tuple[tuple[AnyEvent, ...], Aggregate | None]
"""The events that follow, and the stream after them."""
_Decided = tuple[Events, Aggregate | None]


def decide(state: Aggregate | None, command: Command, context: DecisionContext) -> Decided:
    """Return the events that follow from a command on a stream folded to `state` (None: nothing there).

    The events of its clocks follow each event that moves them. A stream of another kind counts as nothing
    there, but its id is taken. Raises a `Refusal` when a rule forbids the command.
    """
    events, after = _DECIDE[type(command)](state, command, context)
    return cast("tuple[AnyEvent, ...]", events), after


def evolve(state: Aggregate | None, event: Event) -> Aggregate:
    """Return the aggregate after the event; `state` is None before the first."""
    match event:
        case ClockEvent():
            if not isinstance(state, Case | CustomerAccount):
                raise TypeError(f"{event.STORED_NAME} stands where there is neither a case nor an account")
            return changed(state, clocks=evolve_clocks(state.clocks, event))  # type: ignore[arg-type]
        case AccountFact():
            account = state if isinstance(state, CustomerAccount) else UNOPENED
            return with_memory(account_themes.evolve(account, event), event)
        case RulebookFact():
            return evolve_rulebook(state if isinstance(state, Rulebook) else EMPTY, event)
        case _:
            return with_memory(case_themes.evolve(state if isinstance(state, Case) else ABSENT, event), event)


def _decide_account(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    if isinstance(command, OpenAccount) and not isinstance(state, CustomerAccount | None):
        raise AccountAlreadyOpenedError(code=command.code)
    account = state if isinstance(state, CustomerAccount) else UNOPENED
    found: list[Event] = []
    for event in account_themes.decide(account, command, context):
        state, clock_events = moved(event, account_themes.evolve(account, event), context)
        account = state
        found += (event, *clock_events)
    return tuple(found), state


def _decide_case(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    if isinstance(command, ReceiveCase) and not isinstance(state, Case | None):
        raise CaseAlreadyReceivedError
    case = state if isinstance(state, Case) else ABSENT
    found: list[Event] = []
    for event in case_themes.decide(case, command, context):
        state, clock_events = moved(event, case_themes.evolve(case, event), context)
        case = state
        found += (event, *clock_events)
    return tuple(found), state


def _decide_rules(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    events = rulebook_decisions.decide(state if isinstance(state, Rulebook) else EMPTY, command, context.now)
    after = state
    for event in events:
        after = evolve(after, event)
    return events, after


def _decide_clocks(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    events = clock_decisions.decide(state, command, context)
    if not isinstance(state, Case | CustomerAccount):
        return events, state
    return events, changed(state, clocks=with_clock_events(state.clocks, events))  # type: ignore[arg-type]


_KINDS: tuple[tuple[tuple[Decision[Any, Any], ...], Callable[..., _Decided]], ...] = (
    (account_themes.DECISIONS, _decide_account),
    (case_themes.DECISIONS, _decide_case),
    (rulebook_decisions.DECISIONS, _decide_rules),
    (clock_decisions.DECISIONS, _decide_clocks),
)
_DECIDE: dict[type[Command], Callable[..., _Decided]] = {
    one.command: decide_kind for decisions, decide_kind in _KINDS for one in decisions
}
DECISIONS: dict[type[Command], Decision[Any, Any]] = {
    one.command: one for decisions, _ in _KINDS for one in decisions
}
"""How each command is decided, with its rules and refusals."""
COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in DECISIONS}
