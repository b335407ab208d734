"""What becomes of the stages of a plan, by example."""

from service.domain.case.decisions.following.plan_stages import (
    CompletePlanStage,
    PlanStageUnknownError,
    stage_must_be_known,
)
from service.domain.case.record.following.plan_stages import PlanStageCompleted, StageDue
from service.domain.case.record.replies import PlanProposed, PlanStage
from tests.domain.example import Breaks, Commands, Events, Example, Ways, on
from tests.domain.facts import DUE, ELEVEN, TEN, received
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import IN_TIME, Scene, Scenes

_PLAN = PlanProposed(
    occurred_at=TEN,
    stages=(PlanStage(title="Find the cause", due_at=DUE, responsible="b.li"),),
    stage_count=1,
    schedule=(StageDue(stage=1, due_at=DUE, responsible="b.li"),),
)

WAYS: Ways = (
    Example(
        CompletePlanStage(stage=1, outcome="The bearing is worn"),
        (received(), _PLAN),
        (PlanStageCompleted(occurred_at=ELEVEN, stage=1, outcome="The bearing is worn"),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (CompletePlanStage,)
BREAKS: Breaks = {(stage_must_be_known, PlanStageUnknownError): on(received())}
TRIGGERS: Triggers = (*untimed(WAYS, PlanStageCompleted),)
WITHOUT_FIGURES: Events = (PlanStageCompleted,)
SCENES: Scenes = {
    CompletePlanStage: Scene(
        "PlanStageCompleted.v1",
        {"stage": 1, "outcome": "The bearing is worn"},
        [("plan", {"stages": [{"title": "Cause", "due_at": IN_TIME, "responsible": "b.li"}]})],
    ),
}
