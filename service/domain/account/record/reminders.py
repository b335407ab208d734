"""Of what people are reminded in the care of an account, and what they did about it.

What there is to remember follows from the account and the guideline `follow_up`: `reminders_expected.py`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.days.contact_times import ContactTimes, with_contact
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.days.visit_days import over_at
from service.domain.account.event import AccountFact
from service.domain.account.statuses import ON_RECORD
from service.domain.account.vocabulary import ReminderKind
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import RecordedDate
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel

Standing = Literal["open", "done", "dismissed", "dropped", "gave_way"]
NO_BURDEN = frozenset({ReminderKind.RENEWAL, ReminderKind.ORDER, ReminderKind.SIGNING})
"""What bothers no customer: plans that we make among ourselves, orders that the customer expects."""
REMEMBERED_FOR = timedelta(days=400)
"""How long before the latest one a reminder that is over is remembered: longer than anything comes round."""


class ReminderRaised(AccountFact):
    """People are reminded of something to be done for the account (REQUIREMENTS 21, 25, 27, 29, 74, 132)."""

    type: Literal["ReminderRaised.v1"] = "ReminderRaised.v1"
    reminder: str
    """What it is a reminder of: the same for the same occasion, whoever finds it."""
    kind: ReminderKind
    topic: str | None = None
    """Kind of date, festival or season of the guideline `follow_up`, or number of the agreement; null for a
    memo or an order."""
    due_on: RecordedDate
    """Day on which it is to be done."""
    contact_id: UUID | None = None
    """Id of the contact whom it is about; null for nobody in particular."""
    guideline_version: int
    """Version of the guideline `follow_up` by which it was raised."""


class ReminderMoved(AccountFact):
    """What people are reminded of is to be done on another day: the account has changed."""

    type: Literal["ReminderMoved.v1"] = "ReminderMoved.v1"
    reminder: str
    """Which reminder was moved."""
    due_on: RecordedDate
    """Day on which it is to be done from now on."""


class ReminderDropped(AccountFact):
    """There is nothing to be reminded of any more: the account has changed."""

    type: Literal["ReminderDropped.v1"] = "ReminderDropped.v1"
    reminder: str
    """Which reminder was dropped."""


class ReminderGaveWay(AccountFact):
    """People were not reminded: the customer was contacted often, or will be for what goes before."""

    type: Literal["ReminderGaveWay.v1"] = "ReminderGaveWay.v1"
    reminder: str
    """What it would have been a reminder of."""
    kind: ReminderKind
    topic: str | None = None
    """Kind of date, festival or season of the guideline `follow_up`; null for another kind."""
    due_on: RecordedDate
    """Day on which it would have been done."""
    contact_count: int
    """Contacts that the customer had, or will have for what goes before, within the days of the guideline."""
    guideline_version: int
    """Version of the guideline `follow_up` by which it gave way."""


class ReminderDone(AccountFact):
    """What people were reminded of was done."""

    type: Literal["ReminderDone.v1"] = "ReminderDone.v1"
    reminder: str
    """What was done of that which people were reminded of."""
    channel: Channel | None = None
    """Contact channel by which the customer was reached; null if it was done without the customer."""
    outcome: FreeText
    """What was done and what came of it, in free text."""


class ReminderDismissed(AccountFact):
    """Somebody decided that what people were reminded of is not done this time."""

    type: Literal["ReminderDismissed.v1"] = "ReminderDismissed.v1"
    reminder: str
    """Which reminder was dismissed."""
    reason: FreeText


ReminderEvent = (
    ReminderRaised | ReminderMoved | ReminderDropped | ReminderGaveWay | ReminderDone | ReminderDismissed
)


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A reminder and how it stands."""

    reminder: str
    kind: ReminderKind
    due_on: date
    raised_at: datetime
    standing: Standing = "open"
    ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReminderState:
    """The reminders of an account: those that are open, and those of the last year."""

    reminders: tuple[Reminder, ...] = ()
    contacts_by_reminders: ContactTimes = ()

    def reminder(self, reminder: str) -> Reminder | None:
        """Return a reminder by what it reminds of."""
        return next((each for each in self.reminders if each.reminder == reminder), None)

    @property
    def open_reminders(self) -> tuple[Reminder, ...]:
        """The reminders about which something is to be done."""
        return tuple(each for each in self.reminders if each.standing == "open")


