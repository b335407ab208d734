"""All kinds of stream behind one pair of functions: what follows from a wish, what changes by a fact."""

from collections.abc import Callable
from typing import Any, get_args

from pydantic import BaseModel

from service.domain.account.commands import AccountCommand, OpenAccount
from service.domain.account.decide import decide as decide_account
from service.domain.account.events import ACCOUNT_EVENTS, AccountEvent, AccountFact
from service.domain.account.evolve import evolve as evolve_account
from service.domain.account.refusals import AccountAlreadyOpenedError
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.case.circumstances import Circumstances
from service.domain.case.commands import CaseCommand, ReceiveCase
from service.domain.case.decide import decide as decide_case
from service.domain.case.events import CASE_EVENTS, CaseEvent
from service.domain.case.evolve import evolve as evolve_case
from service.domain.case.refusals import CaseAlreadyReceivedError
from service.domain.case.state import ABSENT, Case
from service.domain.changed import changed
from service.domain.clock_rules import RULES as CLOCK_RULES
from service.domain.clocks.commands import ClockCommand
from service.domain.clocks.events import CLOCK_EVENTS, AnyClockEvent, ClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.event import Event
from service.domain.rulebook.commands import RulebookCommand
from service.domain.rulebook.decide import decide as decide_rulebook
from service.domain.rulebook.events import RULEBOOK_EVENTS, RulebookEvent, RulebookFact
from service.domain.rulebook.evolve import evolve as evolve_rulebook
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.timekeeping import decide_clocks, folded, moved, with_memory

AnyCommand = AccountCommand | CaseCommand | RulebookCommand | ClockCommand
AnyEvent = AccountEvent | CaseEvent | RulebookEvent | AnyClockEvent
Aggregate = CustomerAccount | Case | Rulebook

FOLD_VERSION = 3
"""Grows with each change of what `evolve` makes of the events, so that no older snapshot is read."""

EVENTS: dict[str, type[Event]] = {
    kind.STORED_NAME: kind for kind in (*ACCOUNT_EVENTS, *CASE_EVENTS, *RULEBOOK_EVENTS, *CLOCK_EVENTS)
}
COMMANDS: dict[str, type[BaseModel]] = {kind.__name__: kind for kind in get_args(AnyCommand)}

Decided = tuple[tuple[AnyEvent, ...], Aggregate | None]
"""The facts that follow, and the stream after them."""


def decide(state: Aggregate | None, command: AnyCommand, around: Circumstances) -> Decided:
    """Return the facts that follow from a command on a stream folded to `state` (None: nothing there).

    The facts about its clocks follow each fact that moves them. A stream of another kind counts as nothing
    there, but its id is taken. Raises a `Refusal` when a rule forbids the command.
    """
    return _WAYS[type(command)](state, command, around)


def evolve(state: Aggregate | None, event: AnyEvent) -> Aggregate:
    """Return the aggregate after the fact; `state` is None before the first."""
    match event:
        case ClockEvent():
            if not isinstance(state, Case | CustomerAccount):
                raise TypeError(f"{event.STORED_NAME} stands where there is neither a case nor an account")
            return changed(state, clocks=evolve_clocks(state.clocks, event))
        case AccountFact():
            account = state if isinstance(state, CustomerAccount) else UNOPENED
            return with_memory(evolve_account(account, event), event)
        case RulebookFact():
            return evolve_rulebook(state if isinstance(state, Rulebook) else EMPTY, event)
        case _:
            return with_memory(evolve_case(state if isinstance(state, Case) else ABSENT, event), event)


def _about_account(state: Aggregate | None, command: AccountCommand, around: Circumstances) -> Decided:
    if isinstance(command, OpenAccount) and not isinstance(state, CustomerAccount | None):
        raise AccountAlreadyOpenedError(code=command.code)
    account = state if isinstance(state, CustomerAccount) else UNOPENED
    found: list[AnyEvent] = []
    for fact in decide_account(account, command, around.now):
        state, clock_facts = moved(fact, evolve_account(account, fact), around)
        account = state
        found += (fact, *clock_facts)
    return tuple(found), state


def _about_case(state: Aggregate | None, command: CaseCommand, around: Circumstances) -> Decided:
    if isinstance(command, ReceiveCase) and not isinstance(state, Case | None):
        raise CaseAlreadyReceivedError
    case = state if isinstance(state, Case) else ABSENT
    found: list[AnyEvent] = []
    for fact in decide_case(case, command, around):
        state, clock_facts = moved(fact, evolve_case(case, fact), around)
        case = state
        found += (fact, *clock_facts)
    return tuple(found), state


def _about_rules(state: Aggregate | None, command: RulebookCommand, around: Circumstances) -> Decided:
    facts = decide_rulebook(state if isinstance(state, Rulebook) else EMPTY, command, around.now)
    after = state
    for fact in facts:
        after = evolve(after, fact)
    return facts, after


def _about_clocks(state: Aggregate | None, command: ClockCommand, around: Circumstances) -> Decided:
    for rule in CLOCK_RULES[type(command)]:
        rule(state, command, around.now)
    if not isinstance(state, Case | CustomerAccount):  # the watch looked where nothing is promised
        return (), state
    facts = decide_clocks(state, command, around)
    return facts, changed(state, clocks=folded(state.clocks, facts))


_WAYS: dict[type[BaseModel], Callable[[Aggregate | None, Any, Circumstances], Decided]] = {
    **dict.fromkeys(get_args(AccountCommand), _about_account),
    **dict.fromkeys(get_args(CaseCommand), _about_case),
    **dict.fromkeys(get_args(RulebookCommand), _about_rules),
    **dict.fromkeys(get_args(ClockCommand), _about_clocks),
}
