"""All kinds of stream behind one pair of functions: decide a command, evolve by an event."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from service.domain.account import themes as account_themes
from service.domain.account.decisions.profile import AccountAlreadyOpenedError, OpenAccount
from service.domain.account.event import AccountFact
from service.domain.account.events import ACCOUNT_EVENTS, AccountEvent
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.aggregates import clock_decisions
from service.domain.aggregates.late import Kind, decide_late, fold_all, is_late, retold, with_late_refusals
from service.domain.aggregates.saying import must_have_happened, must_mean_something
from service.domain.aggregates.speaking import as_sent, must_name_staff, must_speak_for_staff
from service.domain.aggregates.timekeeping import (
    Timed,
    milestones_of,
    moved,
    react_to,
    with_clock_events,
    with_memory,
)
from service.domain.aggregates.told_late import must_not_be_told_too_late, with_reason
from service.domain.case import themes as case_themes
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.classification import ClassifyByRules, ClassifyCase
from service.domain.case.decisions.intake import CaseAlreadyReceivedError, ReceiveCase
from service.domain.case.events import CASE_EVENTS, CaseEvent
from service.domain.case.state import ABSENT, Case
from service.domain.changed import changed
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import CLOCK_EVENTS, AnyClockEvent, ClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.letting_go import let_go
from service.domain.clocks.milestones import ClockTrigger
from service.domain.command import Command
from service.domain.decision import Decision, Events
from service.domain.event import Event
from service.domain.rulebook import decisions as rulebook_decisions
from service.domain.rulebook.events import RULEBOOK_EVENTS, RulebookEvent, RulebookFact
from service.domain.rulebook.evolve import evolve as evolve_rulebook
from service.domain.rulebook.state import EMPTY, Rulebook

AnyEvent = AccountEvent | CaseEvent | RulebookEvent | AnyClockEvent
Aggregate = CustomerAccount | Case | Rulebook

EVENTS: dict[str, type[Event]] = {
    event.STORED_NAME: event for event in (*ACCOUNT_EVENTS, *CASE_EVENTS, *RULEBOOK_EVENTS, *CLOCK_EVENTS)
}

Decided = tuple[tuple[AnyEvent, ...], Aggregate | None]
"""The events that follow, and the stream after them."""
_Decided = tuple[Events, Aggregate | None]

_ACCOUNT = Kind(UNOPENED, account_themes)
_CASE = Kind(ABSENT, case_themes)


def decide(state: Aggregate | None, command: Command, context: DecisionContext) -> Decided:
    """Return the events that follow from a command on a stream folded to `state` (None: nothing there).

    The events of its clocks follow each event that moves them. A stream of another kind counts as nothing
    there, but its id is taken. Raises a `Refusal` when a rule forbids the command; HistoryNeededError when
    the state does not suffice to decide and the context holds no history.
    """
    command = as_sent(command, context)
    events, after = _decide(state, command, context)
    if events:
        must_not_be_told_too_late(command, context, after)
        must_speak_for_staff(context)
        must_name_staff(state, command, context)
        must_mean_something(command, after, context)
        must_have_happened(command, context)
    return cast("tuple[AnyEvent, ...]", with_reason(events, command.told_late_reason)), after


def decide_all(state: Aggregate | None, commands: Sequence[Command], context: DecisionContext) -> Decided:
    """Return the events that follow from commands, each decided on top of those before it.

    A case that is received and classified in one instant is promised what its class promises, once. Raises as
    `decide` does.
    """
    found: tuple[AnyEvent, ...] = ()
    if state is None and _are_receipt_with_class(commands):
        events, state = _received(commands[:2], context)
        found, commands = cast("tuple[AnyEvent, ...]", events), commands[2:]
        if context.history is not None:
            context = replace(context, history=context.history.with_more(found))
    for command in commands:
        more, state = decide(state, command, context)
        found += more
        if context.history is not None:
            context = replace(context, history=context.history.with_more(more))
    return found, state


def _decide(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    try:
        return _DECIDE[type(command)](state, command, context)
    except HistoryNeededError:
        if context.history is None or not isinstance(state, Case | CustomerAccount):
            raise
        whole = fold_all(_kind_of(state), context.history.events, ClockBook(keeps=None))
        events, after = _DECIDE[type(command)](whole, command, context)
        return events, changed(after, clocks=let_go(after.clocks))  # type: ignore[union-attr]  # still one


def evolve(state: Aggregate | None, event: Event) -> Aggregate:
    """Return the aggregate after its next event; `state` is None before the first.

    Raises HistoryNeededError for an event that happened before the newest known: then `fold` all of them.
    """
    match event:
        case ClockEvent():
            if not isinstance(state, Case | CustomerAccount):
                raise TypeError(f"{event.STORED_NAME} stands where there is neither a case nor an account")
            return changed(state, clocks=evolve_clocks(state.clocks, event))  # type: ignore[arg-type]
        case AccountFact():
            account = state if isinstance(state, CustomerAccount) else UNOPENED
            return with_memory(account_themes.evolve(_before(account, event), event), event)
        case RulebookFact():
            return evolve_rulebook(state if isinstance(state, Rulebook) else EMPTY, event)
        case _:
            case = state if isinstance(state, Case) else ABSENT
            return with_memory(case_themes.evolve(_before(case, event), event), event)


def fold(events: Iterable[Event]) -> Aggregate | None:
    """Return the aggregate after a whole history in the order of recording; None where there is nothing.

    Its state follows what happened in business order, whatever the order of recording.
    """
    history = tuple(events)
    state: Aggregate | None = None
    try:
        for event in history:
            state = evolve(state, event)
    except HistoryNeededError:
        if not isinstance(state, Case | CustomerAccount):
            raise
        return cast("Aggregate", fold_all(_kind_of(state), history))
    return state


def told_next(
    facts: list[Event], event: Event
) -> tuple[Timed, tuple[ClockTrigger, ...], tuple[ClockTrigger, ...]]:
    """Return a case or account after one event more, its clocks left out, and what moves its clocks.

    Then what had moved them, and does so no more.
    `facts` are the events before it on the record, in business order.
    """
    return retold(_ACCOUNT if isinstance(event, AccountFact) else _CASE, facts, event)


def _before(state: Timed, event: Event) -> Any:
    if is_late(state, event.occurred_at):
        raise HistoryNeededError
    return state


def _kind_of(state: Timed) -> Kind:
    return _CASE if isinstance(state, Case) else _ACCOUNT


def _decide_account(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    if isinstance(command, OpenAccount) and not isinstance(state, CustomerAccount | None):
        raise AccountAlreadyOpenedError(code=command.code)
    return _decide_timed(_ACCOUNT, state if isinstance(state, CustomerAccount) else None, command, context)


def _decide_case(state: Aggregate | None, command: Command, context: DecisionContext) -> _Decided:
    if isinstance(command, ReceiveCase) and not isinstance(state, Case | None):
        raise CaseAlreadyReceivedError
    if isinstance(command, ReceiveCase) and state is None:
        return _received((command,), context)
    return _decide_timed(_CASE, state if isinstance(state, Case) else None, command, context)


def _decide_timed(kind: Kind, known: Timed | None, command: Command, context: DecisionContext) -> _Decided:
    state = kind.blank if known is None else known
    if is_late(state, command.occurred_at):
        decided = decide_late(kind, state, command, context)
        if not isinstance(decided, Command):
            return decided
        command = decided
    found: list[Event] = []
    for event in kind.themes.decide(state, command, context):
        state, clock_events = moved(event, kind.themes.evolve(state, event), context)
        found += (event, *clock_events)
    return tuple(found), state if found else known


def _are_receipt_with_class(commands: Sequence[Command]) -> bool:
    """Whether a case is received and classified by commands about one instant, or both about now."""
    match commands:
        case (ReceiveCase() as receive, ClassifyCase() | ClassifyByRules() as classify, *_):
            return receive.occurred_at == classify.occurred_at
        case _:
            return False


def _received(commands: Sequence[Command], context: DecisionContext) -> _Decided:
    """Let the clocks look at the case as it is after all of its first instant: its owner, its class."""
    case: Case = ABSENT
    facts: list[Event] = []
    milestones: list[ClockTrigger] = []
    must_speak_for_staff(context)
    for command in commands:
        for event in with_reason(case_themes.decide(case, command, context), command.told_late_reason):
            case = _CASE.after(case, event)
            facts.append(event)
            milestones += milestones_of(event, case)
        must_not_be_told_too_late(command, context, case)
        must_mean_something(command, case, context)
        must_have_happened(command, context)
    case, clock_events = react_to(milestones, case, context)
    return (*facts, *clock_events), case


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
    one.command: with_late_refusals(one, has_timeline=decide_kind in {_decide_account, _decide_case})
    for decisions, decide_kind in _KINDS
    for one in decisions
}
"""How each command is decided, with its rules and refusals."""
COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in DECISIONS}
