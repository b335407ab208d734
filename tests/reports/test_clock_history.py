"""Random commands under the default rules: what the record tells of clocks is what the decisions knew."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate, AnyEvent, decide
from service.domain.aggregates.timekeeping import Timed
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.replies import RecordCustomerMessage
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.case.state import Case
from service.domain.clocks.commands import ObserveClocks
from service.domain.clocks.events import ClockEvent
from service.domain.command import Command
from service.domain.refusal import Refusal
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.timeline.history import History
from service.domain.vocabulary import Channel, WaitingOn
from service.eventstore.envelope import RecordedEvent
from service.importers.rule_files.default_rules import default_wishes
from service.reports.attribution.documents import AttributionQuery
from service.reports.attribution.rows import TOLD
from service.reports.attribution.tally import AttributionTally
from service.reports.clocks.history import ClockHistory, clock_history
from service.reports.clocks.late_time import late_seconds, shares_of
from tests.domain.facts import NINE
from tests.domain.strategies import Step, account_steps, case_steps

STREAM_ID = UUID("0195c3a0-0000-7000-8000-0000000000aa")
ACCOUNT = CustomerAccount(code="KA-1")
LATER = timedelta(days=3)


@cache
def rulebook() -> Rulebook:
    """Return the default rules as they stand on a fresh record."""
    state: Aggregate | None = None
    for wish in default_wishes():
        _, state = decide(state, wish, DecisionContext(now=NINE - timedelta(days=400)))
    return state if isinstance(state, Rulebook) else EMPTY


def recorded(facts: Iterable[AnyEvent], command: int, version: int, step: Step) -> list[RecordedEvent]:
    command_id = uuid5(STREAM_ID, str(command))
    return [
        RecordedEvent(
            event=fact,
            payload=b"",
            event_id=uuid5(STREAM_ID, f"event {version + number}"),
            stream_id=STREAM_ID,
            version=version + number,
            position=version + number,
            recorded_at=step.now,
            actor="test",
            command_id=command_id,
            command_seq=number,
            command_digest=None,
            correlation_id=command_id,
            causation_id=None,
        )
        for number, fact in enumerate(facts)
    ]


def told(steps: list[Step]) -> tuple[Timed, list[RecordedEvent]]:
    """Carry the commands out that are not refused, the watch looking in between; return the record."""
    state: Aggregate | None = None
    events: list[RecordedEvent] = []
    last = Step(ObserveClocks(), steps[-1].now + LATER)
    for number, step in enumerate([*steps, last]):
        commands: list[Command] = [step.command]
        if number % 3 == 2:
            commands.insert(0, ObserveClocks())
        for part, command in enumerate(commands):
            around = DecisionContext(
                now=step.now,
                stream_id=STREAM_ID,
                account=ACCOUNT,
                rulebook=rulebook(),
                history=History(tuple(each.event for each in events)),
            )
            try:
                facts, state = decide(state, command, around)
            except Refusal:
                continue
            events += recorded(facts, 2 * number + part, len(events) + 1, step)
    assert isinstance(state, Case | CustomerAccount)
    return state, events


def history_of(steps: list[Step]) -> tuple[Timed, list[RecordedEvent], ClockHistory]:
    state, events = told(steps)
    history = clock_history(STREAM_ID, events, events[-1].recorded_at + LATER)
    assert history is not None
    return state, events, history


def with_a_wait(steps: list[Step], place: int, minutes: tuple[int, int]) -> list[Step]:
    """Let the case wait for the customer at some step, who answers while it waits."""
    place = min(place, len(steps) - 1)
    began, answered = (steps[place].now + timedelta(minutes=each) for each in (0, minutes[0]))
    over = answered + timedelta(minutes=minutes[1])
    waiting = [
        Step(StartWaiting(waiting_on=WaitingOn.CUSTOMER, occurred_at=began), began),
        Step(RecordCustomerMessage(channel=Channel.PHONE, text="甲", occurred_at=answered), answered),
        Step(EndWaiting(occurred_at=over), over),
    ]
    rest = [Step(step.command, step.now + (over - began)) for step in steps[place + 1 :]]
    return [*steps[: place + 1], *waiting, *rest]


MINUTES = st.integers(1, 200)
WAITED = st.builds(with_a_wait, case_steps, st.integers(1, 9), st.tuples(MINUTES, MINUTES))
STEPS = st.sampled_from([case_steps, WAITED, WAITED, account_steps]).flatmap(lambda each: each)


@settings(deadline=None, max_examples=120)
@given(steps=STEPS)
def test_the_clocks_of_the_record_are_those_that_the_decisions_knew(steps: list[Step]) -> None:
    state, events, history = history_of(steps)
    by_id = {clock.clock_id: clock for clock in history.clocks}
    assert [by_id[clock.clock_id] for clock in state.clocks.clocks] == list(state.clocks.clocks)
    assert history.stream == ("case" if isinstance(state, Case) else "account")
    on_clocks = [each for each in events if isinstance(each.event, ClockEvent)]
    assert sum(len(facts) for facts in history.facts.values()) == len(on_clocks)
    assert set(history.facts) == set(by_id)


@settings(deadline=None, max_examples=120)
@given(steps=STEPS)
def test_every_fact_about_a_clock_names_what_moved_it_or_was_noted_by_the_watch(steps: list[Step]) -> None:
    _, events, history = history_of(steps)
    for each in events:
        if not isinstance(each.event, ClockEvent):
            continue
        cause = history.causes.get(each.event_id)
        alone = all(
            isinstance(other.event, ClockEvent) for other in events if other.command_id == each.command_id
        )
        assert (cause is None) == alone
        if cause is not None:
            assert cause.version < each.version
            assert not isinstance(cause.event, ClockEvent)


@settings(deadline=None, max_examples=120)
@given(all_steps=st.lists(STEPS, min_size=1, max_size=3), by=st.sampled_from(["clock", "segment", "owner"]))
def test_the_report_is_the_sum_of_its_cases_and_groups(all_steps: list[list[Step]], by: str) -> None:
    histories = [history_of(steps)[2] for steps in all_steps]
    tally = AttributionTally(AttributionQuery.model_validate({"by": by}), rulebook())
    for history in histories:
        tally.add(history)
    total, groups = tally.total(), tally.groups()
    late = [
        (history, clock, seconds)
        for history in histories
        for clock in history.clocks
        if (seconds := late_seconds(clock, history.as_of_at)) is not None and clock.breached_at is not None
    ]
    assert (total.late_clocks, total.late_seconds) == (len(late), sum(seconds for *_, seconds in late))
    for history, clock, seconds in late:
        assert sum(share.seconds for share in shares_of(history, clock, rulebook())) == seconds
    for group in (total, *groups):
        assert sum(share.seconds for share in group.holders) == group.late_seconds
    assert sum(group.late_seconds for group in groups) == total.late_seconds
    assert sum(group.late_clocks for group in groups) == total.late_clocks
    if by == "clock":
        assert all(group.held_seconds <= total.held_seconds for group in groups)
    else:
        assert sum(group.held_seconds for group in groups) == total.held_seconds
        assert sum(group.held_pauses for group in groups) == total.held_pauses


@settings(deadline=None, max_examples=120)
@given(steps=STEPS)
def test_the_report_reads_all_that_it_must_know(steps: list[Step]) -> None:
    _, events, whole = history_of(steps)
    read = clock_history(STREAM_ID, [each for each in events if isinstance(each.event, TOLD)], whole.as_of_at)
    assert read is not None
    assert read.held_by == whole.held_by
    assert read.segment == whole.segment
    for clock, known in zip(read.clocks, whole.clocks, strict=True):
        assert (clock.breached_at, clock.due_at, clock.pauses) == (
            known.breached_at,
            known.due_at,
            known.pauses,
        )
        assert shares_of(read, clock, rulebook()) == shares_of(whole, known, rulebook())


def test_a_stream_without_events_has_no_clocks_to_show() -> None:
    assert clock_history(STREAM_ID, [], NINE) is None
