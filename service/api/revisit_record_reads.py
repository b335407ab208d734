"""Reading the records of revisits (回访记录表)."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from service.api.access import Caller, Permission
from service.api.answers import Page
from service.api.cursors import POSITION_PLACE, cursor_of, next_link, place_of
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.read_routes import add_read_route
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.reports.revisits.records import RevisitRecord, RevisitRecordQuery, revisit_records
from service.reports.revisits.summary import RevisitSummary, summary_of

MOST_ROWS = 1_000

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class RevisitRecordPage(Page[RevisitRecord]):
    """One page of the records of revisits."""

    summary: RevisitSummary
    """The revisits of this page in numbers."""


class RevisitRecordListQuery(RevisitRecordQuery):
    """Which revisits to show, and which page."""

    limit: int = Field(default=200, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_revisit_records(
    request: Request, query: Annotated[RevisitRecordListQuery, Query()], _: Reader
) -> Response:
    """Read the record of every revisit: who, when, how, what was asked and said, who was told of it.

    In the order of recording. With `department` the feedback that was given to the head of a department.
    """
    services = services_of(request)
    after = place_of(POSITION_PLACE, query.cursor) or 0
    wanted = RevisitRecordQuery.model_validate(query.model_dump(include=set(RevisitRecordQuery.model_fields)))
    book = await services.application.rulebook()
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        found = await revisit_records(connection, wanted, book, after=after, most=query.limit + 1)
    page = found[: query.limit]
    cursor = cursor_of(POSITION_PLACE, page[-1].position) if len(found) > len(page) else None
    asked = query.model_dump(mode="json", exclude={"cursor"})
    document = RevisitRecordPage(
        items=page,
        next=next_link(request.url.path, asked, cursor),
        position=position,
        summary=summary_of(page),
    )
    return Response(document.model_dump_json(), media_type="application/json")


def add_revisit_record_reads(app: FastAPI) -> None:
    """Add the route that reads the records of revisits."""
    add_read_route(
        app,
        "/v1/revisits/records",
        get_revisit_records,
        Permission.READ,
        RevisitRecordPage,
        tag="revisits",
        problems=ON_PROJECTIONS,
    )
