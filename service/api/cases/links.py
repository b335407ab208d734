"""Reading the links of a case."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import PastParameters
from service.api.http.lists.freshness import Freshness, connected_at
from service.api.http.services import services_of
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.projections.links import LinkedCase, links_of


class Links(Document):
    """Links of a case to other cases."""

    items: list[LinkedCase]
    """Active links: first those recorded on this case, then those recorded on other cases."""
    position: int
    """The list contains every event up to this position, and perhaps later ones."""


class LinkQuery(Freshness, PastParameters):
    """Freshness of the links, or as of when."""


async def get_case_links(request: Request, case_id: UUID, query: Annotated[LinkQuery, Query()]) -> Response:
    """Read the cases that have to do with a case: linked, merged or split, whichever of the two told it."""
    loaded = await services_of(request).application.load(case_id)
    if not isinstance(loaded.state, Case):
        raise CaseNotFoundError
    async with connected_at(request, query) as (connection, position):
        items = await connection.run_sync(links_of, case_id)
    return document_response(Links(items=items, position=position))
