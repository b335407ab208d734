"""The stages of a case."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.readings.stages import Stage, StageName, stages
from service.domain.event import Event


class StageView(Document):
    """One of the five stages of a case, of one cycle."""

    stage: StageName
    """需求接收、问题诊断、方案制定、执行跟踪 or 结果反馈."""
    cycle: int
    """1, and one more after each reopening."""
    began_at: datetime
    """When it began."""
    ended_at: datetime | None
    """When it ended; none while it lasts."""
    seconds: int | None
    """How long it lasted by the wall clock; none while it lasts."""


def stage_views(events: Sequence[Event]) -> list[StageView]:
    """Return the stages of a case from its events."""
    return [_stage_view(stage) for stage in stages(events)]


def _stage_view(stage: Stage) -> StageView:
    return StageView(
        stage=stage.stage,
        cycle=stage.cycle,
        began_at=stage.began_at,
        ended_at=stage.ended_at,
        seconds=stage.seconds,
    )
