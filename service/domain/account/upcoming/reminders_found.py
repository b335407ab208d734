"""Of what people are reminded by a day: raised once, moved with the account, giving way to what goes before.

A customer bears so many contacts within so many days, whatever they are about. What gives way is raised only
while those that were, those that people are reminded of and those to come that go before leave room for it.
"""

from collections.abc import Container, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo

from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.record.reminders import (
    NO_BURDEN,
    Reminder,
    ReminderDone,
    ReminderDropped,
    ReminderEvent,
    ReminderGaveWay,
    ReminderMoved,
    ReminderRaised,
)
from service.domain.account.state import CustomerAccount
from service.domain.account.upcoming.onboarding import steps_done
from service.domain.account.upcoming.reminders_expected import (
    Expected,
    occasions_expected,
    orders_expected,
    reminders_expected,
)
from service.domain.account.vocabulary import ReminderKind
from service.domain.guidelines.follow_up import FollowUp

_LONGEST_AHEAD = timedelta(days=800)
_A_TURN = timedelta(days=31)


def reminders_found(
    account: CustomerAccount, guideline: FollowUp, at: datetime, zone: tzinfo = LOCAL_ZONE
) -> Iterator[ReminderEvent]:
    """Yield what follows from a look at an instant: the same look again yields nothing more."""
    today = at.astimezone(zone).date()
    done = dict(steps_done(account, guideline))
    yield from _done_by_facts(account, done, at)
    yield from _changed(account, guideline, at, zone, done)
    first = today - timedelta(days=guideline.caught_up_days)
    last = today + timedelta(days=max(_leads(guideline)) + guideline.contacts_within_days)
    expected = [
        one
        for one in reminders_expected(account, guideline, first, last, zone)
        if account.reminder(one.reminder) is None and one.due_on >= one.known_since.astimezone(zone).date()
    ]
    raised: list[Expected] = []
    lately = _contacts(account, guideline, at, today)
    to_come = [*_of_customers(expected)]
    for one in (each for each in expected if each.remind_on <= today):
        to_come = [other for other in to_come if other is not one]
        count = lately + len([*_of_customers(raised)]) + len([*_before(one, to_come, guideline)])
        if one.how.gives_way and count >= guideline.most_contacts:
            yield _given_way(one, at, count, guideline)
            continue
        raised.append(one)
        yield ReminderRaised(
            occurred_at=at,
            reminder=one.reminder,
            kind=one.kind,
            topic=one.topic,
            due_on=one.due_on,
            contact_id=one.contact_id,
            guideline_version=guideline.version,
        )


def _given_way(one: Expected, at: datetime, count: int, guideline: FollowUp) -> ReminderGaveWay:
    return ReminderGaveWay(
        occurred_at=at,
        reminder=one.reminder,
        kind=one.kind,
        topic=one.topic,
        due_on=one.due_on,
        contact_count=count,
        guideline_version=guideline.version,
    )


def _done_by_facts(
    account: CustomerAccount, done: Mapping[str, str], at: datetime
) -> Iterator[ReminderEvent]:
    for known in account.open_reminders:
        if known.reminder in done:
            yield ReminderDone(occurred_at=at, reminder=known.reminder, outcome=done[known.reminder])


def _changed(
    account: CustomerAccount, guideline: FollowUp, at: datetime, zone: tzinfo, done: Container[str]
) -> Iterator[ReminderEvent]:
    """Yield what became of the open ones because the account, or the guideline, has changed.

    What was missed before stays missed: who takes the date away afterwards takes nothing back.
    """
    today = at.astimezone(zone).date()
    is_closed = account.closed_at is not None
    open_ones = [
        each
        for each in account.open_reminders
        if each.reminder not in done and (is_closed or each.due_on >= today)
    ]
    if not open_ones:
        return
    first, last = min(each.due_on for each in open_ones), max(each.due_on for each in open_ones)
    memos = [memo for each in open_ones if (memo := account.memo_reminded_of(each.reminder))]
    found = [
        *occasions_expected(
            account, guideline, first - _LONGEST_AHEAD, last + _LONGEST_AHEAD, zone, memos=memos
        ),
        *orders_expected(account, guideline, first - _A_TURN, last + _A_TURN),
    ]
    expected = {one.reminder: one for one in found}
    for known in open_ones:
        now = expected.get(known.reminder)
        if now is None and not _is_only_older(known, account):
            yield ReminderDropped(occurred_at=at, reminder=known.reminder)
        elif now is not None and now.due_on != known.due_on:
            yield ReminderMoved(occurred_at=at, reminder=known.reminder, due_on=now.due_on)


def _is_only_older(known: Reminder, account: CustomerAccount) -> bool:
    """Whether a memo is one that the account has let go of, so that nobody took it back."""
    return known.kind is ReminderKind.MEMO and account.closed_at is None


def _leads(guideline: FollowUp) -> Iterator[int]:
    groups = (guideline.key_dates, guideline.festivals, guideline.promotions, guideline.onboarding)
    yield from (one.days_before for group in groups for one in group)
    yield from (
        one.days_before for one in (guideline.memos, guideline.orders, guideline.renewals, guideline.signings)
    )


def _contacts(account: CustomerAccount, guideline: FollowUp, at: datetime, today: date) -> int:
    """Return how often the customer was contacted lately, or is to be by what people are reminded of."""
    since = at - timedelta(days=guideline.contacts_within_days)
    held = {each for each in account.contacted_at if since < each <= at}
    awaited = [
        each
        for each in account.open_reminders
        if each.kind not in NO_BURDEN and each.due_on > today - timedelta(days=guideline.contacts_within_days)
    ]
    return len(held) + len(awaited)


def _of_customers(expected: list[Expected]) -> Iterator[Expected]:
    return (one for one in expected if one.kind not in NO_BURDEN)


def _before(one: Expected, to_come: list[Expected], guideline: FollowUp) -> Iterator[Expected]:
    """Yield those to come within the days after this one that go before it; what gave way does not come."""
    until = one.due_on + timedelta(days=guideline.contacts_within_days)
    for other in to_come:
        if other.place >= one.place:
            return
        if one.due_on <= other.due_on <= until:
            yield other
