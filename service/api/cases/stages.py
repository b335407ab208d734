"""Reading the stages of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response

from service.api.cases.view.stages import StageView, stage_views
from service.api.http.access import Caller, Permission
from service.api.http.as_of import CASE, ON_MOMENTS, Moment, events_at, shown
from service.api.http.document import Document
from service.api.http.guard import Needs
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.registration import add_read_route
from service.domain.case.refusals import CaseNotFoundError
from service.language import text

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class Stages(Document):
    """The stages of a case, in the order in which they began."""

    items: list[StageView]
    """The stages."""


async def get_case_stages(
    request: Request, case_id: UUID, moment: Annotated[Moment, Query()], _: Reader
) -> Response:
    """Read the five stages of a case, and how long each lasted.

    需求接收、问题诊断、方案制定、执行跟踪、结果反馈: a stage lasts until a later one begins.
    """
    events = await events_at(request, case_id, moment, CASE)
    view = Stages(items=stage_views([recorded.event for recorded in events]))
    return shown(request, view, events[-1].version)


def add_stages(app: FastAPI) -> None:
    """Add the route that reads stages."""
    slug = CaseNotFoundError.slug
    missing = ((status_of(CaseNotFoundError), slug, text(f"refusal.{slug}.title", "en")),)
    add_read_route(
        app,
        "/v1/cases/{case_id}/stages",
        get_case_stages,
        Permission.READ,
        Stages,
        tag="cases",
        problems=ON_MOMENTS,
        refusals=missing,
    )
