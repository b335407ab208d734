"""The stages of a case."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.readings.stages import Stage, StageName, stages
from service.domain.event import Event


class StageView(Document):
    """One of the five stages of a case in one cycle."""

    stage: StageName
    """Name of the stage: 需求接收, 问题诊断, 方案制定, 执行跟踪 or 结果反馈."""
    cycle: int
    """Number of the cycle: 1, plus one for each reopening."""
    began_at: datetime
    """Start of the stage (UTC)."""
    ended_at: datetime | None
    """End of the stage (UTC); null if it lasts."""
    seconds: int | None
    """Duration in seconds by the wall clock; null if the stage lasts."""


def stage_views(events: Sequence[Event]) -> list[StageView]:
    """Return the stages of a case from its events."""
    return [_stage_view(stage) for stage in stages(events)]


def _stage_view(stage: Stage) -> StageView:
    return StageView.made_of(stage)
