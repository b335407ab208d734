"""What each rule of a policy makes of what happens: exact facts, in order. Hours count from Monday 09:00."""

from datetime import timedelta

from service.domain.clocks.events import ClockEndedLate, ClockMet, ClockStarted
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.verdict import verdict
from service.domain.vocabulary import ResponseClass, Segment, WaitingOn
from tests.domain.clocks.engine_kit import CASE_ID, Life, at, rule, rules, said

UPDATE = rule(
    "update",
    starts_on=("answered",),
    met_by=("progress_shared",),
    ends_on=("resolved",),
    repeats=True,
    once=True,
    target_seconds=86400,
)
NEXT = rule("next", starts_on=("customer_messaged",), met_by=("answered",), ends_on=("resolved",), once=True)
MICROSECOND = timedelta(microseconds=1)


def test_a_start_says_all_that_was_promised() -> None:
    life = Life(rules(rule("reply", counts="segment", pauses_on=("customer",))))
    life.situation = type(life.situation)(stream_id=CASE_ID, segment=Segment.ORDINARY, owner="wang")

    (fact,) = life.happened("received", -1)

    assert isinstance(fact, ClockStarted)
    assert (fact.due_at, fact.counts_from_at, fact.target_seconds) == (at(1), at(-1), 3600)
    assert (fact.calendar_id, fact.calendar_version) == ("office", 1)
    assert (fact.policy_id, fact.policy_version, fact.rule) == ("test", 1, "reply")
    assert (fact.segment, fact.owner, fact.response_class) == (
        Segment.ORDINARY,
        "wang",
        ResponseClass.ROUTINE,
    )


def test_a_promise_is_met_at_its_due_instant_and_late_a_microsecond_later() -> None:
    for late, expected in ((timedelta(), "met"), (MICROSECOND, "breached")):
        life = Life(rules(rule("reply")))
        life.happened("received", 0)
        life.tell(MilestoneReached(milestone=Milestone.ANSWERED, at=at(1) + late))
        assert verdict(life.clock("reply"), at(9)) == expected


def test_a_late_stop_notes_the_breach_at_the_due_instant_first() -> None:
    life = Life(rules(rule("reply")))
    life.happened("received", 0)

    facts = life.happened("answered", 3)

    assert said(facts) == [("Breached", 1), ("EndedLate", 3)]
    assert isinstance(facts[1], ClockEndedLate)
    assert (facts[1].counted_seconds, facts[1].late_seconds) == (3 * 3600, 2 * 3600)


def test_waiting_for_those_whom_the_rule_names_moves_the_due_instant() -> None:
    life = Life(rules(rule("reply", pauses_on=("customer",))))
    life.happened("received", 0)

    assert said(life.waits(0.5, WaitingOn.CUSTOMER)) == [("Paused", 0.5)]
    assert verdict(life.clock("reply"), at(50)) == "paused"
    assert said(life.waits(4.5, None)) == [("Resumed", 4.5)]
    assert life.clock("reply").due_at == at(5)
    (met,) = life.happened("answered", 5)
    assert isinstance(met, ClockMet)
    assert met.counted_seconds == 3600


def test_waiting_for_anybody_else_or_after_the_due_instant_moves_nothing() -> None:
    life = Life(rules(rule("reply", pauses_on=("customer",))))
    life.happened("received", 0)

    assert said(life.waits(0.5, WaitingOn.SUPPLIER)) == []
    assert said(life.waits(1, WaitingOn.CUSTOMER)) == []
    assert said(life.waits(2, None)) == [("Breached", 1)]
    assert life.clock("reply").due_at == at(1)


def test_a_waiting_period_entered_afterwards_moves_the_due_instant_even_after_the_breach_was_noted() -> None:
    life = Life(rules(rule("reply", pauses_on=("customer",))))
    life.happened("received", 0)
    assert said(life.watched(2)) == [("Breached", 1)]

    assert said(life.waits(0.5, WaitingOn.CUSTOMER)) == [("Paused", 0.5)]
    assert said(life.waits(2.5, None)) == [("Resumed", 2.5)]
    assert said(life.happened("answered", 3)) == [("Met", 3)]
    assert verdict(life.clock("reply"), at(9)) == "met"
    assert life.clock("reply").breached_at == at(1)


