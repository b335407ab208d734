"""The clocks of cases that are merged, unmerged and split: right before, during and after."""

from datetime import timedelta
from uuid import UUID

import pytest

from service.domain.case.decisions.links import LinkCase, MergeCase, SplitCase, UnmergeCase
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import CaseRelation, ResponseClass
from tests.promises.driving import SECOND, Life, at, case_of, receipt
from tests.promises.happenings import ACKNOWLEDGE, ANSWER, ASK_LEGAL, KEEP, RESOLVE, RESTORED, begun

URGENT, COMPLAINT = ResponseClass.URGENT, ResponseClass.COMPLAINT
PARENT_ID, PART_ID = UUID(int=21), UUID(int=22)
MERGE = MergeCase(into_case_id=PARENT_ID, reason="The same fault")
UNMERGE = UnmergeCase(reason="Another fault")
SPLIT = SplitCase(into_case_id=PART_ID, reason="The invoice is another matter")


def dues(life: Life) -> dict[str, str]:
    """Return what is promised: the due instant of each clock."""
    return {clock.clock: str(clock.due_at) for clock in life.clocks if clock.end != "cancelled"}


def test_a_split_moves_no_clock_of_the_case_that_it_was_a_part_of() -> None:
    whole, other = Life().go(begun(URGENT)), Life().go(begun(URGENT))
    facts = other.send(SPLIT, "03-02 10:02")
    assert [fact.type for fact in facts] == ["CaseSplit.v1"]
    assert dues(other) == dues(whole)
    for life in (whole, other):
        life.send(ACKNOWLEDGE, "03-02 10:05")
        life.watch("03-02 10:06")
    assert other.clock("acknowledgement").end == whole.clock("acknowledgement").end == "met"


def test_a_part_is_promised_from_its_own_receipt_not_from_that_of_the_whole() -> None:
    received = (receipt(split_from=PARENT_ID), case_of(URGENT, "03-02 15:00")[1][0])
    part = Life().go([(command, "03-02 15:00") for command in received])
    assert part.clock("acknowledgement").due_at == at("03-02 15:05")
    assert part.clock("resolution").due_at == at("03-03 15:00")


def test_a_part_that_the_customer_told_of_with_the_whole_is_promised_from_then() -> None:
    part = Life()
    told, classed = receipt(split_from=PARENT_ID), case_of(URGENT, "03-02 10:00")[1][0]
    for command in (told, classed):
        part.send(command, "03-02 10:00", recorded_at="03-02 15:00")
    part.watch("03-02 15:01")
    clock = part.clock("acknowledgement")
    assert (clock.due_at, clock.breached_at) == (at("03-02 10:05"), at("03-02 10:05"))


@pytest.mark.parametrize(("answered", "end"), [(0 * SECOND, "met"), (SECOND, "late")])
def test_right_before_the_merge_a_promise_is_kept_or_broken_as_ever(answered: timedelta, end: str) -> None:
    life = Life().go(begun(URGENT))
    life.send(ACKNOWLEDGE, at("03-02 10:05") + answered)
    life.send(MERGE, at("03-02 10:05") + 2 * SECOND)
    life.watch("03-04 10:00")
    assert life.clock("acknowledgement").end == end


@pytest.mark.parametrize("left", [SECOND, 0 * SECOND])
def test_what_fell_due_during_the_merge_is_broken_at_its_due_instant_once_it_is_unmerged(
    left: timedelta,
) -> None:
    life = Life().go(begun(URGENT))
    life.send(MERGE, at("03-02 10:05") - left)
    assert not life.watch("03-05 09:59") or not left
    life.send(UNMERGE, "03-05 10:00")
    life.watch(at("03-05 10:00") + 2 * SECOND)
    clock = life.clock("acknowledgement")
    assert (clock.due_at, clock.breached_at) == (at("03-02 10:05"), at("03-02 10:05"))


def test_a_merge_makes_what_was_asked_void_and_lets_what_is_promised_by_word_go_on() -> None:
    life = Life().go(begun(URGENT, (RESTORED, "03-02 11:00"), (ASK_LEGAL, "03-02 11:00")))
    life.send(MERGE, "03-02 12:00")
    life.watch("03-04 11:01")
    assert verdict(life.clock("open_question"), at("03-04 11:01")) == "voided"
    assert life.clocks_of("commitment")[0].breached_at == at("03-04 11:00")


def test_after_the_unmerge_a_case_is_resolved_and_its_clocks_end() -> None:
    life = Life().go(begun(URGENT, (ANSWER, "03-02 10:01"), (MERGE, "03-02 11:00")))
    life.go([(UNMERGE, "03-02 13:00"), (RESOLVE, "03-03 09:59")])
    clock = life.clock("resolution")
    assert (clock.due_at, clock.end) == (at("03-03 10:00"), "met")


def test_a_link_stops_no_clock() -> None:
    life = Life().go(begun(COMPLAINT))
    before = dues(life)
    life.send(LinkCase(other_case_id=PARENT_ID, relation=CaseRelation.PARENT), "03-02 10:10")
    assert dues(life) == before
    assert life.clock("complaint_answer").is_open


def test_what_was_promised_before_a_split_is_kept_after_it() -> None:
    life = Life().go(begun(URGENT, (RESTORED, "03-02 11:00"), (SPLIT, "03-02 12:00"), (KEEP, "03-04 11:00")))
    assert life.clock("commitment").end == "met"
