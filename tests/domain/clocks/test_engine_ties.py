"""What happens in one and the same instant happens in the order in which it was told, whatever follows."""

from datetime import timedelta

import pytest

from service.domain.clocks.offers import best_offer
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.situation import Situation
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import Priority, ResponseClass
from tests.domain.clocks.engine_histories import check
from tests.domain.clocks.engine_kit import CASE_ID, Life, at, rule, rules, said
from tests.domain.clocks.engine_pool import of

URGENT = frozenset({ResponseClass.URGENT})
UPDATE = rule(
    "update",
    starts_on=("answered", "reopened"),
    met_by=("answered",),
    ends_on=("closed",),
    repeats=True,
)


def test_a_promise_broken_after_a_reopening_answered_in_its_instant_is_not_met_by_reclassifying() -> None:
    life = Life(rules(UPDATE))
    for milestone, hours in (("received", 0), ("answered", 1), ("reopened", 4), ("answered", 4)):
        life.happened(milestone, hours)
    life.watched(6)
    broken = life.clock("update")
    assert (broken.counts_from_at, broken.breached_at) == (at(4), at(5))

    assert life.becomes(7, response_classes=URGENT) == []
    assert [clock.counts_from_at for clock in life.book.clocks] == [at(1), at(4)]
    assert verdict(life.clock("update"), at(9)) == "breached"


def test_a_case_closed_in_the_instant_of_its_reopening_is_promised_nothing_by_reclassifying() -> None:
    life = Life(rules(UPDATE))
    for milestone, hours in (("received", 0), ("answered", 1), ("reopened", 4)):
        life.happened(milestone, hours)
    assert said(life.happened("closed", 4)) == [("Cancelled", 4)]

    assert life.becomes(7, response_classes=URGENT) == []


def test_of_two_rules_that_are_due_at_one_instant_the_first_of_the_policy_is_promised() -> None:
    first, second = rule("first", clock="answer"), rule("second", clock="answer")
    promises = rules(first, second)
    life = Life(promises)
    life.happened("received", 0)
    assert life.clock("answer").rule == "first"
    (_, policy), *_ = promises.policies
    offered = best_offer((first, second), policy, life.situation, promises, start_at=at(0), fact=None)
    assert offered is not None
    assert offered.rule == first


@pytest.mark.parametrize("seed", [2027020247, 2027077462])
def test_the_lives_that_showed_it_come_to_what_the_reference_says(seed: int) -> None:
    assert check(seed)


RESOLUTION = rule(
    "resolution", starts_on=("received", "reopened"), met_by=("resolved",), applies_to=of("urgent")
)
SURVEY = rule("survey", starts_on=("resolved",), met_by=("survey_sent",), ends_on=("reopened",))
FOLLOW_UP = rule(
    "follow_up",
    starts_on=("resolved",),
    met_by=("revisited",),
    ends_on=("reopened",),
    repeats=True,
    once=True,
)
ACKNOWLEDGEMENT = rule("ack", starts_on=("received", "reopened"), met_by=("acknowledged",))
REPLY = rule("reply", starts_on=("customer_messaged",), met_by=("answered",), once=True)
COMMITMENT = rule(
    "commitment", starts_on=("commitment_made",), met_by=("commitment_kept",), per_subject=True, promised=True
)


def stands(life: Life, name: str) -> list[tuple[int, str, float | None]]:
    """Return of each clock of a name its cycle, its verdict, and the hour at which it ended."""
    return [
        (
            clock.cycle,
            verdict(clock, at(99)),
            None if clock.ended_at is None else (clock.ended_at - at(0)) / timedelta(hours=1),
        )
        for clock in life.book.clocks
        if clock.clock == name and not clock.is_void
    ]


def told(*facts: tuple[str, float], promises: tuple[ClockRule, ...]) -> Life:
    life = Life(rules(*promises), Situation(stream_id=CASE_ID, response_classes=URGENT))
    for milestone, hours in facts:
        life.happened(milestone, hours)
    return life


def test_a_case_reopened_and_resolved_in_the_minute_of_its_resolution_keeps_the_promise_of_both_cycles() -> (
    None
):
    life = Life(rules(RESOLUTION, SURVEY, FOLLOW_UP))
    life.happened("received", 2)
    life.becomes(2, response_classes=URGENT)
    for milestone in ("resolved", "reopened", "resolved"):
        life.happened(milestone, 3)

    assert stands(life, "resolution") == [(1, "met", 3), (2, "met", 3)]
    assert stands(life, "survey") == [(1, "cancelled", 3), (2, "breached", None)]
    assert stands(life, "follow_up") == [(1, "cancelled", 3), (2, "breached", None)]
    assert said(life.happened("survey_sent", 3.5)) == [("Met", 3.5)]
    assert said(life.happened("revisited", 3.6)) == [("Met", 3.6), ("Started", 3.6)]


def test_three_resolutions_of_one_minute_are_three_cycles() -> None:
    life = told(
        ("received", 2),
        *[(milestone, 3) for milestone in ("resolved", "reopened") * 2],
        ("resolved", 3),
        promises=(RESOLUTION, SURVEY),
    )

    assert stands(life, "resolution") == [(1, "met", 3), (2, "met", 3), (3, "met", 3)]
    assert [clock.cycle for clock in life.book.clocks if clock.clock == "survey"] == [1, 2, 3]


def test_a_case_that_stays_reopened_in_the_minute_of_its_resolution_is_owed_the_second_promise() -> None:
    life = told(("received", 2), ("resolved", 3), ("reopened", 3), promises=(RESOLUTION,))

    assert stands(life, "resolution") == [(1, "met", 3), (2, "breached", None)]


