"""Reading what to know of the customer at a case, above all at the first."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from service.actions.introduction import introduction_of
from service.api.http.beside import must_not_last
from service.api.http.commands.execution import context_of
from service.api.http.document import Parameters
from service.api.http.json_answer import document_response
from service.api.http.lists.freshness import MinPosition, wait_until_listed


class IntroductionQuery(Parameters):
    """Freshness of the cases that are counted."""

    min_position: MinPosition = None
    """Wait until the lists have reached this position."""


async def get_introduction(
    request: Request, case_id: UUID, query: Annotated[IntroductionQuery, Query()]
) -> Response:
    """Read whether the customer is served for the first time, and hints of their line of business."""
    await wait_until_listed(request, query.min_position)
    await must_not_last(request, case_id)
    return document_response(await introduction_of(context_of(request), case_id))
