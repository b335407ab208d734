"""Received and classified in one instant, a case is promised what its class promises, each thing once."""

from dataclasses import replace
from uuid import UUID

import pytest

from service.domain.aggregates.aggregate import Aggregate, AnyEvent, decide, decide_all, fold
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.classification import ClassifyByRules, ClassifyCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.rules import OccurredBeforeReceiptError
from service.domain.case.state import Case
from service.domain.clocks.clock import Clock
from service.domain.clocks.events import ClockEvent, ClockStarted
from service.domain.command import Command
from service.domain.timeline.history import History
from service.domain.vocabulary import CaseKind, Channel, ResponseClass
from tests.domain.facts import ACCOUNT_ID, ELEVEN, NINE, TEN
from tests.rules import default_rulebook
from tests.specification import OPEN_ACCOUNT

CONTEXT = DecisionContext(
    now=ELEVEN, stream_id=UUID(int=7), account=OPEN_ACCOUNT, rulebook=default_rulebook()
)


def received(kind: CaseKind = CaseKind.TECHNICAL) -> ReceiveCase:
    return ReceiveCase(
        occurred_at=NINE, account_id=ACCOUNT_ID, channel=Channel.PHONE, kind=kind, subject="The spindle stops"
    )


def one_by_one(*commands: Command) -> tuple[Case, list[AnyEvent]]:
    state: Aggregate | None = None
    found: list[AnyEvent] = []
    for command in commands:
        events, state = decide(state, command, CONTEXT)
        found += events
    assert isinstance(state, Case)
    return state, found


def promises(case: Case) -> set[tuple[object, ...]]:
    """Return what is promised, whatever was taken back. Which of several classes it bears is not compared."""
    return {_promise(clock) for clock in case.clocks.clocks if not clock.is_void}


def _promise(clock: Clock) -> tuple[object, ...]:
    return clock.clock, clock.rule, clock.cycle, clock.counts_from_at, clock.due_at


CLASSES = [
    ClassifyCase(occurred_at=NINE, response_class=each, reason="As agreed by phone") for each in ResponseClass
]


@pytest.mark.parametrize("kind", [CaseKind.TECHNICAL, CaseKind.COMPLAINT])
@pytest.mark.parametrize("classify", [*CLASSES, ClassifyByRules(occurred_at=NINE)])
def test_the_promises_are_those_of_two_commands_without_what_these_take_back(
    kind: CaseKind, classify: Command
) -> None:
    events, together = decide_all(None, (received(kind), classify), CONTEXT)
    apart, events_apart = one_by_one(received(kind), classify)
    assert isinstance(together, Case)
    assert promises(together) == promises(apart)
    clock_events = [event for event in events if isinstance(event, ClockEvent)]
    assert all(isinstance(event, ClockStarted) for event in clock_events)
    assert len(clock_events) == len(promises(together)) > 0
    assert len(events) <= len(events_apart)
    assert fold(events) == together


def test_a_class_of_a_later_instant_moves_what_the_receipt_has_promised() -> None:
    commands = received(), ClassifyCase(occurred_at=TEN, response_class=ResponseClass.URGENT)
    events, together = decide_all(None, commands, CONTEXT)
    apart, events_apart = one_by_one(*commands)
    assert (list(events), together) == (events_apart, apart)


def test_a_class_before_the_receipt_is_refused_as_ever() -> None:
    early = ClassifyCase(occurred_at=NINE, response_class=ResponseClass.URGENT)
    late = received().model_copy(update={"occurred_at": TEN})
    with pytest.raises(OccurredBeforeReceiptError):
        decide_all(None, (late, early), replace(CONTEXT, history=History(())))
