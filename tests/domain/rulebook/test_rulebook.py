"""The rulebook finds the rules of an instant, in every version, also after it was stored and read back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from service.domain.clocks.policy import NO_POLICY
from service.domain.clocks.situation import Promises
from service.domain.rulebook.events import RULEBOOK_EVENTS
from service.domain.rulebook.state import (
    EMPTY,
    CalendarNotPublishedError,
    PolicyInForce,
    PolicyNotPublishedError,
    Rulebook,
)
from service.domain.vocabulary import EscalationLevel
from tests.domain.rulebook.examples import ISSUED
from tests.domain.rulebook.published import (
    LONG_AGO,
    NOW,
    SUPERVISOR,
    book_of,
    calendar,
    directory,
    mornings,
    policy,
    publish,
    roster,
    rule,
)

MICROSECOND = timedelta(microseconds=1)
LATER = NOW + timedelta(days=30)
MONDAY_NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 09:00 in Shanghai
PROMISES: Promises = EMPTY
STORED = TypeAdapter(Rulebook)


def test_without_a_policy_nothing_is_promised() -> None:
    assert EMPTY.policy_at(NOW) is NO_POLICY
    assert NO_POLICY.rules == ()


def test_a_version_holds_from_its_instant_on_and_not_a_microsecond_before() -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO), publish(2, effective_at=LATER))
    assert book.policy_at(LONG_AGO - MICROSECOND) is NO_POLICY
    assert [book.policy_at(at).version for at in (LONG_AGO, NOW, LATER - MICROSECOND)] == [1, 1, 1]
    assert [book.policy_at(at).version for at in (LATER, LATER + MICROSECOND)] == [2, 2]


def test_of_two_versions_from_the_same_instant_the_later_one_holds() -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO), publish(2, effective_at=LATER))
    assert book_of(publish(3, effective_at=LATER), after=book).policy_at(LATER).version == 3


@settings(deadline=None)
@given(
    starts=st.lists(st.integers(0, 20), min_size=1, max_size=8).map(sorted),
    asked=st.integers(-1, 21),
)
def test_the_policy_found_is_the_last_that_has_begun(starts: list[int], asked: int) -> None:
    book = Rulebook(
        policies=tuple(
            PolicyInForce(policy=policy(n), effective_at=NOW + timedelta(days=day))
            for n, day in enumerate(starts, 1)
        )
    )
    begun = [n for n, day in enumerate(starts, 1) if day <= asked]
    found = book.policy_at(NOW + timedelta(days=asked))
    assert found == (policy(begun[-1]) if begun else NO_POLICY)


def test_every_version_of_a_policy_can_be_asked_for() -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO), publish(2, rules=(rule(seconds=60),)))
    assert book.policy_version("default", 1).rules[0].target_seconds == 1800
    assert book.policy_version("default", 2).rules[0].target_seconds == 60
    with pytest.raises(PolicyNotPublishedError) as refused:
        book.policy_version("default", 3)
    assert refused.value.values == {"policy_id": "default", "version": "3"}


def test_a_calendar_is_the_newest_unless_a_version_is_asked_for() -> None:
    first, second = mornings("early", "08:00-09:00"), mornings("early", "07:00-09:00", version=2)
    book = book_of(first, second)
    assert book.calendar("early").document == second
    assert book.calendar("early", 1).document == first
    assert book.calendar("early") is book.calendar("early")
    for asked, version in (("late", None), ("early", 3)):
        with pytest.raises(CalendarNotPublishedError):
            book.calendar(asked, version)


def test_a_new_calendar_version_is_seen_at_once() -> None:
    book = book_of(mornings("early", "08:00-09:00"))
    assert book.calendar("early").document.version == 1
    second = mornings("early", "07:00-09:00", version=2)
    assert book_of(second, after=book).calendar("early").document.version == 2


def test_the_first_person_whose_hours_it_is_is_on_duty() -> None:
    early, all_morning = mornings("early", "08:00-09:00"), mornings("morning", "08:00-12:00")
    book = book_of(early, all_morning, roster(("a", "early"), ("b", "morning"), effective_at=LONG_AGO))
    assert book.on_duty(SUPERVISOR, MONDAY_NINE - MICROSECOND) == "a"
    assert book.on_duty(SUPERVISOR, MONDAY_NINE) == "b"
    assert book.on_duty(SUPERVISOR, MONDAY_NINE + timedelta(hours=3)) is None
    assert book.on_duty(SUPERVISOR, MONDAY_NINE + timedelta(days=1)) is None
    assert book.on_duty(EscalationLevel.DIRECTOR, MONDAY_NINE) is None


def test_nobody_is_on_duty_before_the_roster_holds_and_another_roster_replaces_it() -> None:
    book = book_of(
        calendar(),
        roster(("a", "always"), effective_at=NOW),
        roster(("b", "always"), effective_at=LATER),
    )
    instants = (NOW - MICROSECOND, NOW, LATER - MICROSECOND, LATER)
    assert [book.on_duty(SUPERVISOR, at) for at in instants] == [None, "a", "a", "b"]


def test_an_empty_roster_means_that_nobody_is_on_duty() -> None:
    book = book_of(calendar(), roster(("a", "always"), effective_at=LONG_AGO), roster())
    assert book.on_duty(SUPERVISOR, NOW) is None
    assert book.on_duty(SUPERVISOR, NOW - MICROSECOND) == "a"


def test_a_rulebook_is_stored_and_read_back_the_same_also_after_use() -> None:
    book = book_of(
        calendar(),
        mornings("early", "08:00-09:00"),
        publish(effective_at=LONG_AGO),
        publish(2, effective_at=LATER),
        roster(("a", "early"), effective_at=LONG_AGO),
    )
    before = STORED.dump_json(book)
    assert book.policy_at(NOW).version == 1
    assert book.on_duty(SUPERVISOR, MONDAY_NINE) is None
    assert STORED.dump_json(book) == before
    again = STORED.validate_json(before)
    assert again == book
    assert again.policy_at(LATER).version == 2
    assert again.on_duty(SUPERVISOR, MONDAY_NINE - MICROSECOND) == "a"


def test_the_events_are_stored_and_read_back_the_same() -> None:
    fields: dict[str, dict[str, Any]] = {
        "PolicyPublished.v1": {"policy": policy(), "effective_at": NOW},
        "CalendarPublished.v1": {"calendar": mornings("early", "08:00-09:00", "10:00-12:00")},
        "RosterSet.v1": {
            "level": SUPERVISOR,
            "people": roster(("a", "early")).people,
            "effective_at": NOW,
        },
        "GuidelinePublished.v1": {"content": directory(), "effective_at": NOW},
        "ReportIssued.v1": ISSUED.model_dump(exclude={"type", "occurred_at"}),
    }
    assert {kind.STORED_NAME for kind in RULEBOOK_EVENTS} == set(fields)
    for kind in RULEBOOK_EVENTS:
        event = kind(occurred_at=NOW, **fields[kind.STORED_NAME])
        stored = event.model_dump_json(exclude={"type"}, exclude_none=True)
        assert kind.model_validate_json(stored) == event
