"""The bill of each settlement is checked a week before it: events and the days drive the clock.

What the days bring is no event, so nothing but the clocks themselves remembers that it was noticed.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from service.domain.account.days.routine_days import done_by
from service.domain.account.events import AccountEvent
from service.domain.account.situation import expected_triggers, situation_of
from service.domain.account.state import UNOPENED
from service.domain.account.themes import clock_triggers, evolve
from service.domain.clocks.clock import NO_CLOCKS
from service.domain.clocks.events import AnyClockEvent
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.memory import remember
from service.domain.clocks.milestones import ClockTrigger, Milestone
from service.domain.clocks.reaction.observe import observe
from service.domain.clocks.reaction.react import react
from tests.domain.account.examples.agreements.agreements import signed
from tests.domain.account.examples.profile import closed_account
from tests.domain.account.examples.routines import settles
from tests.domain.account.examples.settlements import SETTLES_ON, checked
from tests.domain.clocks.engine_kit import rule, rules
from tests.domain.facts import NINE, opened

APRIL, MAY, JUNE = date(2026, 4, 15), date(2026, 5, 15), date(2026, 6, 15)
A_MOMENT, A_WEEK = timedelta(microseconds=1), timedelta(days=7)
STREAM = UUID(int=7)
RULES = rules(
    rule(
        "bill_check",
        stream="account",
        starts_on=(Milestone.SETTLEMENT_EXPECTED,),
        met_by=(Milestone.BILL_CHECKED,),
        ends_on=(Milestone.ACCOUNT_CLOSED,),
        per_subject=True,
        promised=True,
        days_before_promised=7,
    )
)


class Care:
    """An account and its clocks, as events come in and the watch looks at it."""

    def __init__(self, *history: AccountEvent) -> None:
        self.account, self.book = UNOPENED, NO_CLOCKS
        self.noted: list[str] = []
        for event in history:
            self.record(event)

    def record(self, event: AccountEvent) -> None:
        self.account = evolve(self.account, event)
        for occasion in clock_triggers(event, self.account):
            self._react(occasion)
            self.book = remember(self.book, occasion)

    def watch(self, now: datetime) -> None:
        for occasion in expected_triggers(self.account, now):
            self._react(occasion)
        self._fold(observe(self.book, now, RULES))

    def _react(self, occasion: ClockTrigger) -> None:
        situation = situation_of(self.account, STREAM, occasion.at)
        self._fold(react(self.book, occasion, situation, RULES))

    def _fold(self, events: tuple[AnyClockEvent, ...]) -> None:
        for each in events:
            self.book = evolve_clocks(self.book, each)
            clock = self.book.clock(each.clock_id)
            assert clock is not None
            self.noted.append(f"{each.type.removesuffix('.v1').removeprefix('Clock')} {clock.subject}")

    def due(self) -> dict[str | None, datetime]:
        return {clock.subject: clock.due_at for clock in self.book.clocks}


def test_a_bill_checked_a_week_before_is_in_time_and_a_moment_later_is_late() -> None:
    for late, ending in ((timedelta(), ["Met"]), (A_MOMENT, ["Breached", "EndedLate"])):
        care = Care(opened(), settles())
        assert care.due() == {"2026-03-15": done_by(SETTLES_ON) - A_WEEK}
        care.record(checked(occurred_at=done_by(SETTLES_ON) - A_WEEK + late))
        expected = ["Started 2026-03-15", *(f"{name} 2026-03-15" for name in ending), "Started 2026-04-15"]
        assert care.noted == expected
        assert care.due()["2026-04-15"] == done_by(APRIL) - A_WEEK


def test_an_agreement_of_three_days_stands_instead_of_the_week() -> None:
    care = Care(opened(), signed(), settles())
    assert care.due() == {"2026-03-15": done_by(SETTLES_ON) - timedelta(days=3)}


def test_a_missed_settlement_does_not_stop_the_next_ones_and_nothing_is_noted_twice() -> None:
    care = Care(opened(), settles())
    for now in (NINE, done_by(SETTLES_ON) - A_WEEK, done_by(SETTLES_ON), done_by(APRIL), done_by(MAY)):
        care.watch(now)
        before = list(care.noted)
        care.watch(now)
        assert care.noted == before
    assert [one for one in care.noted if one.startswith("Started")] == [
        "Started 2026-03-15",
        "Started 2026-04-15",
        "Started 2026-05-15",
        "Started 2026-06-15",
    ]
    assert care.noted.count("Breached 2026-04-15") == 1
    assert "Breached 2026-06-15" not in care.noted


def test_a_clock_that_the_watch_started_is_met_by_the_check_and_not_started_again() -> None:
    care = Care(opened(), settles())
    care.watch(done_by(SETTLES_ON))
    care.record(checked(APRIL, occurred_at=done_by(SETTLES_ON) + timedelta(days=1)))
    care.record(checked(SETTLES_ON, occurred_at=done_by(SETTLES_ON) + timedelta(days=2)))
    care.watch(done_by(APRIL))
    assert care.noted == [
        "Started 2026-03-15",
        "Breached 2026-03-15",
        "Started 2026-04-15",
        "Met 2026-04-15",
        "Started 2026-05-15",
        "EndedLate 2026-03-15",
    ]


def test_the_record_is_the_same_when_the_watch_slept() -> None:
    watched, slept = Care(opened(), settles()), Care(opened(), settles())
    check = checked(APRIL, occurred_at=done_by(SETTLES_ON) + timedelta(days=1))
    watched.watch(done_by(SETTLES_ON))
    for care in (watched, slept):
        care.record(check)
        care.watch(done_by(APRIL))
    assert sorted(slept.noted) == sorted(watched.noted)
    assert slept.due() == watched.due()


def test_a_closed_account_expects_no_settlement_any_more() -> None:
    care = Care(opened(), settles(), closed_account())
    care.watch(done_by(JUNE))
    assert care.noted == ["Started 2026-03-15", "Cancelled 2026-03-15"]


def test_a_day_that_is_set_within_the_week_leaves_time_until_the_settlement() -> None:
    care = Care(opened(), settles(occurred_at=done_by(SETTLES_ON) - timedelta(days=5)))
    assert care.due() == {"2026-03-15": done_by(SETTLES_ON)}
