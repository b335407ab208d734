"""What in the data of an account points to a need or a risk, by example."""

from typing import Any
from uuid import UUID

from service.domain.account.decisions.needs.signals import (
    DismissSignal,
    RaiseSignal,
    SignalDismissedAlreadyError,
    SignalNotRaisedError,
    TakeSignal,
    signal_must_be_raised,
    signal_must_not_be_dismissed,
)
from service.domain.account.record.needs.signals import SignalDismissed, SignalRaised, SignalTaken
from service.domain.clocks.policy import Title
from service.domain.guidelines.signals import SignalKind
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, after, on
from tests.domain.facts import NINE, OTHER_CASE_ID, TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes

SIGNAL_ID = UUID("0195c3a0-0000-7000-8000-000000000057")
_FOUND: dict[str, Any] = {
    "signal_id": SIGNAL_ID,
    "rule": "repeated_faults",
    "rules_version": 1,
    "kind": SignalKind.RISK,
    "rule_title": Title(zh="多次故障", en="Several faults"),
    "about": "PRESS-3",
    "case_ids": (OTHER_CASE_ID,),
    "number": 3,
    "evidence_from_at": NINE,
    "evidence_until_at": TEN,
}


def signalled(**fields: Any) -> SignalRaised:
    return SignalRaised(**{"occurred_at": TEN, **_FOUND, **fields})


def signal_taken(**fields: Any) -> SignalTaken:
    usual = {"occurred_at": TEN, "signal_id": SIGNAL_ID, "plan": "A new bearing", "taken_by": "c.zhao"}
    return SignalTaken(**{**usual, **fields})


def dismissed(**fields: Any) -> SignalDismissed:
    usual = {"occurred_at": TEN, "signal_id": SIGNAL_ID, "reason": "One power cut"}
    return SignalDismissed(**{**usual, **fields})


SIGNALLED = (opened(), signalled())
WAYS: Ways = (
    Example(RaiseSignal(**_FOUND), (opened(),), (signalled(occurred_at=AT),)),
    Example(
        TakeSignal(signal_id=SIGNAL_ID, plan="A new bearing"),
        SIGNALLED,
        (signal_taken(occurred_at=AT, taken_by=None),),
    ),
    Example(
        DismissSignal(signal_id=SIGNAL_ID, reason="One power cut"), SIGNALLED, (dismissed(occurred_at=AT),)
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (TakeSignal, DismissSignal)
BREAKS: Breaks = {
    (signal_must_be_raised, SignalNotRaisedError): on(opened()),
    (signal_must_not_be_dismissed, SignalDismissedAlreadyError): after(dismissed()),
}
TRIGGERS: Triggers = untimed(WAYS, SignalRaised, SignalTaken, SignalDismissed)
WITHOUT_FIGURES: Events = (SignalRaised, SignalTaken, SignalDismissed)
_OF_IT = {"signal_id": str(SIGNAL_ID)}
SCENES: Scenes = {
    TakeSignal: Scene("SignalTaken.v1", {**_OF_IT, "plan": "A new bearing"}),
    DismissSignal: Scene("SignalDismissed.v1", {**_OF_IT, "reason": "One power cut"}),
}
