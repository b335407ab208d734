"""More faults of the peers' engines (research on peers, 1b) that show only when commands and rules meet.

Those that the engine alone can show stand in tests/domain/clocks/test_engine_peer_faults.py.
"""

from itertools import pairwise

import pytest

from service.domain.account.decisions.profile import AssignSegment, OpenAccount
from service.domain.case.decisions.assignment import AssignOwner
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.closure import CloseCase, ConfirmResolution, ReopenCase
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.vocabulary import (
    CaseKind,
    Priority,
    ResponseClass,
    Segment,
    WaitingOn,
)
from tests.promises.driving import Life, at
from tests.promises.happenings import (
    ANSWER,
    MESSAGE,
    PLAN,
    PROGRESS,
    RESOLVE,
    begun,
    ranked,
    taken_in,
)

BASIC, ROUTINE, URGENT, COMPLEX, COMPLAINT, GREEN = ResponseClass
CUSTOMER, SUPPLIER = (
    StartWaiting(waiting_on=WaitingOn.CUSTOMER),
    StartWaiting(waiting_on=WaitingOn.SUPPLIER),
)


def test_rt_who_is_outside_is_decided_when_it_is_said_and_not_by_todays_roles() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:05"), (MESSAGE, "03-02 11:00")))
    before = life.clock("next_reply").due_at
    life.send(AssignOwner(owner="the.customer"), "03-02 11:05")
    assert life.clock("next_reply").due_at == before


def test_rt_a_case_knows_the_version_of_the_rules_under_which_it_was_promised() -> None:
    life = Life().go(begun(URGENT))
    life.republish("03-02 10:01", target_seconds=60)
    life.send(MESSAGE, "03-02 10:02")
    versions = {clock.clock: clock.policy_version for clock in life.clocks if clock.is_open}
    assert versions == {
        "acknowledgement": 1,
        "counterpart_informed": 1,
        "first_reply": 1,
        "resolution": 1,
        "next_reply": 2,
    }


def test_znuny_a_second_close_is_the_end_of_a_second_solution() -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-02 12:00"), (ConfirmResolution(), "03-02 13:00")))
    life.go([(CloseCase(), "03-02 13:01"), (ReopenCase(), "03-04 10:00"), (RESOLVE, "03-05 11:00")])
    assert [(c.cycle, c.end) for c in life.clocks_of("resolution")] == [(1, "met"), (2, "late")]


def test_znuny_closing_sets_no_deadline_to_nothing() -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-02 12:00"), (ConfirmResolution(), "03-02 13:00")))
    due = {clock.clock_id: clock.due_at for clock in life.clocks}
    life.send(CloseCase(), "03-02 13:01")
    assert {clock.clock_id: clock.due_at for clock in life.clocks} == due


def test_glpi_a_day_of_24_hours_and_a_limit_of_24_hours_are_the_same_time() -> None:
    life = Life(Segment.HIGH_VALUE).go(begun(COMPLEX))
    plan, hours = life.clock("plan"), life.rulebook.calendar("cn_7x12")
    assert hours.counted(plan.counts_from_at, plan.due_at).total_seconds() == plan.target_seconds
    assert plan.due_at == at("03-04 10:00")


def test_glpi_9082_a_wait_moves_no_deadline_out_of_office_hours() -> None:
    life = Life().go(begun(ROUTINE, (CUSTOMER, "03-03 08:00"), (EndWaiting(), "03-03 19:00")))
    assert life.clock("resolution").due_at == at("03-10 10:00")


def test_glpi_6902_a_wait_and_then_a_higher_priority_lose_no_time() -> None:
    life = Life().go((*ranked(Priority.LOW), (CUSTOMER, "03-02 10:30"), (EndWaiting(), "03-02 11:00")))
    life.send(ClassifyCase(priority=Priority.CRITICAL), "03-02 11:30")
    assert life.clock("resolution").due_at == at("03-02 15:30")


STARTS = [f"03-{day:02} {hour:02}:45" for day in range(2, 9) for hour in (3, 8, 11, 12, 17, 22)]


