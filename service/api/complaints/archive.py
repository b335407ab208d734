"""Reading the archive of complaints (投诉归档, REQUIREMENTS 121)."""

from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from pydantic import Field

from service.api.http.access import Permission
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import BY_RECEIPT
from service.api.http.lists.page import Page, PastPageQuery
from service.api.http.lists.words import found_by_words
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.projections.complaints.archive import ComplaintFilter, ComplaintSummary, list_complaints


class _Filter(ComplaintFilter):
    words: str | None = Field(default=None, min_length=1, max_length=200)
    """Only complaints whose texts contain all these words, in messages, talks or notes."""


class ComplaintListQuery(PastPageQuery, _Filter):
    """Which complaints to list, and which page."""


async def get_complaints(request: Request, query: Annotated[ComplaintListQuery, Query()]) -> Response:
    """Search the archive of complaints, newest receipt first.

    The rows hold no personal data. With `words` the texts of the record are looked through: at most the 500
    newest complaints that the other filters leave; `next` goes on from there, so a page may hold less than
    `limit`, or nothing, before the last.
    """
    found = await found_by_words(
        request,
        query,
        BY_RECEIPT,
        lambda connection, after, most: connection.run_sync(list_complaints, query, after, most),
        query.words,
    )
    return document_response(
        Page[ComplaintSummary](items=list(found.rows), next=found.next, position=found.position)
    )


def add_complaint_reads(app: FastAPI) -> None:
    """Add the route."""
    listed_as = Page[ComplaintSummary]
    add_read_route(app, "/v1/complaints", get_complaints, Permission.READ, listed_as, problems=ON_PROJECTIONS)
