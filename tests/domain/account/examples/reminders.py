"""Reminders, by example."""

from datetime import date
from typing import Any

from service.domain.account.days.visit_days import over_at
from service.domain.account.decisions.reminders import (
    CompleteReminder,
    DismissReminder,
    RaiseReminders,
    ReminderIsOverError,
    ReminderNotFoundError,
    ReminderWithoutContactError,
    reminder_must_be_known,
    reminder_must_be_open_to_be_dismissed,
    reminder_must_be_open_to_be_done,
    reminder_must_reach_the_customer,
)
from service.domain.account.reaching import ContactChannelNotAllowedError
from service.domain.account.record.reminders import (
    ReminderDismissed,
    ReminderDone,
    ReminderDropped,
    ReminderGaveWay,
    ReminderMoved,
    ReminderRaised,
)
from service.domain.account.vocabulary import ReminderKind
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.follow_up import FollowUp
from service.domain.vocabulary import Channel
from tests.domain.account.examples.memos import MEMO_ID, noted
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, happened
from tests.rules import guided_by
from tests.scene import Scene, Scenes, Step

FOLLOWED_UP = guided_by(FollowUp)
MEMO = f"memo:{MEMO_ID}"
_TODAY, _TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


def raised(**fields: Any) -> ReminderRaised:
    usual: dict[str, Any] = {
        "reminder": MEMO,
        "kind": ReminderKind.MEMO,
        "due_on": _TODAY,
        "guideline_version": 1,
    }
    return ReminderRaised(**{"occurred_at": TEN, **usual, **fields})


def gave_way(**fields: Any) -> ReminderGaveWay:
    usual: dict[str, Any] = {
        "reminder": "festival:spring_festival:2026",
        "kind": ReminderKind.FESTIVAL,
        "topic": "spring_festival",
        "due_on": _TODAY,
        "contact_count": 4,
        "guideline_version": 1,
    }
    return ReminderGaveWay(**{"occurred_at": TEN, **usual, **fields})


_RAISED = (opened(), raised())
_DONE = ReminderDone(occurred_at=TEN, reminder=MEMO, channel=Channel.PHONE, outcome="Congratulated her")
_DISMISSED = ReminderDismissed(occurred_at=TEN, reminder=MEMO, reason="Called off")
_DROPPED = ReminderDropped(occurred_at=TEN, reminder=MEMO)
WAYS: Ways = (
    Example(
        RaiseReminders(),
        (opened(), noted(remind_on=_TODAY)),
        (raised(occurred_at=AT),),
        rulebook=FOLLOWED_UP,
    ),
    Example(
        CompleteReminder(reminder=MEMO, channel=Channel.PHONE, outcome="Congratulated her"),
        _RAISED,
        (_DONE.model_copy(update={"occurred_at": AT}),),
    ),
    Example(
        DismissReminder(reminder=MEMO, reason="Called off"),
        _RAISED,
        (_DISMISSED.model_copy(update={"occurred_at": AT}),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (CompleteReminder, DismissReminder)
BREAKS: Breaks = {
    (reminder_must_be_known, ReminderNotFoundError): on(opened()),
    (reminder_must_be_open_to_be_done, ReminderIsOverError): on(*_RAISED, _DISMISSED),
    (reminder_must_be_open_to_be_dismissed, ReminderIsOverError): on(*_RAISED, _DONE),
    (reminder_must_reach_the_customer, ReminderWithoutContactError): with_fields(channel=None),
    (reminder_must_reach_the_customer, ContactChannelNotAllowedError): by_default_rules(
        channel=Channel.INTERNAL
    ),
}
_ENDED = happened(Milestone.REMINDER_SET_ASIDE, TEN, subject=MEMO)
TRIGGERS: Triggers = (
    (
        (opened(),),
        raised(),
        happened(Milestone.REMINDER_RAISED, TEN, subject=MEMO, due_at=over_at(_TODAY)),
    ),
    ((opened(),), gave_way(), ()),
    (
        _RAISED,
        ReminderMoved(occurred_at=TEN, reminder=MEMO, due_on=_TOMORROW),
        happened(Milestone.REMINDER_MOVED, TEN, subject=MEMO, due_at=over_at(_TOMORROW)),
    ),
    (_RAISED, _DONE, happened(Milestone.REMINDER_DONE, TEN, subject=MEMO)),
    (_RAISED, _DISMISSED, _ENDED),
    (_RAISED, _DROPPED, _ENDED),
)
WITHOUT_FIGURES: Events = (
    ReminderRaised,
    ReminderMoved,
    ReminderDropped,
    ReminderGaveWay,
    ReminderDone,
    ReminderDismissed,
)
_MEMO: list[Step] = [
    ("memos", {"memo_id": str(MEMO_ID), "what": "Their conference", "remind_on": "2026-03-02"})
]
SCENES: Scenes = {
    RaiseReminders: Scene("ReminderRaised.v1", {}, before=_MEMO, guided_by=FollowUp),
    CompleteReminder: Scene(
        "ReminderDone.v1",
        {"reminder": MEMO, "channel": "phone", "outcome": "Congratulated her"},
        before=[*_MEMO, ("reminders/raise", {})],
        guided_by=FollowUp,
    ),
    DismissReminder: Scene(
        "ReminderDismissed.v1",
        {"reminder": MEMO, "reason": "Called off"},
        before=[*_MEMO, ("reminders/raise", {})],
        guided_by=FollowUp,
    ),
}
