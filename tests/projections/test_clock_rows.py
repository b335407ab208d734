"""Given facts about a clock, when folded, then the row of a promise."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import to_json

from service.domain.account.record.profile import AccountClosed, AccountOwnerAssigned
from service.domain.account.record.routines import RoutineSet
from service.domain.account.vocabulary import Routine
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.clocks import events as clock_fact
from service.domain.clocks.events import CLOCK_EVENTS, AnyClockEvent, ClockStarted, Threshold
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import EscalationLevel, Segment, WaitingOn
from service.projections.clocks.fold import clock_of, entry_of, row_of
from service.projections.clocks.table import clocks
from service.projections.engine.entries import Entry
from service.projections.engine.model import StreamWithoutBeginningError
from tests.projections.folded import Tables, entry, fold, needs
from tests.projections.test_fold import ACCOUNT, CASE, OPENED, RECEIVED

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLOCK = UUID(int=77)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


STARTED = ClockStarted(
    occurred_at=START,
    clock_id=CLOCK,
    clock="first_reply",
    cycle=1,
    counts_from_at=START,
    target_seconds=1800,
    due_at=at(30),
    calendar_id="always",
    calendar_version=1,
    policy_id="default",
    policy_version=1,
    rule="first_reply",
    segment=Segment.POTENTIAL,
    owner="a",
    thresholds=(
        Threshold(percent=50, at=at(15)),
        Threshold(percent=100, at=at(30), level=EscalationLevel.MANAGER),
    ),
)
WARNED = clock_fact.ClockWarned(occurred_at=at(15), clock_id=CLOCK, percent=50)
BREACHED = clock_fact.ClockBreached(occurred_at=at(30), clock_id=CLOCK)
UNANSWERED = clock_fact.ClockEscalated(
    occurred_at=at(30), clock_id=CLOCK, percent=100, level=EscalationLevel.MANAGER
)
MET = clock_fact.ClockMet(occurred_at=at(20), clock_id=CLOCK, counted_seconds=1200)
LATE = clock_fact.ClockEndedLate(occurred_at=at(40), clock_id=CLOCK, counted_seconds=2400, late_seconds=600)
WAIVED = clock_fact.ClockWaived(occurred_at=at(50), clock_id=CLOCK, waived_by="boss", reason="storm")
PAUSED = clock_fact.ClockPaused(occurred_at=at(10), clock_id=CLOCK, waiting_on=WaitingOn.CUSTOMER)
RESUMED = clock_fact.ClockResumed(occurred_at=at(20), clock_id=CLOCK, due_at=at(40))
MOVED = clock_fact.ClockRescheduled(
    occurred_at=at(5),
    clock_id=CLOCK,
    reason="reclassified",
    target_seconds=600,
    due_at=at(10),
    calendar_id="always",
    calendar_version=1,
    policy_id="default",
    policy_version=1,
    rule="urgent_reply",
)
CANCELLED = clock_fact.ClockCancelled(occurred_at=at(5), clock_id=CLOCK, reason="withdrawn")
VOIDED = clock_fact.ClockVoided(occurred_at=at(5), clock_id=CLOCK, act=Milestone.WITHDRAWN)
AFTER_START: tuple[AnyClockEvent, ...] = (
    PAUSED,
    RESUMED,
    MOVED,
    WARNED,
    BREACHED,
    UNANSWERED,
    MET,
    LATE,
    WAIVED,
    CANCELLED,
    VOIDED,
)


def facts_of(*events: AnyEvent, stream_id: UUID = CASE) -> list[Entry]:
    return [entry(n, stream_id, n, UUID(int=1000 + n), at(n), event) for n, event in enumerate(events, 1)]


def folded(*events: AnyEvent) -> Tables:
    tables = Tables()
    fold(tables, facts_of(RECEIVED, STARTED, *events))
    return tables


def row(*events: AnyEvent) -> dict[str, Any]:
    return row_of(folded(*events).clocks[CLOCK])


def test_a_row_has_every_column_of_its_table() -> None:
    assert row().keys() == {column.name for column in clocks.c}


def test_a_clock_is_running_from_its_start_and_says_what_was_promised() -> None:
    found = row()
    assert (found["status"], found["was_breached"], found["due_at"]) == ("running", False, at(30))
    assert (found["stream"], found["stream_id"], found["account_id"]) == ("case", CASE, ACCOUNT)
    assert (found["owner"], found["segment"], found["target_seconds"]) == ("a", "potential", 1800)
    assert (found["next_at"], found["version"], found["source_position"]) == (at(15), 2, 2)
    assert {found[name] for name in found if name.endswith("_count")} == {0}


@pytest.mark.parametrize("event", AFTER_START, ids=lambda event: event.STORED_NAME)
def test_every_fact_about_a_clock_changes_its_row(event: AnyClockEvent) -> None:
    ignored = {"version", "source_position"}
    before, after = row(), row(event)
    assert {name for name in before if before[name] != after[name]} - ignored


def test_there_is_an_example_of_every_fact_about_a_clock() -> None:
    assert {type(event) for event in (STARTED, *AFTER_START)} == set(CLOCK_EVENTS)


def test_what_we_made_void_says_by_which_act_and_who_did_it_until_it_was_kept_after_all() -> None:
    found = row(VOIDED)
    assert (found["status"], found["end_reason"], found["voided_by"]) == ("voided", "withdrawn", "tests")
    found = row(VOIDED, MET)
    assert (found["status"], found["end_reason"], found["voided_by"]) == ("met", None, None)


def test_what_is_written_is_what_is_read_back() -> None:
    for events in ((PAUSED,), (PAUSED, RESUMED, WARNED, BREACHED, UNANSWERED, WAIVED, LATE)):
        entry = folded(*events).clocks[CLOCK]
        written = row_of(entry)
        read = {**written, "details": to_json(written["details"])}
        assert entry_of(read) == entry
        assert clock_of(read) == entry.clock


def test_a_breach_is_the_due_instant_and_is_noted_once_however_late() -> None:
    found = row(WARNED, BREACHED)
    assert (found["status"], found["was_breached"], found["breached_at"]) == ("running", True, at(30))
    assert (found["warned_percent"], found["warning_count"]) == (50, 1)
    assert found["next_at"] == at(30)  # the escalation is still to be noted


def test_a_stop_in_time_that_becomes_known_after_the_breach_makes_it_met_and_both_stay_visible() -> None:
    found = row(BREACHED, MET)
    assert (found["status"], found["was_breached"], found["breached_at"]) == ("met", False, at(30))
    assert (found["counted_seconds"], found["ended_at"]) == (1200, at(20))


def test_a_waiver_stands_beside_the_breach_and_does_not_clear_it() -> None:
    found = row(BREACHED, LATE, WAIVED)
    assert (found["status"], found["was_breached"], found["late_seconds"]) == ("late", True, 600)
    assert (found["waived_by"], found["waived_at"]) == ("boss", at(50))


def test_a_clock_cancelled_before_it_was_due_is_not_broken_and_cancelled_ones_have_no_next() -> None:
    found = row(CANCELLED)
    assert (found["status"], found["was_breached"], found["end_reason"]) == ("cancelled", False, "withdrawn")
    assert found["next_at"] is None


def test_a_paused_clock_has_nothing_to_be_noted_until_it_goes_on() -> None:
    assert (row(PAUSED)["status"], row(PAUSED)["next_at"]) == ("paused", None)
    found = row(PAUSED, RESUMED)
    assert (found["status"], found["due_at"], found["next_at"]) == ("running", at(40), at(40))


def test_an_escalation_that_found_nobody_is_counted_apart() -> None:
    found = row(UNANSWERED)
    assert (found["escalation_count"], found["unanswered_escalation_count"]) == (1, 1)
    assert found["escalated_level"] == "manager"
    found = row(UNANSWERED.model_copy(update={"escalated_to": "b"}))
    assert (found["escalation_count"], found["unanswered_escalation_count"]) == (1, 0)


def test_a_rung_that_was_noted_too_late_is_no_call() -> None:
    too_late = UNANSWERED.model_copy(update={"called": False})
    counts = ("escalation_count", "unanswered_escalation_count", "uncalled_escalation_count")
    found = row(too_late)
    assert [found[name] for name in counts] == [0, 0, 1]
    assert (found["escalated_level"], found["next_at"]) == (None, row(UNANSWERED)["next_at"])
    found = row(UNANSWERED, too_late)
    assert [found[name] for name in counts] == [1, 1, 1]
    assert found["escalated_level"] == "manager"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(MET, 20)], None),
        ([(MET, 25)], None),  # within the tolerance of clocks
        ([(MET, 26)], 360),
        ([(BREACHED, 31), (MET, 60)], 2400),
        ([(LATE, 40), (MET, 90)], 4200),  # what was done earlier became known later
        ([(MET, 20), (MET.model_copy(update={"counted_seconds": 600}), 90)], None),
        ([(LATE, 100)], 3600),
        ([(PAUSED, 90), (RESUMED, 90)], None),
    ],
)
def test_how_late_the_end_was_told_stands_in_the_row(
    told: list[tuple[AnyClockEvent, float]], expected: int | None
) -> None:
    tables = Tables()
    entries = facts_of(RECEIVED, STARTED)
    entries += [
        entry(n, CASE, n, UUID(int=1000 + n), at(recorded), event)
        for n, (event, recorded) in enumerate(told, 3)
    ]
    fold(tables, entries)
    assert row_of(tables.clocks[CLOCK])["told_late_seconds"] == expected


def test_the_row_of_the_case_follows_the_facts_about_its_clocks() -> None:
    case = folded(WARNED).cases[CASE]
    assert (case["version"], case["source_position"], case["updated_at"]) == (3, 3, at(3))


def test_a_clock_of_an_account_is_told_from_one_of_a_case() -> None:
    tables = Tables()
    fold(tables, facts_of(OPENED, STARTED, stream_id=ACCOUNT))
    found = row_of(tables.clocks[CLOCK])
    assert (found["stream"], found["stream_id"], found["account_id"]) == ("account", ACCOUNT, ACCOUNT)
    assert tables.accounts[ACCOUNT]["source_position"] == 2
    assert tables.changed == {ACCOUNT, CLOCK, *tables.account_history}
    assert len(tables.account_history) == 1


def test_a_batch_names_the_clocks_it_needs_and_both_kinds_of_stream() -> None:
    found = needs(facts_of(WARNED))
    assert (found["clocks"], found["cases"], found["accounts"]) == ({CLOCK}, {CASE}, {CASE})
    found = needs(facts_of(STARTED, WARNED))
    assert (found["clocks"], found["cases"], found["accounts"]) == (set(), {CASE}, {CASE})


def test_a_fact_about_an_unknown_clock_or_stream_is_an_error() -> None:
    with pytest.raises(StreamWithoutBeginningError, match=r"ClockWarned\.v1"):
        fold(Tables(), facts_of(RECEIVED, WARNED))
    with pytest.raises(StreamWithoutBeginningError, match=r"ClockStarted\.v1"):
        fold(Tables(), facts_of(STARTED))


@pytest.mark.parametrize("routine", [Routine.SETTLEMENT, Routine.VISIT])
def test_an_account_says_whether_days_bring_promises_or_reminders_by_themselves(routine: Routine) -> None:
    order = RoutineSet(occurred_at=at(1), routine=Routine.ORDER, day_of_month=3)
    fixed = order.model_copy(update={"routine": routine})
    closed = AccountClosed(occurred_at=at(2), reason="r")
    owned = AccountOwnerAssigned(occurred_at=at(1), owner="a.wang", reason="r")
    said = []
    for events in ((OPENED,), (OPENED, order), (OPENED, fixed), (OPENED, owned), (OPENED, fixed, closed)):
        tables = Tables()
        fold(tables, facts_of(*events, stream_id=ACCOUNT))
        said.append(tables.accounts[ACCOUNT]["has_days_to_come"])
    assert said == [False, True, True, True, False]
