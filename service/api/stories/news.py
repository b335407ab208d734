"""What is new for a member of staff on the accounts that they follow, since they looked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import Field, TypeAdapter

from service.api.http.access import Permission
from service.api.http.document import Document, Parameters
from service.api.http.guard import caller_of
from service.api.http.json_answer import document_response
from service.api.http.json_body import read_command
from service.api.http.lists.as_of import HIGHEST_POSITION
from service.api.http.lists.cursors import POSITION_PLACE, Order
from service.api.http.lists.freshness import connected_at
from service.api.http.lists.page import Page, PageQuery, PastPageQuery, link_to, listed
from service.api.http.problems.error import ProblemError
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.api.stories.timeline import TimelineItem, timeline_items
from service.database.news_marks import mark_seen, seen_position
from service.domain.account.vocabulary import TimelineTheme
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.projections.care.followers import FollowFilter, FollowPlace, list_follows
from service.reports.story.news import follows_of, news_after
from service.reports.story.timeline import streams_of

PATH = "/v1/news"
BY_POSITION: Order[RecordedEvent, int] = Order(lambda each: each.position, POSITION_PLACE)
BY_ACCOUNT: Order[Mapping[str, Any], FollowPlace] = Order(
    lambda row: (row["account_code"], row["follower"]), TypeAdapter(tuple[Code, Code])
)


class FollowView(Document):
    """That a member of staff follows an account."""

    account_id: UUID
    account_code: str
    follower: str
    """Staff id of who follows it."""
    themes: list[TimelineTheme]
    """What they want to hear of; empty for everything."""
    followed_at: datetime
    """Time since which they follow it (UTC)."""
    since_position: int
    """Position after which what happens there is news for them."""


class FollowListQuery(PastPageQuery, FollowFilter):
    """Whose following to list, and which page."""


class NewsPage(Page[TimelineItem]):
    """What is new, in the order in which it was recorded."""

    follower: str
    """Staff id of whose news it is: the person for whom the key speaks, else the key."""
    seen_position: int
    """Position up to which the news was marked as seen before."""
    up_to_position: int
    """Position up to which nothing is left out after this page. Send it to mark the news as seen."""


class NewsSeen(Parameters):
    """Up to where the news was seen."""

    position: int = Field(ge=0, le=HIGHEST_POSITION, examples=[1200])
    """`up_to_position` of the page that was seen."""


class SeenMark(Document):
    """Up to where the news is marked as seen."""

    seen_position: int
    """Position; what comes after it is new. It never goes back."""


async def get_news(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Read what is new on the accounts that the caller follows, their cases included, since they looked.

    In the order of recording, so that what is told late is new as well. It stays new until it is marked as
    seen (`POST /v1/news/seen`): nothing gets lost between two looks, and nothing is new twice.
    """
    follower, after = caller_of(request).teller.name, BY_POSITION.place_in(query.cursor)
    async with connected_at(request, query) as (connection, position):
        follows = await follows_of(connection, follower)
        streams = await streams_of(connection, [one.account_id for one in follows])
    async with services_of(request).engine.connect() as connection:
        seen = await seen_position(connection, follower)
        begin = seen if after is None else max(after, seen)
        found = await news_after(connection, follows, streams, begin, position, query.limit + 1)
    page = found[: query.limit]
    cursor = BY_POSITION.cursor_after(page[-1]) if len(found) > len(page) else None
    items = await timeline_items(request, query, page, streams)
    document = NewsPage(
        items=items,
        next=link_to(request, query, cursor),
        position=position,
        follower=follower,
        seen_position=seen,
        up_to_position=page[-1].position if cursor else max(position, seen),
    )
    return document_response(document)


async def post_news_seen(request: Request) -> Response:
    """Mark the caller's news as seen up to a position. The mark goes forward only, and never ahead."""
    services = services_of(request)
    sent = await read_command(request, NewsSeen, max_body_bytes=services.max_body_bytes)
    head = await services.application.log.head()
    if sent.position > head:
        ahead = {"type": "less_than_equal", "loc": ("body", "position"), "ctx": {"le": head}}
        raise ProblemError("position_ahead", errors=[ahead], after=sent.position, position=head)
    async with services.engine.begin() as connection:
        marked = await mark_seen(connection, caller_of(request).teller.name, sent.position)
    return document_response(SeenMark(seen_position=marked))


async def get_follows(request: Request, query: Annotated[FollowListQuery, Query()]) -> Response:
    """List who follows which account in what, in order of the customer number."""
    wanted = query.filter_as(FollowFilter)
    found = await listed(
        request,
        query,
        BY_ACCOUNT,
        lambda connection, after, most: connection.run_sync(list_follows, wanted, after, most),
    )
    items = [FollowView(**row) for row in found.rows]
    return document_response(Page[FollowView](items=items, next=found.next, position=found.position))


def add_news(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app, "/v1/follows", get_follows, Permission.READ, Page[FollowView], problems=ON_PROJECTIONS
    )
    add_read_route(app, PATH, get_news, Permission.HISTORY, NewsPage, problems=ON_PROJECTIONS)
    add_action_route(
        app,
        f"{PATH}/seen",
        post_news_seen,
        Permission.HISTORY,
        SeenMark,
        body=NewsSeen,
        problems=("position_ahead", "body_too_large", "malformed_json", "unsupported_media_type"),
    )
