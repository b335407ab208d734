"""What becomes of clocks when a case is reopened or merged, when the watch looks, and over a long life."""

from datetime import UTC, datetime

import pytest

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import ClockEscalated, ClockStarted
from service.domain.clocks.policy import Rung
from service.domain.clocks.starting import start_key
from service.domain.clocks.verdict import verdict
from service.domain.clocks.waive import UnknownClockError, waive
from service.domain.quick_ids import named_id
from service.domain.vocabulary import EscalationLevel, Segment, WaitingOn
from tests.domain.clocks.engine_kit import CASE_ID, Life, Rules, at, policy, rule, rules, said

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


def test_the_promises_of_a_clock_are_numbered_in_the_order_in_which_they_were_made() -> None:
    life = Life(rules(NEXT))
    for hour in (0, 2, 4):
        life.happened("customer_messaged", hour)
        life.happened("answered", hour + 0.5)
    numbered = [named_id(CASE_ID, f"{start_key('next', 1, None)}:{number}") for number in range(3)]
    assert [clock.clock_id for clock in life.book.clocks] == numbered


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


def test_a_merge_makes_void_what_ends_with_the_case_and_an_unmerge_gives_no_time_back() -> None:
    life = Life(rules(rule("reply", voided_by=("closed",)), rule("promised", met_by=("commitment_kept",))))
    life.happened("received", 0)

    assert said(life.happened("merged", 0.5)) == [("Paused", 0.5)]
    assert [verdict(clock, at(0.6)) for clock in life.book.clocks] == ["voided", "running"]
    assert said(life.watched(90)) == [("Breached", 1)]
    assert life.clock("promised").breached_at == at(1)
    assert said(life.happened("unmerged", 100)) == [("Resumed", 100), ("Breached", 1)]
    assert (life.clock("reply").due_at, life.clock("reply").breached_at) == (at(1), at(1))


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
