"""At any length a promise is judged as by the whole history: a small book says so, or asks for it."""

import os

import pytest
from pydantic import TypeAdapter

from service.domain.clocks.clock import ClockBook
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.letting_go import let_go
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.reaction.react import reaction
from service.domain.clocks.situation import Situation
from service.domain.clocks.verdict import verdict
from service.domain.clocks.waive import waive
from service.domain.vocabulary import Priority, ResponseClass, WaitingOn
from tests.domain.clocks.engine_kit import CASE_ID, Life, at, rule, rules, said
from tests.domain.clocks.engine_lengths import told_alike
from tests.domain.clocks.engine_pool import of

HISTORIES = int(os.environ.get("CASEBOOK_HISTORIES", "3000")) // 5
PARTS = 5

COMMITMENT = rule(
    "commitment",
    starts_on=("commitment_made",),
    met_by=("commitment_kept",),
    per_subject=True,
    promised=True,
    pauses_on=("customer",),
)
RESOLUTION = rule(
    "resolution",
    starts_on=("received", "reopened"),
    met_by=("resolved",),
    pauses_on=("customer",),
    target_seconds=50 * 3600,
)
TASK = {
    "starts_on": ("collaboration_requested",),
    "met_by": ("collaboration_answered",),
    "per_subject": True,
    "target_seconds": 500 * 3600,
}
REPLY = rule("reply", starts_on=("customer_messaged",), met_by=("answered",), once=True)


def both(*given: object) -> tuple[Life, Life]:
    """Return a case with a small book and one with the whole history, both just received."""
    promises = rules(*given)  # type: ignore[arg-type]
    small, whole = Life(promises), Life(promises, book=ClockBook(keeps=None))
    for life in (small, whole):
        life.happened("received", 0)
    return small, whole


@pytest.mark.parametrize("keeps", [1, 2, 3])
@pytest.mark.parametrize("part", range(PARTS))
def test_a_book_that_keeps_next_to_nothing_comes_to_what_the_whole_history_comes_to(
    part: int, keeps: int
) -> None:
    made = needed = 0
    for seed in range(part, HISTORIES, PARTS):
        facts, histories = told_alike(seed * 3 + keeps, keeps)
        made += facts
        needed += histories

    assert made > HISTORIES // PARTS
    assert needed


def test_a_hundred_waits_take_nothing_back() -> None:
    small, whole = both(RESOLUTION)
    for life in (small, whole):
        for number in range(150):
            life.waits(number * 2 + 0.75, WaitingOn.CUSTOMER)
            life.waits(number * 2 + 2.5, None)
        life.happened("resolved", 301)

    assert [stands.due_at for stands in small.book.clocks] == [stands.due_at for stands in whole.book.clocks]
    assert len(small.clock("resolution").pauses) == 150
    assert small.clock("resolution").end == whole.clock("resolution").end == "met"
    assert small.facts == whole.facts
    assert small.histories_needed == 0
    assert len(small.book.waits) < 150


def test_a_promise_kept_after_two_hundred_waits_stays_kept_when_one_of_the_first_is_told_late() -> None:
    small, whole = both(RESOLUTION)
    for life in (small, whole):
        for number in range(200):
            life.waits(number + 0.5, WaitingOn.CUSTOMER if number % 2 == 0 else None)
        life.happened("resolved", 250)
        assert life.waits(3.25, WaitingOn.SUPPLIER)

    assert small.facts == whole.facts
    assert small.book.clocks == whole.book.clocks
    assert small.histories_needed == 1


def test_another_limit_for_a_promise_with_two_hundred_waits_asks_for_them() -> None:
    small, whole = both(COMMITMENT)
    for life in (small, whole):
        life.happened("commitment_made", 1, subject="one", due_at=at(100))
        for number in range(200):
            life.waits(number / 2 + 2, WaitingOn.CUSTOMER if number % 2 == 0 else None)
        life.happened("commitment_renegotiated", 101.8, subject="one", due_at=at(200))

    assert small.facts == whole.facts
    assert small.histories_needed == 1
    assert small.clock("commitment").due_at == at(250)


def test_another_priority_after_a_thousand_facts_is_judged_by_all_of_them() -> None:
    critical = rule("fast", clock="answer", applies_to={"priorities": ("critical",)})
    small, whole = both(critical, REPLY)
    for life in (small, whole):
        life.happened("answered", 0.5)
        for number in range(500):
            life.happened("customer_messaged", number + 1)
            life.happened("answered", number + 1.5)
        life.becomes(502, priority=Priority.CRITICAL)

    assert small.facts == whole.facts
    assert (whole.clock("answer").end, whole.clock("answer").ended_at) == ("met", at(0.5))
    assert small.histories_needed == 1


def test_what_ended_a_promise_for_good_is_known_after_a_thousand_facts() -> None:
    task = rule(
        "task",
        starts_on=("collaboration_requested",),
        met_by=("collaboration_answered",),
        ends_on=("collaboration_declined", "closed"),
        per_subject=True,
    )
    small, whole = both(task)
    for life in (small, whole):
        life.happened("collaboration_declined", 1, subject="one")
        for number in range(1000):
            life.happened("answered", number + 2)
        assert life.happened("collaboration_requested", 1003, subject="one") == []
        assert said(life.happened("collaboration_requested", 1003, subject="two")) == [("Started", 1003)]

    assert small.histories_needed == 0


