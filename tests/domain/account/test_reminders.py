"""Reminders follow from the account: once whoever looks, moved with it, and no more than a customer bears."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.account.decisions.agreements.agreements import EndAgreement, SignAgreement
from service.domain.account.decisions.care import GiveCare
from service.domain.account.decisions.contacts import AddContact
from service.domain.account.decisions.key_dates import RemoveKeyDate, SetKeyDate
from service.domain.account.decisions.memos import MoveMemo, NoteMemo
from service.domain.account.decisions.profile import AssignAccountOwner, CloseAccount, OpenAccount
from service.domain.account.decisions.reminders import CompleteReminder, RaiseReminders
from service.domain.account.decisions.routines import SetRoutine
from service.domain.account.record.reminders import (
    ReminderDone,
    ReminderDropped,
    ReminderGaveWay,
    ReminderMoved,
    ReminderRaised,
)
from service.domain.account.vocabulary import AttentionKind, ReminderKind, Routine
from service.domain.command import Command
from service.domain.vocabulary import Channel
from tests.domain.facts import CONTACT_ID
from tests.promises.driving import SHANGHAI, Life

KEY_DATE, MEMO = UUID(int=11), UUID(int=12)
FROM = date(2026, 3, 2)
BIRTHDAY = SetKeyDate(key_date_id=KEY_DATE, kind="birthday", month=5, day=4, contact_id=CONTACT_ID)


def on(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


class Care(Life):
    """An account that is looked after: what comes in on which day, and the looks of the watch."""

    def __init__(self, *, owned: bool = False) -> None:
        super().__init__()
        self.tell(FROM, OpenAccount(code="KA-0042", name="华东精密制造"), 8)
        self.tell(FROM, AddContact(contact_id=CONTACT_ID, name="李雷"), 8)
        if owned:
            self.tell(FROM, AssignAccountOwner(owner="a.wang", reason="Knows presses"), 8)

    def tell(self, day: date, command: Command, hour: int = 9) -> "Care":
        self.send(command, on(day, hour))
        return self

    def look(self, day: date, hour: int = 10) -> tuple[Any, ...]:
        events = self._decide(RaiseReminders(), on(day, hour))
        return tuple(event for event in events if event.STORED_NAME.startswith("Reminder"))

    def of(self, *kinds: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kinds)]


def days(first: date, last: date, step: int = 1) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range(0, (last - first).days + 1, step))


def test_a_birthday_is_remembered_three_days_before_in_each_year() -> None:
    life = Care().tell(FROM, BIRTHDAY)
    assert life.look(date(2026, 4, 30)) == ()
    (raised,) = life.look(date(2026, 5, 1))
    assert (raised.topic, raised.due_on, raised.contact_id) == ("birthday", date(2026, 5, 4), CONTACT_ID)
    assert life.look(date(2026, 5, 1)) == life.look(date(2026, 5, 2)) == ()
    (next_year,) = life.look(date(2027, 5, 2))
    assert next_year.due_on == date(2027, 5, 4)


def test_what_was_found_too_late_is_due_on_the_day_on_which_it_is_found_and_long_past_is_not_asked_for() -> (
    None
):
    life = Care().tell(FROM, BIRTHDAY)
    (raised,) = life.look(date(2026, 5, 20))
    assert raised.due_on == date(2026, 5, 4)
    assert life.clock("reminder").due_at == on(date(2026, 5, 21), 0) - timedelta(microseconds=1)
    assert Care().tell(FROM, BIRTHDAY).look(date(2026, 7, 1)) == ()


def test_what_lay_before_it_was_known_is_asked_of_nobody() -> None:
    set_late = Care().tell(date(2026, 5, 10), BIRTHDAY)
    assert set_late.look(date(2026, 5, 11)) == ()
    late_owner = Care().tell(date(2026, 6, 5), AssignAccountOwner(owner="a.wang", reason="Knows presses"))
    assert late_owner.look(date(2026, 6, 6)) == ()


def test_a_leap_day_falls_on_the_last_of_february_in_other_years() -> None:
    born = BIRTHDAY.model_copy(update={"month": 2, "day": 29})
    life = Care().tell(FROM, born)
    (raised,) = life.look(date(2027, 2, 26))
    assert raised.due_on == date(2027, 2, 28)


def test_a_date_that_is_corrected_moves_its_reminder_and_does_not_make_another() -> None:
    life = Care().tell(FROM, BIRTHDAY)
    life.look(date(2026, 5, 2))
    life.tell(date(2026, 5, 2), BIRTHDAY.model_copy(update={"day": 9}), 11)
    assert [fact.due_on for fact in life.of(ReminderMoved)] == [date(2026, 5, 9)]
    assert life.clock("reminder").due_at == on(date(2026, 5, 10), 0) - timedelta(microseconds=1)
    assert [life.look(day) for day in days(date(2026, 5, 3), date(2026, 5, 20))] == [()] * 18


def test_one_that_was_done_is_not_raised_again_when_its_date_is_corrected() -> None:
    life = Care().tell(FROM, BIRTHDAY)
    (raised,) = life.look(date(2026, 5, 2))
    life.tell(
        date(2026, 5, 4),
        CompleteReminder(reminder=raised.reminder, channel=Channel.PHONE, outcome="Wished her luck"),
    )
    life.tell(date(2026, 5, 5), BIRTHDAY.model_copy(update={"day": 25}))
    assert [life.look(day) for day in days(date(2026, 5, 5), date(2026, 6, 1))] == [()] * 28


def test_a_date_that_is_removed_and_an_account_that_is_closed_drop_what_was_open() -> None:
    life = Care().tell(FROM, BIRTHDAY)
    life.look(date(2026, 5, 2))
    life.tell(date(2026, 5, 2), RemoveKeyDate(key_date_id=KEY_DATE, reason="She left"), 11)
    assert len(life.of(ReminderDropped)) == 1
    assert life.look(date(2026, 5, 2), 12) == ()
    assert [clock.end for clock in life.clocks if clock.clock == "reminder"] == ["voided"]
    closed = Care().tell(FROM, BIRTHDAY)
    closed.look(date(2026, 5, 2))
    closed.tell(date(2026, 5, 3), CloseAccount(reason="Moved away"))
    assert len(closed.of(ReminderDropped)) == 1
    assert closed.look(date(2026, 5, 4)) == ()


def test_what_gave_way_is_not_to_come_and_keeps_nothing_else_back() -> None:
    life = Care()
    for day in days(date(2026, 4, 20), date(2026, 4, 24)):
        life.tell(day, GiveCare(kind=AttentionKind.CARD, contact_id=CONTACT_ID, what="A card by hand"))
    life.tell(FROM, NoteMemo(memo_id=MEMO, what="Congratulate them", remind_on=date(2026, 6, 8)))
    today = date(2026, 5, 7)
    life.tell(FROM, BIRTHDAY.model_copy(update={"day": 10}))
    anniversary = {"key_date_id": UUID(int=13), "kind": "company_anniversary", "month": 5, "day": 8}
    life.tell(today, SetKeyDate(**anniversary))
    birthday, company = life.look(today)
    assert (type(birthday), birthday.topic, birthday.contact_count) == (ReminderGaveWay, "birthday", 6)
    assert (type(company), company.topic) == (ReminderRaised, "company_anniversary")


def test_who_removes_a_date_that_was_missed_takes_nothing_back() -> None:
    life = Care().tell(FROM, BIRTHDAY)
    life.look(date(2026, 5, 2))
    life.watch(on(date(2026, 5, 6)))
    life.tell(date(2026, 5, 6), RemoveKeyDate(key_date_id=KEY_DATE, reason="Never mind"), 11)
    assert life.look(date(2026, 5, 6), 12) == ()
    assert life.clock("reminder").breached_at == on(date(2026, 5, 5), 0) - timedelta(microseconds=1)


def test_a_memo_comes_back_on_its_day_and_on_the_other_day_when_it_was_moved() -> None:
    note = NoteMemo(memo_id=MEMO, what="Congratulate on the conference", remind_on=date(2026, 4, 10))
    life = Care().tell(FROM, note)
    assert life.look(date(2026, 4, 9)) == ()
    assert [event.due_on for event in life.look(date(2026, 4, 10))] == [date(2026, 4, 10)]
    life.tell(date(2026, 4, 10), MoveMemo(memo_id=MEMO, remind_on=date(2026, 4, 20), reason="Put off"), 11)
    assert [fact.due_on for fact in life.of(ReminderMoved)] == [date(2026, 4, 20)]
    assert life.look(date(2026, 4, 12)) == (), (
        "moved in time, though nobody looked before the first day was over"
    )


def test_the_day_before_each_regular_order_people_ask_for_the_need() -> None:
    life = Care().tell(FROM, SetRoutine(routine=Routine.ORDER, weekday="wednesday"))
    raised = [event for day in days(FROM, date(2026, 3, 31)) for event in life.look(day)]
    assert [event.due_on for event in raised] == [
        date(2026, 3, 4) + timedelta(weeks=number) for number in range(5)
    ]
    life.tell(date(2026, 4, 6), SetRoutine(routine=Routine.ORDER, weekday="friday"))
    later = [event for day in days(date(2026, 4, 6), date(2026, 4, 11)) for event in life.look(day)]
    assert [event.due_on for event in later] == [date(2026, 4, 10)]


def test_the_renewal_of_a_yearly_contract_is_planned_in_time_and_not_once_it_is_renewed() -> None:
    year = SignAgreement(
        agreement_id="C-1",
        title="Service",
        effective_at=on(FROM),
        ends_at=on(date(2027, 3, 2)),
    )
    life = Care().tell(FROM, year)
    raised = [event for day in days(FROM, date(2027, 3, 10), 3) for event in life.look(day)]
    assert [(event.reminder, event.due_on) for event in raised] == [
        ("renewal:C-1:90", date(2026, 12, 2)),
        ("renewal:C-1:30", date(2027, 1, 31)),
    ]
    renewed = Care().tell(FROM, year)
    renewed.look(date(2026, 12, 1))
    another = year.model_copy(
        update={"agreement_id": "C-2", "effective_at": on(date(2027, 3, 1)), "ends_at": None}
    )
    renewed.tell(date(2026, 12, 2), another)
    assert [type(event) for event in renewed.look(date(2026, 12, 2))] == [ReminderDropped]
    assert renewed.look(date(2027, 1, 31)) == ()
    short = year.model_copy(update={"ends_at": on(date(2026, 9, 1))})
    assert Care().tell(FROM, short).look(date(2026, 8, 1)) == ()


def test_an_agreement_that_ends_earlier_has_its_renewal_planned_earlier() -> None:
    year = SignAgreement(
        agreement_id="C-1", title="Service", effective_at=on(FROM), ends_at=on(date(2027, 6, 2))
    )
    life = Care().tell(FROM, year)
    life.tell(
        date(2026, 10, 1), EndAgreement(agreement_id="C-1", ends_at=on(date(2027, 2, 2)), reason="Sold")
    )
    (raised,) = life.look(date(2026, 10, 30))
    assert raised.due_on == date(2026, 11, 4)


def test_seasons_and_festivals_are_of_accounts_that_somebody_answers_for() -> None:
    life = Care(owned=True)
    raised = {event.topic for day in days(FROM, date(2027, 2, 28), 2) for event in life.look(day)}
    assert raised == {"mid_year_sale", "singles_day_sale", "mid_autumn_festival", "spring_festival"}
    assert all(Care().look(day) == () for day in days(FROM, date(2027, 2, 28), 30))


def test_a_greeting_gives_way_where_the_customer_was_contacted_often() -> None:
    life = Care(owned=True)
    for number in range(6):
        life.tell(
            date(2026, 9, 10 + number),
            GiveCare(
                kind=AttentionKind.GREETING, contact_id=CONTACT_ID, channel=Channel.PHONE, what="Hello Li"
            ),
        )
    life.tell(date(2026, 9, 16), NoteMemo(memo_id=MEMO, what="Their conference", remind_on=date(2026, 9, 20)))
    found = {type(event): event for event in life.look(date(2026, 9, 20))}
    assert found[ReminderGaveWay].topic == "mid_autumn_festival"
    assert found[ReminderGaveWay].contact_count == 7
    assert found[ReminderRaised].kind is ReminderKind.MEMO
    assert life.look(date(2026, 9, 24)) == ()


def test_an_informal_meeting_counts_for_nothing() -> None:
    life = Care(owned=True)
    for number in range(8):
        touch = GiveCare(
            kind=AttentionKind.TOUCH, contact_id=CONTACT_ID, channel=Channel.COMMUNITY, what="Liked a post"
        )
        life.tell(date(2026, 9, 10 + number), touch)
    assert [type(event) for event in life.look(date(2026, 9, 20))] == [ReminderRaised]


def test_what_goes_before_and_is_still_to_come_takes_the_place() -> None:
    """Six birthdays within the month after the festival leave no room for it."""
    life = Care(owned=True)
    for number in range(6):
        life.tell(FROM, BIRTHDAY.model_copy(update={"key_date_id": UUID(int=40 + number), "month": 10}))
    assert [type(event) for event in life.look(date(2026, 9, 20))] == [ReminderGaveWay]


_EVENTS = st.lists(
    st.tuples(st.integers(0, 700), st.sampled_from(["birthday", "move", "memo", "care", "order", "done"])),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(events=_EVENTS, looks=st.sets(st.integers(0, 730), max_size=60))
def test_whoever_looks_whenever_nothing_is_raised_twice_and_no_limit_is_passed(
    events: list[tuple[int, str]], looks: set[int]
) -> None:
    life = Care(owned=True)
    plan = sorted([*((day, 0, kind) for day, kind in events), *((day, 1, "look") for day in looks)])
    for number, (offset, _, kind) in enumerate(plan):
        happen(life, kind, FROM + timedelta(days=offset), number)
    raised = Counter(event.reminder for event in life.of(ReminderRaised, ReminderGaveWay))
    assert not raised or max(raised.values()) == 1
    for event in life.of(ReminderRaised):
        if event.kind in {ReminderKind.FESTIVAL, ReminderKind.PROMOTION, ReminderKind.KEY_DATE}:
            assert contacts_before(life, event) < 6


def happen(life: Care, kind: str, day: date, number: int) -> None:
    match kind:
        case "look":
            life.look(day, 12)
        case "birthday":
            life.tell(day, SetKeyDate(key_date_id=UUID(int=100 + number), kind="birthday", month=6, day=15))
        case "move":
            known = life.state.key_dates  # type: ignore[union-attr]
            if known:
                life.tell(
                    day,
                    SetKeyDate(
                        key_date_id=known[-1].key_date_id,
                        kind="birthday",
                        month=day.month,
                        day=min(day.day, 28),
                    ),
                )
        case "memo":
            life.tell(
                day,
                NoteMemo(memo_id=UUID(int=number + 1), what="To do", remind_on=day + timedelta(days=number)),
            )
        case "care":
            life.tell(
                day,
                GiveCare(
                    kind=AttentionKind.GREETING, contact_id=CONTACT_ID, channel=Channel.PHONE, what="Hello Li"
                ),
            )
        case "order":
            weekday = ("monday", "friday")[number % 2]
            life.tell(day, SetRoutine(routine=Routine.ORDER, weekday=weekday))
        case "done":
            for known in life.state.open_reminders[:1]:  # type: ignore[union-attr]
                life.tell(
                    day,
                    CompleteReminder(reminder=known.reminder, channel=Channel.PHONE, outcome="Was glad"),
                )


def contacts_before(life: Care, raised: ReminderRaised) -> int:
    """Count by hand what the customer had borne, or was to bear, when a reminder was raised."""
    at, month = raised.occurred_at, timedelta(days=30)
    before = life.facts[: life.facts.index(raised)]
    held = {
        fact.occurred_at
        for fact in before
        if (
            (isinstance(fact, ReminderDone) and not fact.reminder.startswith("order"))
            or fact.STORED_NAME == "CareGiven.v1"
        )
        and at - month < fact.occurred_at <= at
    }
    over = {fact.reminder for fact in before if isinstance(fact, ReminderDone | ReminderDropped)}
    due = {fact.reminder: fact.due_on for fact in before if isinstance(fact, ReminderRaised | ReminderMoved)}
    today = at.astimezone(SHANGHAI).date()
    awaited = [
        day
        for name, day in due.items()
        if name not in over and day > today - month and not name.startswith("order")
    ]
    return len(held) + len(awaited)
