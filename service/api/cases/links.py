"""Reading the links of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from service.api.http.access import Caller, Permission
from service.api.http.document import Document, Parameters
from service.api.http.guard import Needs
from service.api.http.lists.freshness import HIGHEST_POSITION, wait_for_position
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.domain.case.refusals import CaseNotFoundError
from service.domain.case.state import Case
from service.language import text
from service.projections.links import LinkedCase, links_of

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class Links(Document):
    """The cases that have to do with a case."""

    items: list[LinkedCase]
    """The links that stand: those on its own record, then those on the record of others."""
    position: int
    """The list holds at least every event up to this position."""


class LinkQuery(Parameters):
    """How new the links must be."""

    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


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


def add_links(app: FastAPI) -> None:
    """Add the route that reads links."""
    slug = CaseNotFoundError.slug
    missing = ((status_of(CaseNotFoundError), slug, text(f"refusal.{slug}.title", "en")),)
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
