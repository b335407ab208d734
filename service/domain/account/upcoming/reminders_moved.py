"""What a changed memo or date does at once to reminders that are open: nobody need look in time for it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo

from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.account.record.reminders import ReminderDropped, ReminderEvent, ReminderMoved
from service.domain.account.state import CustomerAccount


def reminders_moved(
    account: CustomerAccount,
    of: str,
    due_on: Callable[[date], date | None],
    at: datetime,
    zone: tzinfo = LOCAL_ZONE,
) -> Iterator[ReminderEvent]:
    """Yield what becomes of the open reminders whose names begin with `of`.

    `due_on` tells for the day of each on which day it is now; None: on none any more. What was missed by then
    stays missed.
    """
    today = at.astimezone(zone).date()
    for known in account.open_reminders:
        if known.reminder.startswith(of) and known.due_on >= today:
            now = due_on(known.due_on)
            if now is None:
                yield ReminderDropped(occurred_at=at, reminder=known.reminder)
            elif now != known.due_on:
                yield ReminderMoved(occurred_at=at, reminder=known.reminder, due_on=now)
