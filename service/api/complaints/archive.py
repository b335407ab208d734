"""Reading the archive of complaints (投诉归档, REQUIREMENTS 121)."""

import asyncio
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import Field

from service.api.complaints.words import cases_with_words, words_of
from service.api.http.access import Permission
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import BY_RECEIPT
from service.api.http.lists.freshness import connected_at
from service.api.http.lists.page import Listed, Page, PageQuery, link_to, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import Services, services_of
from service.eventstore.folding import decode_rows
from service.projections.complaints.archive import ComplaintFilter, ComplaintSummary, list_complaints

SEARCHED_AT_MOST = 500
SEARCHED_AT_ONCE = 100


class _Filter(ComplaintFilter):
    words: str | None = Field(default=None, min_length=1, max_length=200)
    """Only complaints whose texts contain all these words, in messages, talks or notes."""


class ComplaintListQuery(PageQuery, _Filter):
    """Which complaints to list, and which page."""


async def get_complaints(request: Request, query: Annotated[ComplaintListQuery, Query()]) -> Response:
    """Search the archive of complaints, newest receipt first.

    The rows hold no personal data. With `words` the texts of the record are looked through: at most the 500
    newest complaints that the other filters leave; `next` goes on from there, so a page may hold less than
    `limit`, or nothing, before the last.
    """
    words = words_of(query.words or "")
    found = await (_with_words(request, query, words) if words else _listed(request, query))
    return document_response(
        Page[ComplaintSummary](items=list(found.rows), next=found.next, position=found.position)
    )


def add_complaint_reads(app: FastAPI) -> None:
    """Add the route."""
    listed_as = Page[ComplaintSummary]
    add_read_route(app, "/v1/complaints", get_complaints, Permission.READ, listed_as, problems=ON_PROJECTIONS)


async def _listed(request: Request, query: ComplaintListQuery) -> Listed[ComplaintSummary]:
    return await listed(
        request,
        query,
        BY_RECEIPT,
        lambda connection, after, most: connection.run_sync(list_complaints, query, after, most),
    )


async def _with_words(
    request: Request, query: ComplaintListQuery, words: tuple[str, ...]
) -> Listed[ComplaintSummary]:
    """Look through complaints in portions until the page is full or enough were looked through."""
    services, after = services_of(request), BY_RECEIPT.place_in(query.cursor)
    async with connected_at(services, query.min_position) as (_, position):
        pass  # a search may last: it holds no connection in between
    page, last = await _found(services, query, after, words)
    cursor = BY_RECEIPT.cursor_after(last) if last else None
    return Listed(page, link_to(request, query, cursor), position)


async def _found(
    services: Services,
    query: ComplaintListQuery,
    after: tuple[datetime, UUID] | None,
    words: tuple[str, ...],
) -> tuple[list[ComplaintSummary], ComplaintSummary | None]:
    """Return a page, and the complaint after which the next begins; None on the last."""
    page: list[ComplaintSummary] = []
    for _ in range(SEARCHED_AT_MOST // SEARCHED_AT_ONCE):
        async with services.engine.connect() as connection:
            rows = await connection.run_sync(list_complaints, query, after, SEARCHED_AT_ONCE)
        stored = await services.application.log.streams([row.case_id for row in rows])
        holding = await asyncio.to_thread(lambda: cases_with_words(decode_rows(stored), words))  # noqa: B023  awaited here
        for row in rows:
            after = BY_RECEIPT.place_of(row)
            page += [row] if row.case_id in holding else []
            if len(page) == query.limit:
                return page, row
        if len(rows) < SEARCHED_AT_ONCE:
            return page, None
    return page, rows[-1]
