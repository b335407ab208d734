"""Reading the cases that may be the same matter."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from service.actions.cases import case_events
from service.actions.duplicates import MOST_SUGGESTED, USUAL_DAYS, duplicates_of
from service.api.http.beside import must_not_last
from service.api.http.commands.execution import context_of
from service.api.http.document import Parameters
from service.api.http.json_answer import document_response
from service.api.http.lists.freshness import MinPosition, wait_until_listed

MOST_DAYS = 366


class DuplicatesQuery(Parameters):
    """Range of the search."""

    within_days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS)
    """Number of days before and after the receipt to search."""
    limit: int = Field(default=MOST_SUGGESTED, ge=1, le=50)
    min_position: MinPosition = None
    """Wait until the lists have reached this position."""


async def get_duplicates(
    request: Request, case_id: UUID, query: Annotated[DuplicatesQuery, Query()]
) -> Response:
    """Look for cases that may be the same matter told twice.

    Compared are cases of the same account that were received near in time: by their words, in Chinese or
    English, and by the numbers of orders, assets and references. It is a suggestion: nothing is merged.
    """
    context = context_of(request)
    await wait_until_listed(request, query.min_position)
    await must_not_last(request, case_id)
    events = await case_events(context.application, case_id)
    found = await duplicates_of(context, events, within_days=query.within_days, limit=query.limit)
    return document_response(found)
