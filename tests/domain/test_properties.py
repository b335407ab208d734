"""What holds for any sequence of commands on any stream."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import event as seen

from service.domain.aggregates.aggregate import DECISIONS, Aggregate, AnyEvent, decide, fold
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.closure import CloseCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import ProposePlan
from service.domain.case.decisions.sales import RecordOrderStatus
from service.domain.case.record.closure import MATTER_GONE, CaseClosed
from service.domain.case.record.replies import PlanStage
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.personal import personal_fields
from service.domain.refusal import Refusal
from service.domain.timeline.history import History
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import CaseKind, Channel, CloseReason, OrderStatus
from service.eventstore.mapper import decode, encode
from tests.domain.facts import ACCOUNT_ID, NINE
from tests.domain.good_ways import CREATING, REPEATABLE
from tests.domain.strategies import Step, steps
from tests.domain.test_stands import stand
from tests.rules import default_rulebook
from tests.specification import OPEN_ACCOUNT

ERASED = "[erased]"
STREAM_ID = UUID(int=7)
HOUR = timedelta(hours=1)
RECEIVED = ReceiveCase(
    account_id=ACCOUNT_ID, channel=Channel.PHONE, kind=CaseKind.TECHNICAL, subject="It stops"
)
RULES_BY_DEFAULT = default_rulebook()
CONTEXT = DecisionContext(
    now=NINE, stream_id=STREAM_ID, account=OPEN_ACCOUNT, rulebook=RULES_BY_DEFAULT, history=History(())
)
THOROUGHLY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Outcome = tuple[AnyEvent, ...] | Refusal


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the stream before and after, and the outcome."""

    before: Aggregate | None
    command: Command
    context: DecisionContext
    events: tuple[AnyEvent, ...]
    refusal: Refusal | None
    after: Aggregate | None
    history: tuple[AnyEvent, ...]
    """All events, those that followed included."""

    @property
    def again(self) -> DecisionContext:
        """The context of the same command at the same moment again."""
        return replace(self.context, history=History(self.history))


def outcome_of(
    history: tuple[AnyEvent, ...], state: Aggregate | None, command: Command, context: DecisionContext
) -> Outcome:
    """Return the events that follow, or the refusal. Anything else that is raised comes through.

    The state that was decided is the one that the events lead to.
    """
    try:
        events, after = decide(state, command, context)
    except Refusal as refusal:
        return refusal
    assert after == fold((*history, *events))
    return events


def take(way: list[Step], report: Callable[[str], None] = seen) -> Iterator[Taken]:
    """Carry the steps out one after the other on one stream."""
    history: tuple[AnyEvent, ...] = ()
    state: Aggregate | None = None
    for command, now in way:
        context = DecisionContext(
            now=now,
            stream_id=STREAM_ID,
            account=OPEN_ACCOUNT,
            rulebook=RULES_BY_DEFAULT,
            history=History(history),
        )
        before, outcome = state, outcome_of(history, state, command, context)
        report(f"{type(command).__name__}: {outcome.slug if isinstance(outcome, Refusal) else len(outcome)}")
        events = () if isinstance(outcome, Refusal) else outcome
        history += events
        state = fold(history)
        refusal = outcome if isinstance(outcome, Refusal) else None
        yield Taken(before, command, context, events, refusal, state, history)


def history(way: list[Step]) -> tuple[AnyEvent, ...]:
    return tuple(event for taken in take(way) for event in taken.events)


def erased(event: AnyEvent) -> AnyEvent:
    """Return the event as it is read after its subject has been erased."""
    held = [name for name in personal_fields(type(event)) if getattr(event, name) is not None]
    return event.model_copy(update=dict.fromkeys(held, ERASED))


@THOROUGHLY
@given(steps)
def test_the_record_replays_to_the_state_that_was_decided_on(way: list[Step]) -> None:
    *_, last = [None, *take(way)]
    stored = [(event.STORED_NAME, encode(event)) for event in history(way)]
    replayed = fold(decode(name, payload) for name, payload in stored)
    assert replayed == (last.after if last else None)


@THOROUGHLY
@given(steps)
def test_a_refusal_is_one_of_those_that_the_rules_of_the_command_list(way: list[Step]) -> None:
    for taken in take(way):
        if taken.refusal is not None:
            assert type(taken.refusal) in DECISIONS[type(taken.command)].refusals
            assert taken.after == taken.before


@THOROUGHLY
@given(steps)
def test_the_same_command_at_the_same_moment_again_adds_nothing(way: list[Step]) -> None:
    for taken in take(way):
        if taken.refusal is None and type(taken.command) not in REPEATABLE | CREATING:
            assert outcome_of(taken.history, taken.after, taken.command, taken.again) == ()


