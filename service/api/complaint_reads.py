"""Reading the archive of complaints (投诉归档, REQUIREMENTS 121)."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from service.api.access import Caller, Permission
from service.api.answers import Page
from service.api.case_words import cases_with_words, words_of
from service.api.cursors import CASE_PLACE, cursor_of, next_link, place_of
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.read_routes import add_read_route
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import Services, services_of
from service.eventstore.folding import opened
from service.projections.complaints.archive import ComplaintFilter, ComplaintSummary, list_complaints

MOST_ROWS = 200
SEARCHED_AT_MOST = 500
SEARCHED_AT_ONCE = 100

Reader = Annotated[Caller, Depends(Needs(Permission.READ))]


class ComplaintListQuery(ComplaintFilter):
    """Which complaints to list, and which page."""

    words: str | None = Field(default=None, min_length=1, max_length=200)
    """Only complaints in whose texts all these words stand, be it in what was written, said or noted."""
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


async def get_complaints(
    request: Request, query: Annotated[ComplaintListQuery, Query()], _: Reader
) -> Response:
    """Search the archive of complaints, newest receipt first.

    The rows hold no personal data. With `words` the texts of the record are looked through: at most the 500
    newest complaints that the other filters leave; `next` goes on from there, so a page may hold less than
    `limit`, or nothing, before the last.
    """
    services = services_of(request)
    after = place_of(CASE_PLACE, query.cursor)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        position = await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
    words = words_of(query.words) if query.words else ()
    if words:
        page, last = await _found(services, query, after, words)
    else:
        page, last = await _listed(services, query, after)
    cursor = cursor_of(CASE_PLACE, _place(last)) if last else None
    asked = query.model_dump(mode="json", exclude={"cursor"})
    following = next_link(request.url.path, asked, cursor)
    document = Page[ComplaintSummary](items=page, next=following, position=position)
    return Response(document.model_dump_json(), media_type="application/json")


def add_complaint_reads(app: FastAPI) -> None:
    """Add the route."""
    listed = Page[ComplaintSummary]
    add_read_route(
        app,
        "/v1/complaints",
        get_complaints,
        Permission.READ,
        listed,
        tag="complaints",
        problems=ON_PROJECTIONS,
    )


Found = tuple[list[ComplaintSummary], ComplaintSummary | None]
"""A page, and the complaint after which the next begins; None on the last."""


async def _listed(
    services: Services, query: ComplaintListQuery, after: tuple[datetime, UUID] | None
) -> Found:
    rows = await _rows(services, query, after, query.limit + 1)
    page = rows[: query.limit]
    return page, page[-1] if len(rows) > len(page) else None


async def _found(
    services: Services,
    query: ComplaintListQuery,
    after: tuple[datetime, UUID] | None,
    words: tuple[str, ...],
) -> Found:
    """Look through complaints in portions until the page is full or enough were looked through."""
    page: list[ComplaintSummary] = []
    for _ in range(SEARCHED_AT_MOST // SEARCHED_AT_ONCE):
        rows = await _rows(services, query, after, SEARCHED_AT_ONCE)
        stored = await services.application.log.streams([row.case_id for row in rows])
        holding = await asyncio.to_thread(lambda: cases_with_words(opened(stored), words))  # noqa: B023  awaited here
        for row in rows:
            after = _place(row)
            page += [row] if row.case_id in holding else []
            if len(page) == query.limit:
                return page, row
        if len(rows) < SEARCHED_AT_ONCE:
            return page, None
    return page, rows[-1]


async def _rows(
    services: Services, query: ComplaintListQuery, after: tuple[datetime, UUID] | None, limit: int
) -> list[ComplaintSummary]:
    wanted = ComplaintFilter.model_validate(query.model_dump(include=set(ComplaintFilter.model_fields)))
    async with services.engine.connect() as connection:
        return await connection.run_sync(list_complaints, wanted, after, limit)


def _place(last: ComplaintSummary) -> tuple[datetime, UUID]:
    return last.received_at, last.case_id