def test_a_case_received_and_reopened_in_one_minute_is_promised_both() -> None:
    life = told(("received", 2), ("resolved", 2), ("reopened", 2), promises=(RESOLUTION,))

    assert stands(life, "resolution") == [(1, "met", 2), (2, "breached", None)]


def test_a_late_fact_belongs_to_the_cycle_of_its_instant() -> None:
    life = told(("received", 2), ("resolved", 3), ("reopened", 5), promises=(ACKNOWLEDGEMENT,))
    life.happened("acknowledged", 2.05)
    life.happened("acknowledged", 5.07)

    assert stands(life, "ack") == [(1, "met", 2.05), (2, "met", 5.07)]


def test_a_late_fact_in_the_minute_of_a_reopening_belongs_to_what_was_told_before_it() -> None:
    life = told(("received", 2), ("reopened", 3), promises=(ACKNOWLEDGEMENT,))
    life.happened("acknowledged", 4)
    assert stands(life, "ack") == [(1, "breached", 4), (2, "met", 4)]
    life.happened("acknowledged", 3)

    assert stands(life, "ack") == [(1, "met", 3), (2, "met", 3)]


def test_an_acknowledgement_told_before_the_reopening_of_its_minute_is_of_the_cycle_before() -> None:
    before = told(("received", 2), ("acknowledged", 3), ("reopened", 3), promises=(ACKNOWLEDGEMENT,))
    after = told(("received", 2), ("reopened", 3), ("acknowledged", 3), promises=(ACKNOWLEDGEMENT,))

    assert stands(before, "ack") == [(1, "met", 3), (2, "breached", None)]
    assert stands(after, "ack") == [(1, "met", 3), (2, "met", 3)]


def test_a_reopening_told_late_leaves_the_promises_after_it_as_they_were_noted() -> None:
    life = told(
        ("received", 2),
        ("resolved", 3),
        ("customer_messaged", 6),
        ("reopened", 5),
        promises=(REPLY, RESOLUTION),
    )

    assert stands(life, "resolution") == [(1, "met", 3), (2, "breached", None)]
    assert said(life.happened("answered", 6.5)) == [("Breached", 6), ("Met", 6.5)]
    assert stands(life, "reply") == [(1, "met", 6.5)]


def test_two_messages_and_an_answer_of_one_minute_leave_nothing_unanswered() -> None:
    life = told(
        ("received", 0),
        ("customer_messaged", 1),
        ("customer_messaged", 1),
        ("answered", 1),
        promises=(REPLY,),
    )

    assert stands(life, "reply") == [(1, "met", 1)]


def test_a_message_told_after_the_answer_of_its_minute_is_to_be_answered() -> None:
    life = told(
        ("received", 0),
        ("customer_messaged", 1),
        ("answered", 1),
        ("customer_messaged", 1),
        promises=(REPLY,),
    )
    assert stands(life, "reply") == [(1, "met", 1), (1, "breached", None)]
    assert said(life.happened("answered", 1.5)) == [("Met", 1.5)]
    life.becomes(2, priority=Priority.CRITICAL)
    assert stands(life, "reply") == [(1, "met", 1), (1, "met", 1.5)]


def test_a_message_told_late_takes_nothing_from_one_that_came_after_the_answer_of_a_minute() -> None:
    life = told(
        ("received", 0),
        ("customer_messaged", 2),
        ("answered", 2),
        ("customer_messaged", 2),
        ("customer_messaged", 1.5),
        promises=(REPLY,),
    )

    assert stands(life, "reply") == [(1, "breached", None), (1, "met", 2)]


def test_each_answer_of_one_minute_begins_a_round_of_updates() -> None:
    life = told(("received", 0), ("answered", 1), ("answered", 1), ("answered", 1), promises=(UPDATE,))

    assert stands(life, "update") == [(1, "met", 1), (1, "met", 1), (1, "breached", None)]


def test_a_commitment_made_kept_and_made_again_in_one_minute_is_promised_once_a_cycle() -> None:
    life = Life(rules(COMMITMENT))
    for milestone in ("commitment_made", "commitment_kept", "commitment_made"):
        life.happened(milestone, 1, subject="one", due_at=at(5))
    assert stands(life, "commitment") == [(1, "met", 1)]

    life.happened("reopened", 1)
    for milestone in ("commitment_made", "commitment_kept", "commitment_made"):
        life.happened(milestone, 1, subject="one", due_at=at(5))
    assert stands(life, "commitment") == [(1, "met", 1), (2, "met", 1)]


def test_commitments_to_two_subjects_in_one_minute_are_two() -> None:
    life = Life(rules(COMMITMENT))
    for subject in ("one", "two"):
        life.happened("commitment_made", 1, subject=subject, due_at=at(5))
    life.happened("commitment_kept", 1, subject="one")

    assert [(clock.subject, clock.end) for clock in life.book.clocks] == [("one", "met"), ("two", None)]


def test_a_plan_that_is_due_earlier_is_promised_though_its_channel_opens_in_the_minute_of_the_receipt() -> (
    None
):
    slow = rule("slow", clock="plan", met_by=("plan_proposed",), target_seconds=86400)
    fast = rule("fast", clock="plan", starts_on=("green_channel_opened",), met_by=("plan_proposed",))
    life = told(("received", 0), ("green_channel_opened", 0), promises=(slow, fast))

    assert [(clock.rule, clock.end) for clock in life.book.clocks] == [("slow", "cancelled"), ("fast", None)]
