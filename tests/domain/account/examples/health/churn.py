"""Warnings of losing a customer, and what is done to keep it, by example."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from service.domain.account.decisions.health.churn import (
    ChurnRiskIsOverError,
    ChurnRiskNotRaisedError,
    ClearChurnRisk,
    CompleteRetentionAction,
    EndChurnRisk,
    RaiseChurnRisk,
    RetentionActionUnknownError,
    RetentionNotTriedError,
    RetentionPlayUnknownError,
    StartRetentionPlay,
    action_must_be_of_the_play,
    play_must_be_known,
    risk_must_be_open,
    risk_must_be_raised,
    something_must_have_been_done,
)
from service.domain.account.record.health.churn import (
    ChurnRiskCleared,
    ChurnRiskEnded,
    ChurnRiskRaised,
    PlannedAction,
    RetentionActionDone,
    RetentionOutcome,
    RetentionPlayStarted,
)
from service.domain.guidelines.care.retention import ChurnCause, Retention
from tests.domain.example import AT, Breaks, Commands, Events, Example, Ways, after, on, with_fields
from tests.domain.facts import NINE, TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.rules import guided_by
from tests.scene import Scene, Scenes

RISK_ID = UUID("0195c3a0-0000-7000-8000-000000000163")
_RISK: dict[str, Any] = {
    "risk_id": RISK_ID,
    "risk_cause": ChurnCause.SILENT,
    "cause_at": NINE,
    "plays": ("limited_offer",),
    "start_by_at": TEN + timedelta(days=3),
    "rules_version": 1,
}
_PLAY: dict[str, Any] = {"risk_id": RISK_ID, "play": "limited_offer", "responsible": "li.na"}
_STEP: dict[str, Any] = {"risk_id": RISK_ID, "action": "send_offer", "words": "They like the offer"}
_END: dict[str, Any] = {
    "risk_id": RISK_ID,
    "result": RetentionOutcome.RETAINED,
    "reason": "They ordered again",
}
STEPS = tuple(
    PlannedAction(action=name, responsible="li.na", due_on=TEN.date() + timedelta(days=days))
    for name, days in (("send_offer", 3), ("ask_for_answer", 14))
)


def risk_raised(**fields: Any) -> ChurnRiskRaised:
    return ChurnRiskRaised(**{"occurred_at": TEN, **_RISK, **fields})


def risk_cleared(**fields: Any) -> ChurnRiskCleared:
    return ChurnRiskCleared(**{"occurred_at": TEN, "risk_id": RISK_ID, **fields})


def play_started(**fields: Any) -> RetentionPlayStarted:
    return RetentionPlayStarted(**{"occurred_at": TEN, **_PLAY, "actions": STEPS, **fields})


def step_done(**fields: Any) -> RetentionActionDone:
    return RetentionActionDone(**{"occurred_at": TEN, **_STEP, **fields})


def risk_ended(**fields: Any) -> ChurnRiskEnded:
    return ChurnRiskEnded(**{"occurred_at": TEN, **_END, **fields})


RAISED = (opened(), risk_raised())
STARTED = (*RAISED, play_started())
DONE = (*STARTED, step_done())
_GUIDED = guided_by(Retention)
WAYS: Ways = (
    Example(RaiseChurnRisk(**_RISK), (opened(),), (risk_raised(occurred_at=AT),)),
    Example(ClearChurnRisk(risk_id=RISK_ID), RAISED, (risk_cleared(occurred_at=AT),)),
    Example(StartRetentionPlay(**_PLAY), RAISED, (play_started(occurred_at=AT),), rulebook=_GUIDED),
    Example(CompleteRetentionAction(**_STEP), STARTED, (step_done(occurred_at=AT),)),
    Example(EndChurnRisk(**_END), DONE, (risk_ended(occurred_at=AT),)),
)
ABOUT_AN_EARLIER_EVENT: Commands = (
    ClearChurnRisk,
    StartRetentionPlay,
    CompleteRetentionAction,
    EndChurnRisk,
)
BREAKS: Breaks = {
    (risk_must_be_raised, ChurnRiskNotRaisedError): on(opened()),
    (risk_must_be_open, ChurnRiskIsOverError): after(
        risk_ended(result=RetentionOutcome.LOST, reason="They left")
    ),
    (play_must_be_known, RetentionPlayUnknownError): with_fields(play="dinner"),
    (action_must_be_of_the_play, RetentionActionUnknownError): with_fields(action="dinner"),
    (something_must_have_been_done, RetentionNotTriedError): on(*STARTED),
}
_EVENTS: Events = (
    ChurnRiskRaised,
    ChurnRiskCleared,
    RetentionPlayStarted,
    RetentionActionDone,
    ChurnRiskEnded,
)
TRIGGERS: Triggers = untimed(WAYS, *_EVENTS)
WITHOUT_FIGURES: Events = _EVENTS
_OF_IT = {"risk_id": str(RISK_ID)}
SCENES: Scenes = {
    StartRetentionPlay: Scene("RetentionPlayStarted.v1", {**_PLAY, **_OF_IT}, guided_by=Retention),
    CompleteRetentionAction: Scene(
        "RetentionActionDone.v1",
        {**_STEP, **_OF_IT},
        [("churn-risks/start", {**_PLAY, **_OF_IT})],
        guided_by=Retention,
    ),
    EndChurnRisk: Scene("ChurnRiskEnded.v1", {**_END, **_OF_IT, "result": "lost", "reason": "They left us"}),
}
