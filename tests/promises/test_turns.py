"""Merging, late recording, reclassification, and promises that roll, move or follow one another."""

import pytest

from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.collaborations import RequestCollaboration
from service.domain.case.decisions.commitments import RenegotiateCommitment
from service.domain.case.decisions.intake import AcknowledgeReceipt
from service.domain.case.decisions.links import MergeCase, MergedBeforeBreachError, UnmergeCase
from service.domain.case.decisions.replies import CaseGoesOnElsewhereError
from service.domain.case.decisions.waiting import EndWaiting, StartWaiting
from service.domain.clocks.events import ClockBreached, ClockMet, ClockStarted
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import Priority, ResponseClass, WaitingOn
from tests.promises.driving import CASE_ID, SECOND, Life, at, receipt
from tests.promises.happenings import (
    ACKNOWLEDGE,
    ANSWER,
    COMMITMENT_ID,
    KEEP,
    MESSAGE,
    MON,
    PROGRESS,
    REPORT,
    RESOLVE,
    RESTORED,
    TASK_ID,
    begun,
    ranked,
)

BASIC, ROUTINE, URGENT, COMPLEX, COMPLAINT, GREEN = ResponseClass
MERGE = MergeCase(into_case_id=TASK_ID, reason="The same fault")
UNMERGE = UnmergeCase(reason="Another fault")
TRUCK_IS_LATE = RenegotiateCommitment(
    commitment_id=COMMITMENT_ID, due_at=at("03-05 11:00"), reason="The truck"
)
CUSTOMER = StartWaiting(waiting_on=WaitingOn.CUSTOMER)


def test_a_merge_gives_no_time_back_what_fell_due_meanwhile_is_broken_after_the_unmerge() -> None:
    life = Life().go(begun(URGENT, (MERGE, "03-02 10:02")))
    assert {verdict(clock, at("03-05 10:00")) for clock in life.clocks if not clock.is_void} == {"voided"}
    life.send(UNMERGE, "03-02 10:20")
    life.watch("03-02 10:21")
    due = {clock.clock: (clock.due_at, clock.breached_at) for clock in life.clocks if not clock.is_void}
    assert due == {
        "acknowledgement": (at("03-02 10:05"), at("03-02 10:05")),
        "counterpart_informed": (at("03-02 10:10"), at("03-02 10:10")),
        "first_reply": (at("03-02 10:30"), None),
        "resolution": (at("03-03 10:00"), None),
    }


def test_what_the_customer_writes_to_a_merged_case_starts_no_clock_that_would_stand_still() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:05"), (MERGE, "03-02 12:00")))
    with pytest.raises(CaseGoesOnElsewhereError):
        life.send(MESSAGE, "03-02 13:00")
    assert life.watch("03-02 17:00") == ()
    life.send(UNMERGE, "03-02 17:00")
    life.send(MESSAGE, "03-02 17:00")
    assert life.clock("next_reply").due_at == at("03-02 17:30")


def test_what_the_customer_wrote_before_the_merge_waits_for_the_unmerge_and_is_overdue_then() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:05"), (MESSAGE, "03-02 12:00")))
    life.send(MERGE, "03-02 12:00")
    assert life.watch("03-02 17:00") == ()
    life.send(UNMERGE, "03-02 17:00")
    life.watch("03-02 17:01")
    assert life.clocks_of("next_reply")[0].breached_at == at("03-02 13:30")


def test_a_wait_gives_its_time_back_until_the_merge_that_overlaps_it() -> None:
    life = Life().go(begun(URGENT, (CUSTOMER, "03-02 11:00"), (MERGE, "03-02 12:00")))
    life.go([(EndWaiting(), "03-02 13:00"), (UNMERGE, "03-02 14:00")])
    assert life.clock("resolution").due_at == at("03-03 11:00")


def test_nobody_is_called_for_a_merged_case() -> None:
    life = Life().go(begun(URGENT, (MERGE, "03-02 10:02")))
    assert life.watch("04-01 10:00") == ()


def test_a_promise_broken_before_the_merge_stays_broken_after_the_unmerge() -> None:
    life = Life().go(begun(URGENT, (MERGE, "03-02 10:07"), (UNMERGE, "03-05 10:02")))
    life.send(ACKNOWLEDGE, "03-05 10:03")
    clock = life.clock("acknowledgement")
    assert (clock.breached_at, clock.end) == (at("03-02 10:05"), "late")


def test_what_was_done_in_time_and_recorded_late_is_met_and_the_breach_stays_visible() -> None:
    life = Life().go(begun(URGENT))
    life.watch("03-02 10:30")
    life.send(ACKNOWLEDGE, "03-02 10:04", recorded_at="03-02 12:00")
    clock = life.clock("acknowledgement")
    assert life.names(clock) == ["Started", "Breached", "Met"]
    assert [f.occurred_at for f in life.told(clock) if isinstance(f, ClockBreached)] == [at("03-02 10:05")]
    assert [f.occurred_at for f in life.told(clock) if isinstance(f, ClockMet)] == [at("03-02 10:04")]
    assert clock.end == "met"


