"""What becomes of the stages of a plan."""

from datetime import datetime

from pydantic import Field, StrictInt

from service.domain.case.context import DecisionContext
from service.domain.case.record.following import plan_stages as record
from service.domain.case.rules import NOT_CLOSED
from service.domain.case.state import Case
from service.domain.case.to_customer import person_must_be_named
from service.domain.command import Command
from service.domain.decision import Told, decides, records, refuses_with
from service.domain.personal import FreeText
from service.domain.refusal import Refusal


class CompletePlanStage(
    Command, records=record.PlanStageCompleted, example={"stage": 1, "outcome": "The bearing is ordered"}
):
    """Record that a stage of the plan was done."""

    stage: StrictInt = Field(ge=1, le=100)
    outcome: FreeText


class PlanStageUnknownError(Refusal, field="stage"):
    """The plan that was told last has no stage of this number."""


@refuses_with(PlanStageUnknownError)
def stage_must_be_known(case: Case, command: CompletePlanStage, _: DecisionContext) -> None:
    if case.plan_stage(command.stage) is None:
        raise PlanStageUnknownError(stage=command.stage, stages=len(case.plan_stages))


def is_completed(case: Case, command: CompletePlanStage, _: datetime) -> bool:
    known = case.plan_stage(command.stage)
    return known is not None and known.done_at is not None


def completion_on_record(case: Case, command: CompletePlanStage) -> Told | None:
    known = case.plan_stage(command.stage)
    return {"occurred_at": known.done_at} if known and known.done_at else None


DECISIONS = (
    decides(
        CompletePlanStage,
        records(record.PlanStageCompleted, unless=is_completed),
        *NOT_CLOSED,
        person_must_be_named,
        stage_must_be_known,
        once=completion_on_record,
    ),
)
