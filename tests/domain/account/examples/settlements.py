"""Checks of bills before a settlement, by example."""

from datetime import date, datetime
from typing import Any

from service.domain.account.days.routine_days import done_by
from service.domain.account.decisions.settlements import (
    NoSettlementOnThisDayError,
    RecordBillCheck,
    SettlementDayUnknownError,
    SettlementNotYetExpectedError,
    settlement_must_be_expected,
)
from service.domain.account.record.settlements import BillChecked
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.vocabulary import Channel
from tests.domain.account.examples.routines import settles
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, on, with_fields
from tests.domain.facts import opened
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import Scene, Scenes

SETTLES_ON = date(2026, 3, 15)


def checked(settlement_on: date = SETTLES_ON, **fields: Any) -> BillChecked:
    return BillChecked(**{"occurred_at": AT, "settlement_on": settlement_on, **fields})


_SETTLES = (opened(), settles())


def expected(settlement_on: date, at: datetime) -> MilestoneReached:
    return MilestoneReached(
        milestone=Milestone.SETTLEMENT_EXPECTED,
        at=at,
        subject=settlement_on.isoformat(),
        due_at=done_by(settlement_on),
    )


WAYS: Ways = (
    Example(
        RecordBillCheck(settlement_on=SETTLES_ON, channel=Channel.EMAIL, note="Two lines wrong"),
        _SETTLES,
        (checked(channel=Channel.EMAIL, note="Two lines wrong"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (RecordBillCheck,)
BREAKS: Breaks = {
    (settlement_must_be_expected, SettlementDayUnknownError): on(opened()),
    (settlement_must_be_expected, NoSettlementOnThisDayError): with_fields(settlement_on=date(2026, 3, 14)),
    (settlement_must_be_expected, SettlementNotYetExpectedError): with_fields(
        settlement_on=date(2026, 4, 15)
    ),
}
TRIGGERS: Triggers = (
    (
        _SETTLES,
        checked(),
        (*happened(Milestone.BILL_CHECKED, AT, subject="2026-03-15"), expected(date(2026, 4, 15), AT)),
    ),
)
WITHOUT_FIGURES: Events = (BillChecked,)
SETTLES_ON_THE_15TH: dict[str, Any] = {"routine": "settlement", "day_of_month": 15}
SCENES: Scenes = {
    RecordBillCheck: Scene(
        "BillChecked.v1",
        {"settlement_on": "2026-01-15", "channel": "email", "note": "Two lines wrong"},
        [("routine", SETTLES_ON_THE_15TH)],
    ),
}
