"""Reading cases: one as it is or was, its history, and lists."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from service.api.cases.view.case import case_view
from service.api.http import as_of
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import BY_RECEIPT
from service.api.http.lists.page import Page, PastPageQuery
from service.api.http.lists.words import found_by_words
from service.api.http.services import services_of
from service.domain.case.rules import CaseNotFoundError
from service.domain.text import Code
from service.projections.cases.lists import CaseFilter, CaseSummary, list_cases


class _Filter(CaseFilter):
    owner: Code | None = None
    """Only cases of this owner (staff id)."""
    words: str | None = Field(default=None, min_length=1, max_length=200)
    """Only cases whose texts contain all these words, in any order: subject, messages, notes."""


class CaseListQuery(PastPageQuery, _Filter):
    """Which cases to list, and which page."""


async def get_case(request: Request, case_id: UUID, moment: Annotated[as_of.AsOfQuery, Query()]) -> Response:
    """Read a case as it is, or as it was.

    With `version`, `position` or `recorded_at` the past is shown as it was known then, whatever was added
    since. With `occurred_at` it is shown as it was in the world, with all that was recorded later about it.
    """
    promises = await services_of(request).application.rulebook()
    view = case_view(case_id, await as_of.events_as_of(request, case_id, moment, as_of.CASE), promises)
    if view is None:
        raise CaseNotFoundError
    return as_of.versioned_response(request, view, view.version)


async def get_case_history(
    request: Request, case_id: UUID, part: Annotated[as_of.HistoryQuery, Query()]
) -> Response:
    """Read every event of a case, in order, with who recorded it and when."""
    return as_of.history_response(request, await as_of.events_as_of(request, case_id, part, as_of.CASE), part)


async def get_cases(request: Request, query: Annotated[CaseListQuery, Query()]) -> Response:
    """List cases, newest receipt first, without personal data.

    With `words` the texts of the record are looked through: at most the 500 newest cases that the other
    filters leave; `next` goes on from there, so a page may hold less than `limit`, or nothing, before the
    last.
    """
    narrowed = query.filter_as(CaseFilter)
    found = await found_by_words(
        request,
        query,
        BY_RECEIPT,
        lambda connection, after, most: connection.run_sync(list_cases, narrowed, after, most),
        query.words,
    )
    return document_response(
        Page[CaseSummary](items=list(found.rows), next=found.next, position=found.position)
    )