@pytest.mark.parametrize(("was_noted", "end"), [(True, None), (False, "cancelled")])
def test_a_class_entered_afterwards_takes_back_a_promise_but_no_breach_that_was_noted(
    was_noted: bool, end: str | None
) -> None:
    life = Life().go(begun(URGENT))
    if was_noted:
        life.watch("03-02 10:10")
    life.send(ClassifyCase(response_class=ROUTINE), "03-02 10:03", recorded_at="03-02 10:30")
    life.watch("03-02 10:40")
    (clock,) = [each for each in life.clocks if each.clock == "acknowledgement"]
    assert (clock.breached_at is not None, clock.end) == (was_noted, end)


@pytest.mark.parametrize("was_noted", [True, False])
def test_a_merge_entered_afterwards_undoes_no_breach_whether_or_not_it_was_noted(was_noted: bool) -> None:
    life = Life().go(begun(URGENT))
    if was_noted:
        life.watch("03-02 10:10")
    with pytest.raises(MergedBeforeBreachError):
        life.send(MERGE, "03-02 10:03", recorded_at="03-02 10:30")
    life.send(MERGE, "03-02 10:10", recorded_at="03-02 10:10")
    life.go([(UNMERGE, "03-02 11:00"), (ACKNOWLEDGE, "03-02 11:02")])
    assert life.clock("acknowledgement").end == "late"


def test_a_case_recorded_a_day_late_is_promised_from_its_receipt() -> None:
    life = Life()
    life.send(receipt(), MON, recorded_at="03-03 10:00")
    life.send(ClassifyCase(response_class=URGENT), MON, recorded_at="03-03 10:00")
    life.send(ACKNOWLEDGE, "03-02 10:05", recorded_at="03-03 10:01")
    clock = life.clock("acknowledgement")
    assert (clock.counts_from_at, clock.due_at, clock.end) == (at(MON), at("03-02 10:05"), "met")


def test_a_wait_recorded_late_gives_its_time_back_though_the_breach_was_noted() -> None:
    life = Life().go(begun(URGENT))
    life.watch("03-03 10:30")
    life.send(CUSTOMER, "03-02 12:00", recorded_at="03-03 11:00")
    life.send(EndWaiting(), "03-02 18:00", recorded_at="03-03 11:00")
    clock = life.clock("resolution")
    assert clock.due_at == at("03-03 16:00")
    assert clock.breached_at == at("03-03 10:00")
    life.send(RESOLVE, "03-03 15:00")
    assert life.again(clock).end == "met"


def test_a_wait_over_a_weekend_gives_back_only_the_time_that_counts() -> None:
    life = Life().go(begun(ROUTINE, (CUSTOMER, "03-06 17:00"), (EndWaiting(), "03-09 10:00")))
    assert life.clock("resolution").due_at == at("03-09 12:00")


def test_a_wait_after_the_due_instant_moves_nothing() -> None:
    life = Life().go(begun(URGENT, (CUSTOMER, "03-03 10:01"), (EndWaiting(), "03-03 18:00")))
    life.send(RESOLVE, "03-03 19:00")
    clock = life.clock("resolution")
    assert (clock.due_at, clock.breached_at, clock.end) == (at("03-03 10:00"), at("03-03 10:00"), "late")


def test_a_case_that_turns_out_urgent_has_its_limits_from_the_receipt() -> None:
    life = Life().go([(receipt(), MON), (ClassifyCase(response_class=URGENT), "03-02 10:03")])
    due = {clock.clock: clock.due_at for clock in life.clocks if clock.end != "cancelled"}
    assert due["acknowledgement"] == at("03-02 10:05")
    assert due["counterpart_informed"] == at("03-02 10:10")
    assert due["resolution"] == at("03-03 10:00")
    started = [f for f in life.facts if isinstance(f, ClockStarted) and f.clock == "acknowledgement"]
    assert [(fact.occurred_at, fact.counts_from_at) for fact in started] == [(at("03-02 10:03"), at(MON))]


def test_a_case_that_turns_out_urgent_too_late_is_broken_at_the_instant_it_was_due() -> None:
    life = Life().go([(receipt(), MON), (ClassifyCase(response_class=URGENT), "03-02 10:20")])
    life.watch("03-02 10:21")
    assert life.clock("acknowledgement").breached_at == at("03-02 10:05")


def test_what_was_done_before_the_reclassification_keeps_the_new_promise() -> None:
    life = Life().go([(receipt(), MON), (ACKNOWLEDGE, "03-02 10:04")])
    life.send(ClassifyCase(response_class=URGENT), "03-02 10:20")
    clock = life.clock("acknowledgement")
    assert (clock.end, clock.ended_at, clock.breached_at) == ("met", at("03-02 10:04"), None)


def test_a_classification_recorded_late_judges_what_was_done_since() -> None:
    life = Life().go([(receipt(), MON), (ACKNOWLEDGE, "03-02 10:20")])
    life.send(ClassifyCase(response_class=URGENT), "03-02 10:03", recorded_at="03-02 14:00")
    clock = life.clock("acknowledgement")
    assert (clock.breached_at, clock.end, clock.late_seconds) == (at("03-02 10:05"), "late", 15 * 60)


