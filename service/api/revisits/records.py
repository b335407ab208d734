"""Reading the records of revisits (回访记录表)."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import Field

from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import POSITION_PLACE, Order
from service.api.http.lists.freshness import connected_at
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.services import services_of
from service.domain.rulebook.state import Rulebook
from service.reports.revisits.records import (
    RevisitRecord,
    RevisitRecordQuery,
    all_revisit_records,
    revisit_records,
)
from service.reports.revisits.summary import RevisitSummary, summary_of

MOST_ROWS = 1_000
BY_POSITION = Order[RevisitRecord, int](lambda row: row.position, POSITION_PLACE)


class RevisitRecordPage(Page[RevisitRecord]):
    """One page of the records of revisits."""

    summary: RevisitSummary
    """Figures of all revisits that match, also those on other pages."""


class RevisitRecordListQuery(PastPageQuery, RevisitRecordQuery):
    """Which revisits to show, and which page."""

    limit: int = Field(default=200, ge=1, le=MOST_ROWS)


async def get_revisit_records(
    request: Request, query: Annotated[RevisitRecordListQuery, Query()]
) -> Response:
    """Read the record of every revisit: who, when, how, what was asked and said, who was told of it.

    In the order of recording. With `department` the feedback that was given to the head of a department.
    """
    narrowed = query.filter_as(RevisitRecordQuery)
    book = await services_of(request).application.rulebook()
    found = await listed(
        request,
        query,
        BY_POSITION,
        lambda connection, after, most: connection.run_sync(
            revisit_records, narrowed, book, after=after or 0, most=most
        ),
    )
    is_whole = query.cursor is None and found.next is None
    every = found.rows if is_whole else await _all_of(request, query, narrowed, book)
    document = RevisitRecordPage(
        items=list(found.rows),
        next=found.next,
        position=found.position,
        summary=summary_of(every),
    )
    return document_response(document)


async def _all_of(
    request: Request, query: RevisitRecordListQuery, narrowed: RevisitRecordQuery, book: Rulebook
) -> Sequence[RevisitRecord]:
    async with connected_at(request, query) as (connection, _):
        return await connection.run_sync(all_revisit_records, narrowed, book)
