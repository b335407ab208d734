"""Rules are numbered without gaps, are never edited, and never change what has passed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.command import Command
from service.domain.decision import refusals_of
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.rulebook.decisions import (
    DECISIONS,
    CalendarVersionNotNextError,
    ChangedBackwardsError,
    PolicyVersionNotNextError,
    PublishCalendar,
    PublishPolicy,
    SegmentWithoutCalendarError,
    decide,
)
from service.domain.rulebook.events import CalendarPublished, PolicyPublished, RosterSet
from service.domain.rulebook.state import CalendarNotPublishedError
from service.domain.vocabulary import Segment
from tests.domain.rulebook.published import (
    LONG_AGO,
    NOW,
    SUPERVISOR,
    book_of,
    calendar,
    mornings,
    policy,
    publish,
    roster,
    rule,
)

MINUTE = timedelta(minutes=1)
LATER = NOW + timedelta(days=30)
BY_SEGMENT = (rule(counts="segment"),)


def test_a_policy_is_published_whole_with_its_instant() -> None:
    assert decide(book_of(calendar()), publish(effective_at=LATER), NOW) == (
        PolicyPublished(occurred_at=NOW, policy=policy(), effective_at=LATER),
    )


def test_a_policy_without_an_instant_holds_from_now() -> None:
    (event,) = decide(book_of(calendar()), publish(), NOW)
    assert isinstance(event, PolicyPublished)
    assert event.effective_at == NOW


def test_a_calendar_and_a_roster_are_published_whole() -> None:
    document = mornings("early", "08:00-12:00")
    assert decide(book_of(), PublishCalendar(calendar=document), NOW) == (
        CalendarPublished(occurred_at=NOW, calendar=document),
    )
    command = roster(("staff-1", "early"))
    assert decide(book_of(document), command, NOW) == (
        RosterSet(occurred_at=NOW, level=SUPERVISOR, people=command.people, effective_at=NOW),
    )


@pytest.mark.parametrize(
    "again",
    [
        publish(),
        publish(effective_at=LONG_AGO),
        PublishCalendar(calendar=calendar()),
        roster(("a", "always")),
    ],
    ids=lambda command: type(command).__name__,
)
def test_the_same_rules_again_add_nothing_however_late(again: Command) -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO), roster(("a", "always")))
    assert decide(book, again, NOW + timedelta(days=400)) == ()


def test_an_older_version_sent_again_adds_nothing_and_does_not_come_back() -> None:
    second = publish(2, rules=(rule(seconds=60),))
    book = book_of(calendar(), publish(effective_at=LONG_AGO), second, calendar(version=2))
    assert decide(book, publish(effective_at=LONG_AGO), NOW) == ()
    assert decide(book, PublishCalendar(calendar=calendar()), NOW) == ()


@pytest.mark.parametrize("version", [1, 3, 4])
def test_only_the_next_version_of_a_policy_is_taken(version: int) -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO))
    changed = publish(version, rules=(rule(seconds=60),))
    with pytest.raises(PolicyVersionNotNextError) as refused:
        decide(book, changed, NOW)
    assert refused.value.values == {"policy_id": "default", "version": str(version), "expected": "2"}


def test_the_same_version_with_another_instant_is_no_repeat() -> None:
    with pytest.raises(PolicyVersionNotNextError):
        decide(book_of(calendar(), publish(effective_at=LONG_AGO)), publish(effective_at=LATER), NOW)


@pytest.mark.parametrize("version", [1, 3])
def test_only_the_next_version_of_a_calendar_is_taken(version: int) -> None:
    changed = PublishCalendar(calendar=calendar(version=version, zone="Europe/Berlin"))
    with pytest.raises(CalendarVersionNotNextError) as refused:
        decide(book_of(calendar()), changed, NOW)
    assert refused.value.values["expected"] == "2"


def test_each_policy_counts_its_own_versions() -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO))
    assert decide(book, publish(policy_id="strict", effective_at=NOW), NOW)


def test_the_first_policy_may_reach_back_for_nothing_was_promised_before() -> None:
    assert decide(book_of(calendar()), publish(effective_at=LONG_AGO), NOW)


@pytest.mark.parametrize("policy_id", ["default", "strict"])
def test_a_change_of_the_policy_does_not_reach_back(policy_id: str) -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO))
    version = 2 if policy_id == "default" else 1
    at_the_edge = publish(version, policy_id=policy_id, effective_at=NOW - MINUTE)
    assert decide(book, at_the_edge, NOW)
    with pytest.raises(ChangedBackwardsError) as refused:
        decide(book, at_the_edge, NOW + timedelta(microseconds=1))
    assert refused.value.values["earliest"] == str(NOW - MINUTE + timedelta(microseconds=1))


def test_a_change_does_not_take_effect_before_the_one_that_it_follows() -> None:
    book = book_of(calendar(), publish(effective_at=LONG_AGO), publish(2, effective_at=LATER))
    with pytest.raises(ChangedBackwardsError) as refused:
        decide(book, publish(3, effective_at=LATER - MINUTE), NOW)
    assert refused.value.values["earliest"] == str(LATER)
    assert decide(book, publish(3, effective_at=LATER), NOW)


def test_a_roster_does_not_reach_back_once_the_rung_has_one() -> None:
    book = book_of(calendar(), roster(("a", "always"), effective_at=LONG_AGO))
    with pytest.raises(ChangedBackwardsError):
        decide(book, roster(("b", "always"), effective_at=LONG_AGO), NOW)
    assert decide(book, roster(("b", "always")), NOW)


@pytest.mark.parametrize(
    "command",
    [
        publish(rules=(rule(counts="nights"),)),
        publish(rules=BY_SEGMENT, segment_calendars=dict.fromkeys(Segment, "nights")),
        publish(segment_calendars={Segment.ORDINARY: "nights"}),
        roster(("a", "always"), ("b", "nights")),
    ],
    ids=["rule", "every segment", "one segment", "roster"],
)
def test_rules_count_only_by_calendars_on_the_record(command: Command) -> None:
    with pytest.raises(CalendarNotPublishedError) as refused:
        decide(book_of(calendar()), command, NOW)
    assert refused.value.values == {"calendar_id": "nights"}
    assert decide(book_of(calendar(), calendar("nights")), command, NOW)


def test_a_policy_that_counts_by_the_tier_names_a_calendar_for_every_tier() -> None:
    some: dict[Segment, str] = {Segment.HIGH_VALUE: "always", Segment.POTENTIAL: "always"}
    with pytest.raises(SegmentWithoutCalendarError) as refused:
        decide(book_of(calendar()), publish(rules=BY_SEGMENT, segment_calendars=some), NOW)
    assert refused.value.values == {"segment": "ordinary"}
    assert decide(book_of(calendar()), publish(segment_calendars=some), NOW)


@pytest.mark.parametrize(
    "make",
    [
        lambda at: PublishPolicy(policy=policy(), occurred_at=at),
        lambda at: PublishCalendar(calendar=calendar("nights"), occurred_at=at),
        lambda at: roster(("a", "always")).model_copy(update={"occurred_at": at}),
    ],
    ids=["policy", "calendar", "roster"],
)
def test_nothing_is_published_in_the_future(make: Callable[..., Command]) -> None:
    with pytest.raises(OccurredInFutureError):
        decide(book_of(calendar()), make(NOW + timedelta(hours=1)), NOW)
    assert decide(book_of(calendar()), make(NOW), NOW)


def test_every_rule_of_the_table_tells_its_refusals() -> None:
    obeyed = {each for decision in DECISIONS for each in decision.rules}
    assert obeyed
    assert all(refusals_of(rule) for rule in obeyed)
    assert all(issubclass(refusal, Refusal) for rule in obeyed for refusal in refusals_of(rule))


def test_a_document_of_a_calendar_is_compared_whole() -> None:
    same: CalendarDocument = calendar()
    assert decide(book_of(calendar()), PublishCalendar(calendar=same), NOW) == ()
    other = calendar(zone="Europe/Berlin")
    with pytest.raises(CalendarVersionNotNextError):
        decide(book_of(calendar()), PublishCalendar(calendar=other), NOW)
