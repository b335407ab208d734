"""Reading the stages of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from service.api.cases.view.stages import StageView, stage_views
from service.api.http.as_of import CASE, AsOfQuery, events_as_of, versioned_response
from service.api.http.document import Document


class Stages(Document):
    """The stages of a case, in the order in which they began."""

    items: list[StageView]
    """Stages in the order in which they began."""


async def get_case_stages(request: Request, case_id: UUID, moment: Annotated[AsOfQuery, Query()]) -> Response:
    """Read the five stages of a case, and how long each lasted.

    需求接收、问题诊断、方案制定、执行跟踪、结果反馈: a stage lasts until a later one begins.
    """
    events = await events_as_of(request, case_id, moment, CASE)
    view = Stages(items=stage_views([recorded.event for recorded in events]))
    return versioned_response(request, view, events[-1].version)
