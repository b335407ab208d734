"""Reading the work on a case: its stages, and the cases that have to do with it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.access import Caller, Permission
from service.api.case_parts.work import StageView, stage_views
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.moments import CASE, ON_MOMENTS, Moment, events_at, shown
from service.api.read_routes import add_read_route
from service.api.refusal_status import status_of
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.language import text
from service.projections.links import LinkedCase, links_of

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class Stages(BaseModel):
    """The stages of a case, in the order in which they began."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    items: list[StageView]
    """The stages."""


class Links(BaseModel):
    """The cases that have to do with a case."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    items: list[LinkedCase]
    """The links that stand: those on its own record, then those on the record of others."""
    position: int
    """The list holds at least every event up to this position."""


class LinkQuery(BaseModel):
    """How new the links must be."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_case_stages(
    request: Request, case_id: UUID, moment: Annotated[Moment, Query()], _: Reader
) -> Response:
    """Read the five stages of a case, and how long each lasted.

    需求接收、问题诊断、方案制定、执行跟踪、结果反馈: a stage lasts until a later one begins.
    """
    events = await events_at(request, case_id, moment, CASE)
    view = Stages(items=stage_views([recorded.event for recorded in events]))
    return shown(request, view, events[-1].version)


async def get_case_links(
    request: Request, case_id: UUID, query: Annotated[LinkQuery, Query()], _: Reader
) -> Response:
    """Read the cases that have to do with a case: linked, merged or split, whichever of the two told it."""
    services = services_of(request)
    loaded = await services.application.load(case_id)
    if not isinstance(loaded.state, Case):
        raise CaseNotFoundError
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        items = await connection.run_sync(links_of, case_id)
    document = Links(items=items, position=position)
    return Response(document.model_dump_json(), media_type="application/json")


def add_work_reads(app: FastAPI) -> None:
    """Add the routes that read the work on a case."""
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
    add_read_route(
        app,
        "/v1/cases/{case_id}/links",
        get_case_links,
        Permission.READ,
        Links,
        tag="cases",
        problems=ON_PROJECTIONS,
        refusals=missing,
    )
