"""Stages of an account's journey, by example."""

from typing import Any

from service.domain.account.decisions.journey import (
    BackWithoutReasonError,
    MoveToStage,
    StageUnknownError,
    stage_must_be_known,
    way_back_must_have_a_reason,
)
from service.domain.account.record.journey import JourneyStageReached
from tests.domain.example import AT, Breaks, Events, Example, Ways, by_default_rules
from tests.domain.facts import TEN, opened
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes


def reached(stage: str = "renewal", number: int | None = 3, **fields: Any) -> JourneyStageReached:
    return JourneyStageReached(**{"occurred_at": TEN, "stage": stage, "number": number, **fields})


def _back(way: Example) -> Example:
    after_renewal = by_default_rules(stage="signing")(way)
    return Example(
        after_renewal.command, (*way.history, reached()), way.events, rulebook=after_renewal.rulebook
    )


WAYS: Ways = (
    Example(
        MoveToStage(stage="implementation"),
        (opened(),),
        (reached("implementation", None, occurred_at=AT),),
    ),
)
BREAKS: Breaks = {
    (stage_must_be_known, StageUnknownError): by_default_rules(stage="honeymoon"),
    (way_back_must_have_a_reason, BackWithoutReasonError): _back,
}
TRIGGERS: Triggers = untimed(WAYS, JourneyStageReached)
WITHOUT_FIGURES: Events = (JourneyStageReached,)
SCENES: Scenes = {
    MoveToStage: Scene("JourneyStageReached.v1", {"stage": "implementation", "reason": "It is built"})
}
