"""Reading the history of a case or account as a story."""

from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.api.http import as_of
from service.api.http.access import Permission
from service.api.http.request_headers import header
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.api.stories.news import add_news
from service.api.stories.timeline import add_timelines
from service.language import Language, preferred_language
from service.reports.story.document import Story, WhichPromises, story


class StoryQuery(as_of.AsOfQuery):
    """Form of the story, and moment up to which it goes."""

    language: Language | None = None
    """Language. If omitted, that of `Accept-Language`."""
    promises: WhichPromises = "broken"
    """Which promises to mention: all, only breached ones, or none."""


async def get_case_story(request: Request, case_id: UUID, query: Annotated[StoryQuery, Query()]) -> Response:
    """Read what happened on a case as a story, one sentence a fact, in the order in which it happened."""
    return await _story(request, case_id, query, as_of.CASE)


async def get_account_story(
    request: Request, account_id: UUID, query: Annotated[StoryQuery, Query()]
) -> Response:
    """Read what happened with an account as a story, one sentence a fact."""
    return await _story(request, account_id, query, as_of.ACCOUNT)


async def _story(request: Request, stream_id: UUID, query: StoryQuery, kind: as_of.StreamKind) -> Response:
    events = await as_of.events_as_of(request, stream_id, query, kind)
    services = services_of(request)
    rulebook = await services.application.rulebook()
    language = query.language or preferred_language(header(request, b"accept-language"))
    document = story(stream_id, events, rulebook, language, query.promises, zone=services.business_zone)
    return as_of.versioned_response(request, document, document.version)


def add_story_reads(app: FastAPI) -> None:
    """Add the routes that tell histories, timelines and news."""
    for path, endpoint, kind in (
        ("/v1/cases/{case_id}/story", get_case_story, as_of.CASE),
        ("/v1/accounts/{account_id}/story", get_account_story, as_of.ACCOUNT),
    ):
        add_read_route(
            app, path, endpoint, Permission.HISTORY, Story, problems=as_of.ON_AS_OF, refusals=(kind.missing,)
        )
    add_timelines(app)
    add_news(app)
