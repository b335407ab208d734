"""Reading cases: one as it is or was, its history, and lists."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from service.api.access import Caller, Permission
from service.api.answers import CaseView, Envelope, Page
from service.api.cursors import CASE_PLACE, cursor_of, next_link, place_of
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.moments import CASE, ON_MOMENTS, HistoryQuery, Moment, events_at, history, shown
from service.api.read_routes import add_read_route
from service.api.refusal_status import status_of
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.api.views import case_view
from service.domain.case.events import CaseEvent
from service.domain.case.refusals import CaseNotFoundError
from service.domain.clocks.events import AnyClockEvent
from service.domain.text import Code
from service.language import text
from service.projections.cases.lists import CaseFilter, CaseSummary, list_cases

MOST_ROWS = 200

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
HistoryReader = Annotated[Caller, Depends(Needs(Permission.HISTORY))]


class CaseListQuery(CaseFilter):
    """Which cases to list, and which page."""

    owner: Code | None = None
    """Only cases of this owner (staff id)."""
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_case(
    request: Request, case_id: UUID, moment: Annotated[Moment, Query()], _: Reader
) -> Response:
    """Read a case as it is, or as it was.

    With `version`, `position` or `recorded_at` the past is shown as it was known then, whatever was added
    since. With `occurred_at` it is shown as it was in the world, with all that was recorded later about it.
    """
    promises = await services_of(request).application.rulebook()
    view = case_view(case_id, await events_at(request, case_id, moment, CASE), promises)
    if view is None:
        raise CaseNotFoundError
    return shown(request, view, view.version)


async def get_case_history(
    request: Request, case_id: UUID, part: Annotated[HistoryQuery, Query()], _: HistoryReader
) -> Response:
    """Read every event of a case, in order, with who recorded it and when."""
    return history(request, await events_at(request, case_id, part, CASE), part)


async def get_cases(request: Request, query: Annotated[CaseListQuery, Query()], _: Reader) -> Response:
    """List cases, newest receipt first, without personal data."""
    services = services_of(request)
    after = place_of(CASE_PLACE, query.cursor)
    wanted = CaseFilter.model_validate(query.model_dump(include=set(CaseFilter.model_fields)))
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        rows = await connection.run_sync(list_cases, wanted, after, query.limit + 1)
    page = rows[: query.limit]
    cursor = cursor_of(CASE_PLACE, _place(page[-1])) if len(rows) > len(page) else None
    asked = query.model_dump(mode="json", exclude={"cursor"})
    following = next_link(request.url.path, asked, cursor)
    document = Page[CaseSummary](items=page, next=following, position=position)
    return Response(document.model_dump_json(), media_type="application/json")


def add_case_reads(app: FastAPI) -> None:
    """Add the routes that read cases."""
    missing = (status_of(CaseNotFoundError), "case_not_found", text("refusal.case_not_found.title", "en"))
    one, many = "/v1/cases/{case_id}", "/v1/cases"
    add_read_route(
        app, one, get_case, Permission.READ, CaseView, tag="cases", problems=ON_MOMENTS, refusals=(missing,)
    )
    add_read_route(
        app,
        f"{one}/history",
        get_case_history,
        Permission.HISTORY,
        Page[Envelope[CaseEvent | AnyClockEvent]],
        tag="cases",
        problems=ON_MOMENTS,
        refusals=(missing,),
    )
    listed = Page[CaseSummary]
    add_read_route(app, many, get_cases, Permission.READ, listed, tag="cases", problems=ON_PROJECTIONS)


def _place(last: CaseSummary) -> tuple[datetime, UUID]:
    return last.received_at, last.case_id