def test_a_stop_that_becomes_known_late_counts_when_it_happened_and_both_stay_visible() -> None:
    life = Life(rules(rule("reply")))
    life.happened("received", 0)
    life.watched(2)
    life.happened("answered", 3)

    assert said(life.happened("answered", 0.75)) == [("Met", 0.75)]
    assert said(life.facts) == [("Started", 0), ("Breached", 1), ("EndedLate", 3), ("Met", 0.75)]
    assert verdict(life.clock("reply"), at(9)) == "met"


def test_several_messages_make_one_clock_from_the_oldest_unanswered_one() -> None:
    life = Life(rules(NEXT))
    for hours in (0, 0.2, 0.4):
        life.happened("customer_messaged", hours)
    life.happened("answered", 0.5)
    life.happened("customer_messaged", 2)

    assert [(clock.counts_from_at, clock.end) for clock in life.book.clocks] == [
        (at(0), "met"),
        (at(2), None),
    ]


def test_an_older_message_that_becomes_known_late_is_the_one_that_waited() -> None:
    life = Life(rules(NEXT))
    life.happened("customer_messaged", 0.5)

    facts = life.happened("customer_messaged", 0)

    assert said(facts) == [("Cancelled", 0.5), ("Started", 0)]
    assert verdict(life.clock("next", 0), at(9)) == "cancelled"
    assert life.clock("next").due_at == at(1)


def test_a_rolling_clock_starts_anew_with_each_update_until_the_end() -> None:
    life = Life(rules(UPDATE))
    life.happened("answered", 1)
    life.happened("progress_shared", 20)

    assert life.clock("update").due_at == at(44)
    assert said(life.happened("progress_shared", 50)) == [
        ("Breached", 44),
        ("EndedLate", 50),
        ("Started", 50),
    ]
    assert said(life.happened("resolved", 60)) == [("Cancelled", 60)]
    assert said(life.happened("answered", 61)) == []


def test_an_update_that_becomes_known_late_splits_the_rolling_clock() -> None:
    life = Life(rules(UPDATE))
    life.happened("answered", 0)
    life.happened("progress_shared", 30)

    facts = life.happened("progress_shared", 20)

    assert said(facts) == [("Met", 20), ("Started", 20), ("Met", 30)]
    assert [verdict(clock, at(40)) for clock in life.book.clocks] == ["met", "running", "met"]


def test_what_comes_too_soon_after_the_start_keeps_nothing_in_whatever_order_it_is_told() -> None:
    visit = rule("visit", starts_on=("resolved",), met_by=("revisited",), kept_after_seconds=3600)
    for order in ((0.5, 1, 2), (2, 1, 0.5)):
        life = Life(rules(visit))
        life.happened("resolved", 0)
        for hour in order:
            life.happened("revisited", hour)
        assert life.clock("visit").ended_at == at(1)


def test_two_acts_nearer_to_each_other_than_the_rule_says_are_one_in_whatever_order_they_are_told() -> None:
    weekly = rule(
        "weekly",
        starts_on=("resolved",),
        met_by=("revisited",),
        repeats=True,
        once=True,
        target_seconds=86400,
        kept_apart_seconds=3600 * 3,
    )
    for order in ((1, 2, 3, 5), (5, 3, 2, 1), (2, 5, 1, 3)):
        life = Life(rules(weekly))
        life.happened("resolved", 0)
        for hour in order:
            life.happened("revisited", hour)
        kept = [clock for clock in life.book.clocks if clock.clock == "weekly" and not clock.is_void]
        ends = sorted(clock.ended_at for clock in kept if clock.ended_at is not None)
        assert ends == [at(1), at(5)]
