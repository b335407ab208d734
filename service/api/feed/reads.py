"""Following the record: page by page, waiting for what is to come, or as a stream."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from pydantic import AfterValidator, Field

from service.api.feed.documents import FeedPage as PageDocument
from service.api.feed.documents import fed
from service.api.http.access import Permission
from service.api.http.document import Parameters
from service.api.http.guard import admitted
from service.api.http.json_answer import json_of, json_response
from service.api.http.lists.as_of import HIGHEST_POSITION
from service.api.http.problems.error import ProblemError, malformed
from service.api.http.request_headers import accepts, header
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.domain.aggregates.aggregate import EVENTS
from service.domain.invalid import invalid
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.following.feed import Feed, FeedPage, Wanted

MOST_EVENTS = 1_000
LONGEST_WAIT_SECONDS = 30
EVENTS_A_READ = 200
SILENCE_SECONDS = 15.0
LINES = "application/x-ndjson"
LONGEST_POSITION = 19
AHEAD = ("position_ahead",)
NOTHING = Wanted(as_of=0)
"""No event at all: a page of it tells the head."""


def _known(written: str) -> str:
    """Refuse a name that is not an event's: it would match nothing for ever."""
    if not set(written.split(",")) <= EVENTS.keys():
        raise invalid("choice", expected=", ".join(EVENTS))
    return written


class StreamQuery(Parameters):
    """Which events to read, and from which position."""

    after: int = Field(default=0, ge=0, le=HIGHEST_POSITION)
    """Only events after this position. Refused if the record has not reached it."""
    types: Annotated[str, AfterValidator(_known)] | None = Field(default=None, max_length=2_000)
    """Only events of these stored names, separated by commas: `CaseReceived.v1,CaseClosed.v1`."""
    stream_id: UUID | None = None
    """Only events of this case or account."""

    def wanted(self, as_of: int = HIGHEST_POSITION) -> Wanted:
        """Return the filter as the record understands it."""
        types = tuple(self.types.split(",")) if self.types else ()
        return Wanted(stream_id=self.stream_id, types=types, as_of=as_of)


class FeedQuery(StreamQuery):
    """Which page of the record to read."""

    limit: int = Field(default=100, ge=1, le=MOST_EVENTS)
    as_of: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """The record as it was at this position."""
    wait: float = Field(default=0, ge=0, le=LONGEST_WAIT_SECONDS, allow_inf_nan=False)
    """Seconds to wait for an event if there is none yet."""


async def get_events(request: Request, query: Annotated[FeedQuery, Query()]) -> Response:
    """Read the record in order of position, without gaps, a page at a time.

    Follow `next`; with `wait` the answer comes as soon as there is something. With `types` a request looks
    at a bounded part of the record, so that a page may hold few events or none before the `end`.
    With `Accept: application/x-ndjson` the events come one a line, and `next` as a Link header.
    """
    wanted = query.wanted(HIGHEST_POSITION if query.as_of is None else query.as_of)
    page = await _page(services_of(request).feed, query, wanted)
    following = _next(request, query, page)
    events = decode_rows(page.events)
    if accepts(request, LINES):
        return _lines(events, page, following)
    document = {
        "items": [fed(recorded) for recorded in events],
        "next": following,
        "head": page.head,
        "end": page.is_end,
    }
    return json_response(document)


async def stream_events(request: Request, query: Annotated[StreamQuery, Query()]) -> Response:
    """Follow the record as Server-Sent Events.

    `id` is the position, `event` the stored name, `data` the event as on a page. After 15 silent seconds a
    comment comes; its `id` tells how far the record was looked through. `Last-Event-ID` resumes there. The
    stream ends when the server stops or the key is revoked.
    """
    resumed = _last_event_id(request)
    after = query.after if resumed is None else resumed
    feed = services_of(request).feed
    head = (await feed.page(after, 1, NOTHING)).head
    _must_be_reached(after, head, ("query", "after") if resumed is None else ("header", "Last-Event-ID"))
    pages = feed.follow(after, EVENTS_A_READ, query.wanted(), silence_seconds=SILENCE_SECONDS)
    return StreamingResponse(_frames(request, pages), media_type="text/event-stream")


def add_feed(app: FastAPI) -> None:
    """Add the routes that follow the record."""
    add_read_route(
        app, "/v1/events", get_events, Permission.HISTORY, PageDocument, tag="events", problems=AHEAD
    )
    add_read_route(
        app,
        "/v1/events/stream",
        stream_events,
        Permission.HISTORY,
        _FRAMES,
        problems=("malformed_header", *AHEAD),
        parameters=(_LAST_EVENT_ID,),
    )


_LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "The last position that was seen; browsers send it by themselves when they resume.",
    "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
}
_FRAMES = {
    "description": "Events as they come.",
    "content": {
        "text/event-stream": {
            "schema": {
                "type": "string",
                "description": "`id`, `event` and `data` of each event; data is a FeedEvent.",
            }
        }
    },
}


async def _frames(request: Request, pages: AsyncIterator[FeedPage]) -> AsyncIterator[bytes]:
    """Write pages as frames, as long as the key is good: one that is revoked reads no further."""
    async for page in pages:
        if not await _may_read_on(request):
            return
        for recorded in decode_rows(page.events):
            data = json_of(fed(recorded)).decode()
            name, position = recorded.event.STORED_NAME, str(recorded.position)
            yield format_sse_event(data_str=data, event=name, id=position)
        if not page.events:
            yield format_sse_event(comment="", id=str(page.reached))


async def _may_read_on(request: Request) -> bool:
    try:
        await admitted(request, Permission.HISTORY)
    except ProblemError:
        return False
    return True


def _next(request: Request, query: FeedQuery, page: FeedPage) -> str | None:
    if query.as_of is not None and page.reached >= query.as_of:
        return None
    asked = query.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    return f"{request.url.path}?{urlencode({**asked, 'after': page.reached}, safe=',')}"


def _lines(events: Sequence[RecordedEvent], page: FeedPage, following: str | None) -> Response:
    headers = {"Case-Position": str(page.head)}
    if following is not None:
        headers["Link"] = f'<{following}>; rel="next"'
    content = b"".join(json_of(fed(recorded)) + b"\n" for recorded in events)
    return Response(content, headers=headers, media_type=LINES)


async def _page(feed: Feed, query: FeedQuery, wanted: Wanted) -> FeedPage:
    """Return what is asked for, waiting for it if need be. Raises ProblemError `position_ahead` at once."""
    page = await feed.page(query.after, query.limit, wanted)
    _must_be_reached(query.after, page.head, ("query", "after"))
    if page.events or not query.wait:
        return page
    return await feed.page_or_wait(query.after, query.limit, wanted, query.wait)


def _must_be_reached(after: int, head: int, place: tuple[str, str]) -> None:
    """Refuse to wait for what a restored record would record anew: the reader would never learn of it.

    Raises ProblemError `position_ahead`.
    """
    if after > head:
        ahead = {"type": "less_than_equal", "loc": place, "ctx": {"le": head}}
        raise ProblemError("position_ahead", errors=[ahead], after=after, position=head)


def _last_event_id(request: Request) -> int | None:
    """Return where to go on, None where it is not said. Raises ProblemError `malformed_header`."""
    written = header(request, b"last-event-id")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= LONGEST_POSITION):
        raise malformed("Last-Event-ID")
    return min(int(written), HIGHEST_POSITION)
