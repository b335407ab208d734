"""The themes of an account: how its commands are decided, and what its events change."""

from service.domain.account.context import AccountContext
from service.domain.account.events import THEMES
from service.domain.account.state import CustomerAccount
from service.domain.account.statuses import CARED_FOR
from service.domain.clocks.milestones import ClockTrigger
from service.domain.command import Command
from service.domain.decision import Decision, Events, by_command
from service.domain.event import Event
from service.domain.theme import by_event, by_status, decisions_of

DECISIONS: tuple[Decision[CustomerAccount, AccountContext], ...] = decisions_of(THEMES)
_DECISION_OF = by_command(DECISIONS)
_THEME_OF = by_event(THEMES)
_STATUSES_OF = by_status(THEMES, otherwise=CARED_FOR)
READ_STATE = frozenset(event for one in THEMES if one.triggers_read_state for event in one.events)
"""Events whose effect on the clocks depends on what was before them."""


def decide(account: CustomerAccount, command: Command, context: AccountContext) -> Events:
    """Return the events that follow; none when the state shows them already. Raises a `Refusal`."""
    decision = _DECISION_OF[type(command)]
    for rule in decision.rules:
        rule(account, command, context)
    # A sender whose clock was ahead may have dated the newest event a little after our `now`.
    at = command.occurred_at or max(context.now, account.last_happened_at or context.now)
    return decision.decide(account, command, context, at)


def evolve(account: CustomerAccount, event: Event) -> CustomerAccount:
    """Return the account after the event. Reads no personal field."""
    after: CustomerAccount = _THEME_OF[type(event)].evolve(account, event)
    return after


def clock_triggers(event: Event, after: CustomerAccount) -> tuple[ClockTrigger, ...]:
    """Return what an event is to the clocks, in order; `after` is the account after it."""
    return _THEME_OF[type(event)].clock_triggers(event, after)


def stands(account: CustomerAccount, event: Event) -> bool:
    """Return whether an event makes sense on the account as it was before it."""
    if account.status_at(event.occurred_at) not in _STATUSES_OF[type(event)]:
        return False
    return _THEME_OF[type(event)].stands(account, event)


def ends(command: Command) -> bool:
    """Return whether a command ends something."""
    return _DECISION_OF[type(command)].ends