@pytest.mark.parametrize("start", STARTS)
def test_osticket_no_due_instant_falls_into_closed_hours(start: str) -> None:
    life = Life().go(begun(ROUTINE, at_=start))
    due_at, hours = life.clock("first_reply").due_at, life.rulebook.calendar("cn_5x8")
    assert hours.counted(due_at - 60 * (at("03-02 10:01") - at("03-02 10:00")), due_at).total_seconds() > 0
    assert hours.counted(at(start), due_at).total_seconds() == 1800


def test_osticket_4078_a_case_closed_late_is_late_in_every_cycle() -> None:
    life = Life().go(begun(URGENT, (RESOLVE, "03-04 12:00"), (ConfirmResolution(), "03-04 13:00")))
    life.send(CloseCase(), "03-04 13:01")
    clock = life.clock("resolution")
    assert (clock.end, clock.breached_at) == ("late", at("03-03 10:00"))


def test_django_helpdesk_the_watch_changes_no_priority() -> None:
    life = Life().go(ranked(Priority.HIGH))
    facts = life.watch("04-02 10:00")
    assert facts
    assert {fact.STORED_NAME.split(".")[0] for fact in facts} <= {
        "ClockWarned",
        "ClockBreached",
        "ClockEscalated",
    }


def test_zendesk_a_promise_keeps_the_hours_and_the_priority_that_it_was_made_with() -> None:
    care = Life().go([(OpenAccount(code="KA-0042", name="华东精密制造"), "03-01 10:00")])
    life = Life(account=care.state).go((*ranked(Priority.HIGH), (RESOLVE, "03-02 12:00")))
    care.send(AssignSegment(segment=Segment.HIGH_VALUE, reason="RFM"), "03-02 13:00")
    life.account = care.state  # type: ignore[assignment]  # an account it is
    life.send(ClassifyCase(priority=Priority.LOW), "03-02 14:00")
    clock = life.clock("resolution")
    assert (clock.calendar_id, clock.priority, clock.counted_seconds) == ("cn_5x8", Priority.HIGH, 7200)


def test_servicenow_a_clock_starts_when_the_thing_happened_not_when_the_form_was_saved() -> None:
    life = Life().go(taken_in(CaseKind.ENQUIRY))
    life.send(ClassifyCase(response_class=URGENT), "03-02 10:00", recorded_at="03-02 14:00")
    assert life.clock("resolution").counts_from_at == at("03-02 10:00")
    assert life.clock("resolution").due_at == at("03-03 10:00")


def test_servicenow_a_wait_that_was_never_ended_still_stops_the_clock() -> None:
    life = Life().go(begun(URGENT, (CUSTOMER, "03-02 11:00")))
    life.watch("03-20 10:00")
    assert life.clock("resolution").breached_at is None
    life.send(RESOLVE, "03-20 11:00")
    clock = life.clock("resolution")
    assert (clock.end, clock.counted_seconds) == ("met", 3600)


def test_salesforce_facts_of_the_same_second_keep_their_order() -> None:
    when = "03-02 10:05"
    life = Life().go(begun(COMPLEX, (PLAN, when), (PROGRESS, when), (ANSWER, when), (RESOLVE, when)))
    updates = [clock for clock in life.clocks if clock.clock == "progress_update"]
    ends = ["met", "met", "cancelled"]  # progress and answer each keep what the message before promised
    assert [(clock.counts_from_at, clock.end) for clock in updates] == [(at(when), end) for end in ends]
    assert all(earlier.occurred_at <= later.occurred_at for earlier, later in pairwise(life.facts))


def test_jira_a_met_target_of_hours_is_not_broken_by_a_shorter_one_afterwards() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:20")))
    life.republish("03-02 11:00", target_seconds=60)
    life.go([(ClassifyCase(priority=Priority.LOW), "03-02 11:01"), (MESSAGE, "03-02 11:02")])
    life.watch("03-02 11:30")
    clock = life.clock("first_reply")
    assert (clock.end, clock.breached_at, clock.target_seconds) == ("met", None, 1800)