@THOROUGHLY
@given(steps)
def test_a_stream_replays_to_the_same_state_after_erasure(way: list[Step]) -> None:
    events = history(way)
    assert fold(erased(event) for event in events) == fold(events)


@pytest.mark.parametrize("count", [1, 2])
def test_whether_a_plan_is_staged_outlives_the_erasure_of_its_stages(count: int) -> None:
    due_at = (NINE + number * HOUR for number in range(1, count + 1))
    stages = tuple(PlanStage(title=f"By {at}", due_at=at, responsible="Li Na") for at in due_at)
    case, _ = decide(None, RECEIVED, CONTEXT)
    plan, _ = decide(fold(case), ProposePlan(stages=stages), replace(CONTEXT, history=History(case)))
    assert fold(map(erased, (*case, *plan))) == fold((*case, *plan))


@pytest.mark.parametrize("is_told_twice", [False, True])
def test_what_came_about_earlier_leaves_no_promise_from_where_it_was_told_first(
    *, is_told_twice: bool
) -> None:
    later = RecordOrderStatus(
        occurred_at=NINE + 3 * HOUR, order_reference="PO-1", status=OrderStatus.INSTALLED
    )
    earlier = later.model_copy(update={"occurred_at": NINE + 2 * HOUR, "status": OrderStatus.DELIVERED})
    told = [later, earlier, *([earlier] if is_told_twice else [])]
    way = [Step(RECEIVED, NINE), *(Step(each, NINE + 4 * HOUR) for each in told)]
    *_, last = take(way, report=lambda _: None)
    assert isinstance(last.after, Case)
    revisits = [clock for clock in last.after.clocks.clocks if clock.clock == "delivery_revisit"]
    assert [clock.counts_from_at for clock in revisits if not clock.is_void] == [NINE + 2 * HOUR]
    assert [clock.end_reason for clock in revisits if clock.is_void] == ["superseded"]


@THOROUGHLY
@given(steps)
def test_decisions_do_not_depend_on_personal_text_of_the_past(way: list[Step]) -> None:
    events: tuple[AnyEvent, ...] = ()
    for taken in take(way):
        context = replace(taken.context, history=History(events))
        outcome = outcome_of(events, fold(events), taken.command, context)
        assert repr(outcome) == repr(taken.refusal or taken.events)
        events += tuple(erased(event) for event in taken.events)


@THOROUGHLY
@given(steps)
def test_no_event_lies_before_the_receipt_or_ahead_of_honest_clocks(way: list[Step]) -> None:
    """An event about a clock may speak of the instant of what is on the record, however `now` has moved."""
    newest: datetime | None = None
    for taken in take(way):
        received_at = taken.before.received_at if isinstance(taken.before, Case) else None
        for event in taken.events:
            assert received_at is None or event.occurred_at >= received_at
            honest = max(taken.context.now + CLOCK_TOLERANCE, received_at or taken.context.now)
            assert event.occurred_at <= max(honest, newest or honest)
            newest = max(newest or event.occurred_at, event.occurred_at)


@THOROUGHLY
@given(steps)
def test_a_case_is_never_in_a_state_that_cannot_be(way: list[Step]) -> None:
    for case in (taken.after for taken in take(way)):
        if not isinstance(case, Case):
            continue
        assert case.resolved_cycles <= set(range(1, case.cycle + 1))
        assert case.status != "resolved" or case.cycle in case.resolved_cycles
        assert case.status != "open" or case.cycle not in case.resolved_cycles
        assert not case.is_confirmed or case.cycle in case.resolved_cycles
        assert case.waiting_on is None or case.status == "open"
        assert {rating[0] for rating in case.ratings} <= case.resolved_cycles


@THOROUGHLY
@given(steps)
def test_no_complaint_is_ever_closed_by_us_without_confirmation_and_cause(way: list[Step]) -> None:
    for taken in take(way):
        closes = any(isinstance(event, CaseClosed) for event in taken.events)
        if closes and isinstance(taken.before, Case) and taken.before.is_complaint:
            assert isinstance(taken.command, CloseCase)
            assert taken.before.is_confirmed or taken.command.reason is CloseReason.SOURCE_CLOSED
            assert taken.before.complaint.cause or taken.command.reason in MATTER_GONE


@THOROUGHLY
@given(steps)
def test_every_event_makes_sense_after_what_happened_before_it(way: list[Step]) -> None:
    facts = History(history(way)).in_business_order()
    for number, event in enumerate(facts):
        assert stand(facts[:number], (event,)), event


@THOROUGHLY
@given(steps)
def test_a_stream_never_changes_its_kind(way: list[Step]) -> None:
    for taken in take(way):
        assert taken.before is None or type(taken.after) is type(taken.before)
