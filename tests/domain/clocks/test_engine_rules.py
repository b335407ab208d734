"""What each rule of a policy makes of what happens: exact facts, in order. Hours count from Monday 09:00."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import ClockEndedLate, ClockEscalated, ClockMet, ClockStarted
from service.domain.clocks.milestones import Happening, Milestone
from service.domain.clocks.policy import AgreedTerm, Rung
from service.domain.clocks.verdict import verdict
from service.domain.clocks.waive import UnknownClockError, waive
from service.domain.vocabulary import EscalationLevel, ResponseClass, Segment, WaitingOn
from tests.domain.clocks.engine_kit import CASE_ID, Life, Rules, at, policy, rule, rules, said

URGENT = frozenset({ResponseClass.URGENT})
ROUTINE = frozenset({ResponseClass.ROUTINE})
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
        life.tell(Happening(milestone=Milestone.ANSWERED, at=at(1) + late))
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


def test_each_subject_has_a_clock_of_its_own_that_is_promised_once() -> None:
    kept = rule(
        "commitment",
        starts_on=("commitment_made",),
        met_by=("commitment_kept",),
        per_subject=True,
        promised=True,
    )
    life = Life(rules(kept))
    life.happened("commitment_made", 0, subject="a", due_at=at(10))
    life.happened("commitment_made", 1, subject="b", due_at=at(5))
    life.happened("commitment_kept", 5, subject="b")
    assert said(life.happened("commitment_made", 6, subject="b", due_at=at(9))) == []

    assert [(clock.subject, clock.due_at, clock.end) for clock in life.book.clocks] == [
        ("a", at(10), None),
        ("b", at(5), "met"),
    ]


def test_a_commitment_is_renegotiated_until_it_is_broken() -> None:
    kept = rule(
        "commitment",
        starts_on=("commitment_made",),
        met_by=("commitment_kept",),
        per_subject=True,
        promised=True,
    )
    life = Life(rules(kept))
    life.happened("commitment_made", 0, subject="a", due_at=at(10))

    assert said(life.happened("commitment_renegotiated", 8, subject="a", due_at=at(20))) == [
        ("Rescheduled", 8)
    ]
    assert life.clock("commitment").due_at == at(20)
    assert said(life.happened("commitment_renegotiated", 21, subject="a", due_at=at(30))) == [
        ("Breached", 20)
    ]
    assert life.clock("commitment").due_at == at(20)


def test_a_promise_without_an_instant_starts_no_clock() -> None:
    life = Life(rules(rule("commitment", starts_on=("commitment_made",), per_subject=True, promised=True)))

    assert life.happened("commitment_made", 0, subject="a") == []


def test_a_bill_check_is_due_days_before_the_settlement_but_never_before_it_was_promised() -> None:
    check = rule(
        "bill_check",
        starts_on=("settlement_expected",),
        met_by=("bill_checked",),
        per_subject=True,
        promised=True,
        days_before_promised=7,
    )
    life = Life(rules(check))
    life.happened("settlement_expected", 0, subject="march", due_at=at(240))
    life.happened("settlement_expected", 100, subject="early", due_at=at(200))

    assert [clock.due_at for clock in life.book.clocks] == [at(240 - 168), at(200)]


def test_limits_in_working_days_and_months_are_read_from_the_calendar() -> None:
    life = Life(
        rules(
            rule("order", target_working_days=3, counts="office"),
            rule("visit", target_months=1, pauses_on=("customer",)),
        )
    )
    life.happened("received", 0)

    assert life.clock("order").due_at == at(3 * 24 + 9)
    assert life.clock("visit").due_at == at(31 * 24)
    life.waits(24, WaitingOn.CUSTOMER)
    life.waits(48, None)
    assert life.clock("visit").due_at == at(32 * 24)


def test_reclassification_counts_from_receipt_and_is_met_by_what_was_already_done() -> None:
    life = Life(rules(rule("ack", met_by=("acknowledged",), applies_to={"response_classes": ("urgent",)})))
    life.happened("received", 0)
    life.happened("acknowledged", 0.5)

    facts = life.becomes(2, response_classes=URGENT)

    assert said(facts) == [("Started", 2), ("Met", 0.5)]
    assert life.clock("ack").counts_from_at == at(0)


def test_reclassification_to_a_shorter_limit_uses_the_time_already_used() -> None:
    slow = rule(
        "slow", clock="resolution", applies_to={"response_classes": ("routine",)}, target_seconds=36000
    )
    fast = rule("fast", clock="resolution", applies_to={"response_classes": ("urgent",)}, target_seconds=7200)
    life = Life(rules(slow, fast))
    life.happened("received", 0)
    life.becomes(1, response_classes=URGENT)
    assert (life.clock("resolution").due_at, life.clock("resolution").rule) == (at(2), "fast")

    assert said(life.watched(3)) == [("Breached", 2)]
    assert said(life.becomes(4, response_classes=ROUTINE)) == []
    assert verdict(life.clock("resolution"), at(5)) == "breached"


def test_a_clock_whose_rule_no_longer_applies_is_cancelled_unless_it_is_broken() -> None:
    for hours, expected in ((0.5, "cancelled"), (2, "breached")):
        life = Life(rules(rule("ack", applies_to={"response_classes": ("routine",)})))
        life.happened("received", 0)
        life.becomes(hours, response_classes=URGENT)
        assert verdict(life.clock("ack"), at(9)) == expected


def test_of_two_rules_of_a_clock_the_one_due_first_holds() -> None:
    plan = rule("plan", met_by=("plan_proposed",), target_seconds=86400)
    green = rule(
        "green",
        clock="plan",
        starts_on=("green_channel_opened",),
        met_by=("plan_proposed",),
        target_seconds=7200,
    )
    life = Life(rules(plan, green))
    life.happened("received", 0)
    assert said(life.happened("green_channel_opened", 3)) == [("Cancelled", 3), ("Started", 3)]
    assert (life.clock("plan").rule, life.clock("plan").due_at) == ("green", at(5))

    late = Life(rules(plan, green))
    late.happened("received", 0)
    assert said(late.happened("green_channel_opened", 23)) == []


def test_an_agreement_stands_instead_of_the_policy_and_the_shorter_of_two() -> None:
    life = Life(rules(rule("reply")))
    life.situation = type(life.situation)(
        stream_id=CASE_ID,
        terms=(
            ("long", AgreedTerm(clock="reply", target_seconds=9000)),
            ("short", AgreedTerm(clock="reply", target_seconds=7200)),
        ),
    )
    life.happened("received", 0)

    assert (life.clock("reply").agreement_id, life.clock("reply").due_at) == ("short", at(2))


def test_reopening_starts_only_what_names_it_and_in_a_new_cycle() -> None:
    again = rule("resolution", starts_on=("received", "reopened"), met_by=("resolved",))
    life = Life(rules(rule("reply"), again))
    life.happened("received", 0)
    life.happened("answered", 0.5)
    life.happened("resolved", 0.9)
    life.happened("reopened", 5)

    assert [(clock.clock, clock.cycle, clock.end) for clock in life.book.clocks] == [
        ("reply", 1, "met"),
        ("resolution", 1, "met"),
        ("resolution", 2, None),
    ]


def test_a_merged_case_stands_still_and_goes_on_where_it_stood() -> None:
    life = Life(rules(rule("reply")))
    life.happened("received", 0)

    assert said(life.happened("merged", 0.5)) == [("Paused", 0.5)]
    assert life.watched(90) == []
    assert said(life.happened("unmerged", 100)) == [("Resumed", 100)]
    assert life.clock("reply").due_at == at(100.5)


def test_a_clock_id_is_the_same_whoever_computes_it_and_another_for_each_start() -> None:
    one, other = Life(rules(NEXT)), Life(rules(NEXT))
    for life in (one, other):
        life.happened("customer_messaged", 0)
        life.happened("answered", 1)
        life.happened("customer_messaged", 2)

    assert [clock.clock_id for clock in one.book.clocks] == [clock.clock_id for clock in other.book.clocks]
    assert len({clock.clock_id for clock in one.book.clocks}) == 2


def test_the_watch_notes_each_share_the_breach_and_each_call_once_at_its_instant() -> None:
    chain = (Rung(percent=80, level="specialist"), Rung(percent=100, level="supervisor"))
    promises = rules(rule("reply", warns_at_percent=(50,), escalates=chain))
    promises.duty[EscalationLevel.SPECIALIST] = "li"
    life = Life(promises)
    life.happened("received", 0)

    assert said(life.watched(0.5)) == [("Warned", 0.5)]
    assert said(life.watched(1)) == [("Escalated", 0.8)]
    assert said(life.watched(40)) == [("Breached", 1), ("Escalated", 1)]
    assert life.watched(41) == []
    called = [fact for fact in life.facts if isinstance(fact, ClockEscalated)]
    assert [(fact.level, fact.escalated_to) for fact in called] == [
        ("specialist", "li"),
        ("supervisor", None),
    ]


def test_a_waiver_stands_beside_the_breach() -> None:
    life = Life(rules(rule("reply")))
    life.happened("received", 0)
    life.watched(2)
    clock = life.clock("reply")
    waived = waive(life.book, clock.clock_id, "director", "Storm", at(3))
    life._fold(waived)

    assert verdict(life.clock("reply"), at(4)) == "waived"
    assert life.clock("reply").breached_at == at(1)
    assert waive(life.book, clock.clock_id, "director", "Again", at(5)) == ()
    with pytest.raises(UnknownClockError):
        waive(ClockBook(), clock.clock_id, "director", "Storm", at(3))


def test_a_cadence_that_a_tier_brings_counts_from_the_change() -> None:
    interview = rule(
        "interview",
        stream="account",
        starts_on=("owner_assigned",),
        met_by=("interview_held",),
        repeats=True,
        once=True,
        target_months=3,
        applies_to={"segments": ("high_value",)},
    )
    life = Life(rules(interview))
    life.situation = type(life.situation)(stream_id=CASE_ID, stream="account")
    life.happened("owner_assigned", 0)
    facts = life.becomes(9000, segment=Segment.HIGH_VALUE)

    assert said(facts) == [("Started", 9000)]
    assert life.clock("interview").due_at > at(9000 + 80 * 24)
    assert said(life.happened("interview_held", 9100)) == [("Met", 9100), ("Started", 9100)]
    assert said(life.becomes(9200, segment=Segment.ORDINARY)) == [("Cancelled", 9200)]


def test_a_promise_keeps_the_policy_and_calendar_under_which_it_was_made() -> None:
    since = datetime(2000, 1, 1, tzinfo=UTC)
    promises = Rules([(since, policy(rule("reply")))])
    life = Life(promises)
    life.happened("received", 0)
    promises.policies.append((at(0.5), policy(rule("reply", target_seconds=60), version=2)))
    promises.calendars.append(promises.calendars[0].model_copy(update={"version": 2}))

    life.happened("answered", 1)

    assert verdict(life.clock("reply"), at(9)) == "met"
    assert (life.clock("reply").policy_version, life.clock("reply").calendar_version) == (1, 1)


def test_a_long_life_lets_kept_promises_go_and_keeps_the_broken_ones() -> None:
    life = Life(rules(NEXT))
    for number in range(400):
        life.happened("customer_messaged", number * 10)
        life.happened("answered", number * 10 + (5 if number == 3 else 0.5))

    assert len(life.book.clocks) <= 40
    assert [verdict(clock, at(9999)) for clock in life.book.clocks].count("breached") == 1
    assert len([fact for fact in life.facts if isinstance(fact, ClockStarted)]) == 400
    assert len(life.book.facts) < 300
    assert life.becomes(4001, priority=None) == []


def test_the_book_is_stored_and_read_again() -> None:
    import pickle

    from pydantic import TypeAdapter

    life = Life(rules(UPDATE, NEXT, rule("reply", pauses_on=("customer",), warns_at_percent=(50,))))
    life.happened("received", 0)
    life.happened("customer_messaged", 0.1)
    life.waits(0.2, WaitingOn.CUSTOMER)
    life.happened("merged", 0.3)
    stored = TypeAdapter(ClockBook)

    assert stored.validate_json(stored.dump_json(life.book)) == life.book
    assert pickle.loads(pickle.dumps(life.book)) == life.book  # noqa: S301
    assert isinstance(life.book.clocks[0], Clock)