def test_a_commitment_kept_long_ago_is_not_promised_again() -> None:
    small, whole = both(COMMITMENT)
    for life in (small, whole):
        for number in range(300):
            life.happened("commitment_made", number, subject=str(number), due_at=at(number + 5))
            life.happened("commitment_kept", number + 0.5, subject=str(number))
        assert life.happened("commitment_made", 301, subject="3", due_at=at(400)) == []

    assert small.facts == whole.facts
    assert small.histories_needed == 0
    assert len(small.book.clocks) < 40


def test_a_fact_told_late_by_three_hundred_others_is_judged_by_the_history() -> None:
    small, whole = both(REPLY)
    for life in (small, whole):
        for number in range(300):
            life.happened("customer_messaged", number + 1)
            life.happened("answered", number + 1.9)
        assert said(life.happened("answered", 5.5))[-1] == ("Met", 5.5)

    assert small.facts == whole.facts
    assert small.histories_needed == 1
    assert small.book.keeps == 32


def test_a_small_book_says_that_it_needs_the_history_and_a_whole_one_never_does() -> None:
    small, whole = both(REPLY)
    for life in (small, whole):
        for number in range(300):
            life.happened("customer_messaged", number + 1)
            life.happened("answered", number + 1.9)
    late = MilestoneReached(milestone=Milestone.ANSWERED, at=at(5.5))

    with pytest.raises(HistoryNeededError):
        reaction(small.book, late, small.situation, small.promises)
    _, after = reaction(whole.book, late, whole.situation, whole.promises)
    assert let_go(after).facts == after.facts[-len(let_go(after).facts) :]
    assert len(let_go(after).facts) <= 256


def test_whoever_waives_a_clock_that_was_let_go_is_asked_for_the_history() -> None:
    small, whole = both(REPLY)
    for life in (small, whole):
        for number in range(300):
            life.happened("customer_messaged", number * 3 + 1)
            life.happened("answered", number * 3 + 3)
    first = whole.book.clocks[0]
    assert verdict(first, at(999)) == "breached"

    with pytest.raises(HistoryNeededError):
        waive(small.book, first.clock_id, "director", "Storm", at(999))
    assert waive(whole.book, first.clock_id, "director", "Storm", at(999))


@pytest.mark.parametrize("months", [1, 36])
def test_the_weekly_visits_of_years_need_no_history_however_often_the_watch_tells_them(months: int) -> None:
    weeks = months * 52 // 12
    life = Life(rules(*ACCOUNT), Situation(stream_id=CASE_ID, stream="account"))
    life.happened("owner_assigned", 0)
    for week in range(weeks):
        for earlier in range(max(0, week - 52), week + 1):
            told = MilestoneReached(
                milestone=Milestone.VISIT_EXPECTED, at=at(week_at(earlier)), due_at=at(week_at(earlier + 1))
            )
            events, life.book = reaction(life.book, told, life.situation, life.promises)
            life.facts += events
        life.happened("visit_held", week_at(week) + 50)
        life.happened("news_sent", week_at(week) + 60)

    assert life.histories_needed == 0
    assert [clock.end for clock in life.book.clocks if clock.clock == "visit"].count(None) == 0
    started = [fact for fact in life.facts if getattr(fact, "clock", None) == "visit"]
    assert len(started) == weeks


def week_at(number: int) -> float:
    return 1 + number * 168.0


ACCOUNT = (
    rule("visit", stream="account", starts_on=("visit_expected",), met_by=("visit_held",), promised=True),
    rule(
        "news",
        stream="account",
        starts_on=("owner_assigned",),
        met_by=("news_sent",),
        repeats=True,
        once=True,
        target_months=1,
    ),
)


def test_a_command_on_a_long_case_looks_at_no_more_than_on_a_short_one() -> None:
    for length in (500, 2500):
        life = Life(rules(REPLY, RESOLUTION))
        life.happened("received", 0)
        for number in range(length):
            life.happened("customer_messaged", number + 1)
            life.happened("answered", number + 1.5)
            life.happened("progress_shared", number + 1.6)
        sizes = len(life.book.facts), len(life.book.clocks), len(life.book.settled_starts["reply"])
        assert max(sizes) <= 256
        assert life.histories_needed == 0


def test_another_class_for_a_promise_of_a_cycle_before_asks_for_its_waits() -> None:
    slow = rule("slow", clock="task", applies_to=of("routine"), pauses_on=("customer",), **TASK)
    fast = rule("fast", clock="task", applies_to=of("urgent"), pauses_on=("supplier",), **TASK)
    small, whole = both(slow, fast)
    for life in (small, whole):
        life.happened("collaboration_requested", 1, subject="one")
        for number in range(200):
            life.waits(number / 2 + 2, [WaitingOn.CUSTOMER, WaitingOn.SUPPLIER, None][number % 3])
        life.happened("reopened", 103)
        life.becomes(104, response_classes=frozenset({ResponseClass.URGENT}))

    assert small.facts == whole.facts
    assert small.clock("task").rule == "fast"
    assert small.histories_needed == 1


def test_a_book_that_let_go_of_much_is_stored_and_read_again() -> None:
    life = Life(rules(REPLY, COMMITMENT))
    for number in range(300):
        life.happened("customer_messaged", number + 1)
        life.happened("answered", number + 1.5)
        life.happened("commitment_made", number + 1, subject=str(number), due_at=at(number + 9))
        life.waits(number + 1, WaitingOn.CUSTOMER if number % 2 else None)
    stored = TypeAdapter(ClockBook)

    assert life.book.complete_from_at is not None
    assert life.book.waits_from_at is not None
    assert life.book.happened
    assert stored.validate_json(stored.dump_json(life.book)) == life.book
    assert life.folded(life.book.keeps) == life.book
