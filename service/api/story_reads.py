"""Reading the history of a case or account as a story."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request, Response

from service.api.access import Caller, Permission
from service.api.guard import Needs
from service.api.moments import ACCOUNT, CASE, ON_MOMENTS, Moment, Opening, events_at, shown
from service.api.read_routes import add_read_route
from service.api.refusal_status import status_of
from service.api.request_headers import header
from service.api.services import services_of
from service.domain.account.refusals import AccountNotFoundError
from service.domain.case.refusals import CaseNotFoundError
from service.language import Language, preferred_language, text
from service.reports.story.document import Story, WhichPromises, story

Reader = Annotated[Caller, Depends(Needs(Permission.HISTORY))]


class StoryQuery(Moment):
    """How to tell it, and as of when."""

    language: Language | None = None
    """The language; left out, that of `Accept-Language`."""
    promises: WhichPromises = "broken"
    """Which promises of time are told: all, only those that went wrong, or none."""


async def get_case_story(
    request: Request, case_id: UUID, query: Annotated[StoryQuery, Query()], _: Reader
) -> Response:
    """Read what happened on a case as a story, one sentence a fact, in the order in which it happened."""
    return await _told(request, case_id, query, CASE)


async def get_account_story(
    request: Request, account_id: UUID, query: Annotated[StoryQuery, Query()], _: Reader
) -> Response:
    """Read what happened with an account as a story, one sentence a fact."""
    return await _told(request, account_id, query, ACCOUNT)


async def _told(request: Request, stream_id: UUID, query: StoryQuery, opening: Opening) -> Response:
    events = await events_at(request, stream_id, query, opening)
    rulebook = await services_of(request).application.rulebook()
    language = query.language or preferred_language(header(request, b"accept-language"))
    told = story(stream_id, events, rulebook, language, query.promises)
    return shown(request, told, told.version)


def add_story_reads(app: FastAPI) -> None:
    """Add the routes that tell histories."""
    for resource, endpoint, refusal in (
        ("cases/{case_id}", get_case_story, CaseNotFoundError),
        ("accounts/{account_id}", get_account_story, AccountNotFoundError),
    ):
        add_read_route(
            app,
            f"/v1/{resource}/story",
            endpoint,
            Permission.HISTORY,
            Story,
            tag=resource.partition("/")[0],
            problems=ON_MOMENTS,
            refusals=((status_of(refusal), refusal.slug, text(f"refusal.{refusal.slug}.title", "en")),),
        )