_ENDS: dict[type[AccountFact], Standing] = {
    ReminderDropped: "dropped",
    ReminderDone: "done",
    ReminderDismissed: "dismissed",
}


def evolve(account: ReminderState, event: ReminderEvent) -> ReminderState:
    """Return the account after the event."""
    match event:
        case ReminderRaised() | ReminderGaveWay():
            return _with(account, _reminder_of(event))
        case ReminderMoved():
            return _after(account, event.reminder, due_on=event.due_on)
        case ReminderDone() | ReminderDismissed() | ReminderDropped():
            ended = _after(account, event.reminder, standing=_ENDS[type(event)], ended_at=event.occurred_at)
            if not isinstance(event, ReminderDone) or _is_no_burden(account, event):
                return ended
            times = with_contact(account.contacts_by_reminders, event.occurred_at)
            return changed(ended, contacts_by_reminders=times)
        case _:
            assert_never(event)


def _is_no_burden(account: ReminderState, event: ReminderDone) -> bool:
    known = account.reminder(event.reminder)
    return event.channel is None or (known is not None and known.kind in NO_BURDEN)


def _reminder_of(event: ReminderRaised | ReminderGaveWay) -> Reminder:
    return Reminder(
        reminder=event.reminder,
        kind=event.kind,
        due_on=event.due_on,
        raised_at=event.occurred_at,
        standing="open" if isinstance(event, ReminderRaised) else "gave_way",
    )


def _with(account: ReminderState, reminder: Reminder) -> ReminderState:
    since = max(each.due_on for each in (*account.reminders, reminder)) - REMEMBERED_FOR
    kept = (each for each in account.reminders if each.standing == "open" or each.due_on >= since)
    return changed(account, reminders=(*kept, reminder))


def _after(account: ReminderState, reminder: str, **changes: object) -> ReminderState:
    return changed(
        account,
        reminders=tuple(
            replace(each, **changes) if each.reminder == reminder else each  # type: ignore[arg-type]
            for each in account.reminders
        ),
    )


def clock_triggers(event: ReminderEvent, _: ReminderState, zone: tzinfo = LOCAL_ZONE) -> Triggers:
    at = event.occurred_at
    match event:
        case ReminderRaised():
            return (_due(Milestone.REMINDER_RAISED, event.reminder, event.due_on, at, zone),)
        case ReminderGaveWay():
            return ()
        case ReminderMoved():
            return (_due(Milestone.REMINDER_MOVED, event.reminder, event.due_on, at, zone),)
        case ReminderDone():
            return (_reached(Milestone.REMINDER_DONE, at, event.reminder),)
        case ReminderDismissed() | ReminderDropped():
            return (_reached(Milestone.REMINDER_SET_ASIDE, at, event.reminder),)
        case _:
            assert_never(event)


def _reached(milestone: Milestone, at: datetime, reminder: str) -> MilestoneReached:
    return MilestoneReached(milestone=milestone, at=at, subject=reminder)


def _due(milestone: Milestone, reminder: str, due_on: date, at: datetime, zone: tzinfo) -> MilestoneReached:
    """What is found only when its day is over is due on the day on which it is found."""
    due_at = max(over_at(due_on, zone), over_at(at.astimezone(zone).date(), zone))
    return MilestoneReached(milestone=milestone, at=at, subject=reminder, due_at=due_at)


def stands(account: ReminderState, event: ReminderEvent) -> bool:
    known = account.reminder(event.reminder)
    if isinstance(event, ReminderRaised | ReminderGaveWay):
        return known is None
    return known is not None and known.standing == "open"


THEME = theme(ReminderEvent, evolve, clock_triggers, stands, on={ReminderDropped: ON_RECORD})
