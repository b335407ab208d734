"""A promise that is made again as it was made before is the promise that the rules make."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.calendars.schedule import Schedule
from service.domain.clocks.clock import ClockBook
from service.domain.clocks.events import ClockStarted
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.offers import best_offer
from service.domain.clocks.openings import Opening
from service.domain.clocks.policy import AgreedTerm
from service.domain.clocks.reaction.react import react
from service.domain.clocks.situation import Situation
from service.domain.clocks.starting import started
from service.domain.vocabulary import Segment
from service.eventstore.mapper import encode
from tests.domain.clocks.calendar_cases import ZONES, around, documents
from tests.domain.clocks.engine_kit import CASE_ID, OFFICE, Rules, at, policy, rule, rules

SOME = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
CHAIN = (
    {"percent": 80, "level": "specialist"},
    {"percent": 100, "level": "supervisor"},
    {"percent": 200, "level": "director"},
)
REPLY = rule("reply", warns_at_percent=(50, 80), escalates=CHAIN, counts="office")
HOURS = st.integers(0, 14 * 24 * 3_600_000_000).map(lambda us: us / 3_600_000_000)


def begun(
    promises: Rules, situation: Situation, hours: float, due_at: datetime | None = None
) -> list[ClockStarted]:
    """Return what a receipt starts."""
    received = MilestoneReached(milestone=Milestone.RECEIVED, at=at(hours), due_at=due_at)
    found = react(ClockBook(), received, situation, promises)
    return [fact for fact in found if isinstance(fact, ClockStarted)]


@pytest.mark.parametrize("zone", ZONES)
@SOME
@given(data=st.data())
def test_a_schedule_says_what_the_calendar_says_wherever_it_was_asked_before(
    zone: str, data: st.DataObject
) -> None:
    start = data.draw(around(zone))
    calendar = Calendar(data.draw(documents(zone, start)))
    spans = st.timedeltas(timedelta(microseconds=1), timedelta(days=20))
    times = tuple(data.draw(st.lists(spans, min_size=1, max_size=5)))
    schedule = Schedule(calendar, times)
    near = st.timedeltas(-timedelta(days=1), timedelta(days=1)) | st.timedeltas(
        -timedelta(seconds=1), timedelta(seconds=1)
    )
    for distance in data.draw(st.lists(near, max_size=12)):
        assert list(schedule.instants(start + distance)) == calendar.due_each(start + distance, times)
        start += distance


@pytest.mark.parametrize("edge", [timedelta(), timedelta(microseconds=1), -timedelta(microseconds=1)])
def test_a_schedule_holds_at_the_edges_of_working_time(edge: timedelta) -> None:
    calendar = Calendar(OFFICE)
    times = (timedelta(hours=1), timedelta(hours=4), timedelta(microseconds=1))
    for first in range(48):
        schedule = Schedule(calendar, times)
        for second in range(first, first + 10):
            start = at(second / 2) + edge
            assert list(schedule.instants(start)) == calendar.due_each(start, times), start


def test_a_start_in_another_zone_or_beyond_the_horizon_is_answered_too() -> None:
    calendar = Calendar(OFFICE)
    schedule = Schedule(calendar, (timedelta(hours=1),))
    shanghai = at(0).astimezone(ZoneInfo("Asia/Shanghai"))
    for start in (at(0), shanghai, datetime(1950, 1, 1, tzinfo=UTC), datetime(2150, 1, 1, tzinfo=UTC), at(1)):
        assert list(schedule.instants(start)) == [calendar.due_at(start, timedelta(hours=1))]


@SOME
@given(
    first=HOURS,
    then=HOURS,
    cycle=st.integers(1, 3),
    subject=st.none() | st.text(),
    owner=st.none() | st.text(),
)
def test_what_is_made_again_is_what_the_rules_make_to_the_byte(
    first: float, then: float, cycle: int, subject: str | None, owner: str | None
) -> None:
    promises = rules(REPLY)
    plain = Situation(stream_id=CASE_ID)
    offers = [
        best_offer([REPLY], policy(REPLY), plain, promises, start_at=at(hours), fact=None)
        for hours in (first, then)
    ]
    assert offers[0] is not None
    assert offers[1] is not None
    pattern = started(ClockBook(), offers[0], plain, 1, subject=None, occurred_at=at(first))
    opening = Opening(pattern, REPLY, offers[0].limit.calendar)
    other = Situation(stream_id=UUID(int=9), owner=owner)
    book = ClockBook(started={"reply:1:": 1})
    expected = started(book, offers[1], other, cycle, subject=subject, occurred_at=at(then))
    made = opening.made(book, other, cycle, subject, at(then))
    assert made == expected
    assert encode(made) == encode(expected)
    assert made.model_dump() == expected.model_dump()
    assert made.model_fields_set == expected.model_fields_set
    assert ClockStarted.model_validate(made.model_dump()) == made


@SOME
@given(moments=st.lists(HOURS, min_size=1, max_size=6))
def test_of_two_rules_of_a_clock_the_one_due_first_is_made_again_and_again(moments: list[float]) -> None:
    by_office = rule("by_office", clock="reply", counts="office", target_seconds=4 * 3600)
    by_day = rule("by_day", clock="reply", counts="always", target_seconds=20 * 3600)
    warmed = rules(by_office, by_day)
    for hours in moments:
        fresh = rules(by_office, by_day)
        situation = Situation(stream_id=CASE_ID)
        assert begun(warmed, situation, hours) == begun(fresh, situation, hours)


def test_a_calendar_that_was_published_anew_counts_from_then_on() -> None:
    promises = rules(REPLY)
    situation = Situation(stream_id=CASE_ID)
    assert begun(promises, situation, 0)[0].due_at == at(1)
    closed = OFFICE.model_copy(update={"version": 2, "weekly": {"friday": ("09:00-18:00",)}})
    promises.calendars.append(closed)
    [after] = begun(promises, situation, 0)
    assert (after.due_at, after.calendar_version) == (at(4 * 24 + 1), 2)


def test_an_agreement_or_a_promised_instant_is_never_forgotten_for_what_was_made_before() -> None:
    promises = rules(REPLY)
    plain = Situation(stream_id=CASE_ID)
    assert begun(promises, plain, 0)[0].due_at == at(1)
    agreed = Situation(stream_id=CASE_ID, terms=(("gold", AgreedTerm(clock="reply", target_seconds=60)),))
    assert begun(promises, agreed, 0)[0].agreement_id == "gold"
    assert begun(promises, plain, 0, due_at=at(0.5))[0].due_at == at(0.5)
    assert begun(promises, plain, 0)[0].agreement_id is None


def test_tiers_do_not_lend_each_other_their_calendars() -> None:
    by_tier = rule("reply", counts="segment", target_seconds=12 * 3600)
    promises = rules(by_tier)
    dues = {
        segment: begun(promises, Situation(stream_id=CASE_ID, segment=segment), 0)[0].due_at
        for segment in (*Segment, *Segment)
    }
    assert dues[Segment.HIGH_VALUE] == at(12)
    assert dues[Segment.ORDINARY] == dues[Segment.POTENTIAL] > at(12)


def test_a_limit_in_months_is_read_from_the_calendar_each_time() -> None:
    promises = rules(rule("visit", target_months=3))
    situation = Situation(stream_id=CASE_ID)
    assert [begun(promises, situation, hours)[0].due_at for hours in (0, 24)] == [
        datetime(2026, 6, 2, 1, tzinfo=UTC),
        datetime(2026, 6, 3, 1, tzinfo=UTC),
    ]
