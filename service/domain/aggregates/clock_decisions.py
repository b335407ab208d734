"""The commands about clocks, which are alike on cases and accounts: their rules and what follows."""

from datetime import datetime

from service.domain.account.rules import AccountNotFoundError
from service.domain.account.situation import expected_triggers
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.timekeeping import Timed, situation
from service.domain.case.context import DecisionContext
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.clocks.commands import ClockNotFoundError, ObserveClocks, WaiveAccountClock, WaiveClock
from service.domain.clocks.reaction.observe import observe
from service.domain.clocks.reaction.react import reaction
from service.domain.clocks.waive import waive
from service.domain.command import Command
from service.domain.decision import Decision, Events, by_command, decides, refuses_with
from service.domain.refusal import OccurredInFutureError
from service.domain.timeline.tolerance import CLOCK_TOLERANCE

Stream = object
"""A stream folded to its state, of whatever kind; None where there is none."""


@refuses_with(CaseNotFoundError)
def case_must_exist(state: Stream, _: Command, __: DecisionContext) -> None:
    if not isinstance(state, Case):
        raise CaseNotFoundError


@refuses_with(AccountNotFoundError)
def account_must_be_opened(state: Stream, _: Command, __: DecisionContext) -> None:
    if not isinstance(state, CustomerAccount):
        raise AccountNotFoundError


@refuses_with(OccurredInFutureError)
def must_not_lie_in_the_future(_: Stream, command: Command, context: DecisionContext) -> None:
    if command.happened_at(context.now) > context.now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=context.now)


@refuses_with(ClockNotFoundError)
def clock_must_be_known(state: Stream, command: WaiveClock, _: DecisionContext) -> None:
    """A clock that ended unbroken may have been let go of, so that nobody can answer for it any more."""
    if isinstance(state, Case | CustomerAccount) and state.clocks.clock(command.clock_id) is None:
        raise ClockNotFoundError(clock_id=command.clock_id)


def observe_clocks(state: Stream, command: ObserveClocks, context: DecisionContext, _: datetime) -> Events:
    """Record what has become due; the watch also looks where nothing is promised."""
    if not isinstance(state, Case | CustomerAccount):
        return ()
    return tuple(_observed(state, min(context.now, command.happened_at(context.now)), context))


def waive_clock(state: Stream, command: WaiveClock, _: DecisionContext, at: datetime) -> Events:
    if not isinstance(state, Case | CustomerAccount):
        return ()
    return waive(state.clocks, command.clock_id, command.waived_by, command.reason, at)


DECISIONS: tuple[Decision[Stream, DecisionContext], ...] = (
    decides(ObserveClocks, observe_clocks, must_not_lie_in_the_future),
    decides(WaiveClock, waive_clock, case_must_exist, must_not_lie_in_the_future, clock_must_be_known),
    decides(
        WaiveAccountClock,
        waive_clock,
        account_must_be_opened,
        must_not_lie_in_the_future,
        clock_must_be_known,
    ),
)
_DECISION_OF = by_command(DECISIONS)


def decide(state: Stream, command: Command, context: DecisionContext) -> Events:
    """Return the events that follow from a command about clocks. Raises a `Refusal`."""
    decision = _DECISION_OF[type(command)]
    for rule in decision.rules:
        rule(state, command, context)
    return decision.decide(state, command, context, command.happened_at(context.now))


def _observed(state: Timed, by: datetime, context: DecisionContext) -> Events:
    found: Events = ()
    book = state.clocks
    if isinstance(state, CustomerAccount):
        for trigger in expected_triggers(state, by):
            events, book = reaction(book, trigger, situation(state, trigger, context), context.rulebook)
            found += tuple(events)
    return (*found, *observe(book, by, context.rulebook))