def test_a_broken_promise_stays_broken_when_the_case_turns_out_less_urgent() -> None:
    life = Life().go(begun(URGENT))
    life.watch("03-02 10:06")
    life.send(ClassifyCase(response_class=ROUTINE), "03-02 10:07")
    assert life.clock("acknowledgement").breached_at == at("03-02 10:05")
    life.watch("03-02 10:30")
    assert life.clocks_of("counterpart_informed") == []


def test_a_break_that_nobody_had_noted_yet_survives_a_reclassification() -> None:
    life = Life().go(begun(URGENT, (ClassifyCase(response_class=ROUTINE), "03-02 10:20")))
    assert life.clock("acknowledgement").breached_at == at("03-02 10:05")


def test_a_wait_is_kept_when_the_limit_changes() -> None:
    life = Life().go(begun(URGENT, (CUSTOMER, "03-02 11:00"), (EndWaiting(), "03-02 14:00")))
    life.send(ClassifyCase(response_class=GREEN), "03-02 15:00")
    assert life.clock("resolution").due_at == at("03-04 13:00")


def test_a_higher_priority_shortens_the_solution_by_the_time_already_used() -> None:
    life = Life().go((*ranked(Priority.LOW), (ClassifyCase(priority=Priority.CRITICAL), "03-02 11:00")))
    clock = life.clock("resolution")
    assert (clock.due_at, clock.priority) == (at("03-02 15:00"), Priority.CRITICAL)


def test_several_messages_make_one_clock_from_the_oldest_unanswered_one() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:05")))
    life.go([(MESSAGE, "03-02 11:00"), (MESSAGE, "03-02 11:10"), (MESSAGE, "03-02 11:20")])
    assert life.clock("next_reply").due_at == at("03-02 11:30")
    life.go([(ANSWER, "03-02 11:30"), (MESSAGE, "03-02 14:00")])
    assert [clock.due_at for clock in life.clocks_of("next_reply")] == [at("03-02 11:30"), at("03-02 14:30")]


def test_an_update_recorded_late_splits_the_rolling_promise() -> None:
    life = Life().go(begun(ROUTINE, (ANSWER, "03-02 10:20")))
    life.watch("03-04 12:00")
    life.send(PROGRESS, "03-03 10:00", recorded_at="03-04 12:00")
    first, second = life.clocks_of("progress_update")
    assert (first.end, first.ended_at) == ("met", at("03-03 10:00"))
    assert second.due_at == at("03-04 10:00")
    life.watch("03-04 12:01")
    assert life.again(second).breached_at == at("03-04 10:00")


@pytest.mark.requirement(16)
def test_a_commitment_outlives_its_case_and_moves_only_when_it_is_renegotiated_in_time() -> None:
    life = Life().go(begun(URGENT, (RESTORED, "03-02 11:00"), (RESOLVE, "03-02 12:00")))
    life.send(TRUCK_IS_LATE, "03-04 10:00")
    clock = life.clock("commitment")
    assert clock.due_at == at("03-05 11:00")
    life.send(KEEP, at("03-05 11:00") + SECOND)
    assert life.again(clock).end == "late"


def test_a_commitment_renegotiated_after_its_instant_is_broken_all_the_same() -> None:
    life = Life().go(begun(URGENT, (RESTORED, "03-02 11:00")))
    life.send(TRUCK_IS_LATE, at("03-04 11:00") + SECOND)
    assert life.clocks_of("commitment")[0].breached_at == at("03-04 11:00")


@pytest.mark.requirement(82)
def test_a_department_that_was_given_an_instant_answers_by_it_and_not_by_the_table() -> None:
    ask = RequestCollaboration(
        collaboration_id=TASK_ID,
        department="sales",
        step="help",
        request="A quotation",
        due_at=at("03-02 11:40"),
    )
    life = Life().go(begun(ROUTINE, (ask, "03-02 11:00")))
    assert life.clock("collaboration_answer").due_at == at("03-02 11:40")
    life.send(REPORT, at("03-02 11:40") + SECOND)
    assert life.clock("collaboration_answer").end == "late"


def test_a_clock_has_the_same_id_on_every_machine_and_another_in_every_cycle() -> None:
    one, other = Life().go(begun(URGENT)), Life().go(begun(URGENT))
    assert [c.clock_id for c in one.clocks] == [c.clock_id for c in other.clocks]
    assert len({c.clock_id for c in one.clocks}) == len(one.clocks)
    assert CASE_ID not in {c.clock_id for c in one.clocks}


def test_an_acknowledgement_sent_twice_keeps_the_first_instant() -> None:
    life = Life().go(begun(URGENT, (ACKNOWLEDGE, "03-02 10:04")))
    assert life.send(AcknowledgeReceipt(), "03-02 10:20") == ()
    assert life.clock("acknowledgement").ended_at == at("03-02 10:04")
