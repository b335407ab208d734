"""The stages of a plan: by when who has which done, and what was done. The state holds no personal field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.described import Described
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import theme


class StageDue(Described, extra="forbid"):
    """By when who has a stage of a plan done."""

    stage: int
    """Number of the stage by its due time, from 1 on."""
    due_at: RecordedInstant
    """Due time of the stage (UTC)."""
    responsible: str
    """Staff id of the person who answers for it."""


class PlanStageCompleted(Event):
    """A stage of the plan was done (REQUIREMENTS 6)."""

    type: Literal["PlanStageCompleted.v1"] = "PlanStageCompleted.v1"
    stage: int
    """Number of the stage by its due time, from 1 on."""
    outcome: FreeText
    """Work done, in free text."""


PlanStageEvent = PlanStageCompleted


@dataclass(frozen=True, kw_only=True)
class PlannedStage:
    """A stage of the plan that was told last."""

    stage: int
    due_at: datetime
    responsible: str
    done_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class PlanStageState:
    """The stages of the plan that was told last, in the order of their due times."""

    plan_stages: tuple[PlannedStage, ...] = ()

    def plan_stage(self, stage: int) -> PlannedStage | None:
        """Return a stage of the plan; None when it has none of this number."""
        return next((one for one in self.plan_stages if one.stage == stage), None)


def stages_of(
    schedule: Iterable[StageDue] | None, before: tuple[PlannedStage, ...]
) -> tuple[PlannedStage, ...]:
    """Return the stages of a new plan. What it repeats of the one before is as far as it was."""
    left = list(before)
    return tuple(_as_before(one, left) for one in schedule or ())


def _as_before(due: StageDue, left: list[PlannedStage]) -> PlannedStage:
    """Return a stage, as far as the one that it repeats, which no other then repeats."""
    who_and_when = due.responsible, due.due_at
    same = next((one for one in left if (one.responsible, one.due_at) == who_and_when), None)
    if same is not None:
        left.remove(same)
    done_at = None if same is None else same.done_at
    return PlannedStage(stage=due.stage, due_at=due.due_at, responsible=due.responsible, done_at=done_at)


def evolve(case: PlanStageState, event: PlanStageEvent) -> PlanStageState:
    """Return the case after the event."""
    stages = (
        PlannedStage(
            stage=one.stage, due_at=one.due_at, responsible=one.responsible, done_at=event.occurred_at
        )
        if one.stage == event.stage
        else one
        for one in case.plan_stages
    )
    return changed(case, plan_stages=tuple(stages))


def stands(case: PlanStageState, event: PlanStageEvent) -> bool:
    known = case.plan_stage(event.stage)
    return known is not None and known.done_at is None


THEME = theme(PlanStageEvent, evolve, stands=stands, on={PlanStageCompleted: NOT_CLOSED})
