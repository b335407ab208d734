"""Lists of cases searched by their words: in the texts of the record, because no projection holds any."""

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.http.lists.as_of import moment_of
from service.api.http.lists.cursors import Order
from service.api.http.lists.freshness import connected_at
from service.api.http.lists.page import Listed, PageQuery, link_to, listed
from service.api.http.services import services_of
from service.domain.personal import personal_fields
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows

SEARCHED_AT_MOST = 500
SEARCHED_AT_ONCE = 100


class OfCase(Protocol):
    """A row about a case."""

    @property
    def case_id(self) -> UUID: ...


Row = TypeVar("Row", bound=OfCase)
Place = TypeVar("Place")
Read = Callable[[AsyncConnection, Place | None, int], Awaitable[Sequence[Row]]]


async def found_by_words(
    request: Request, query: PageQuery, order: Order[Row, Place], read: Read[Place, Row], asked: str | None
) -> Listed[Row]:
    """Return a page of the cases whose texts hold all words of a query; of all cases where none is asked for.

    See `listed` for what is read and raised. Cases are looked through in portions until the page is full or
    enough were looked through: the next page goes on from there, so a page may hold less than `limit`, or
    nothing, before the last.
    """
    words = words_of(asked or "")
    if not words:
        return await listed(request, query, order, read)
    after = order.place_in(query.cursor)
    async with connected_at(request, query) as (_, position):
        pass  # a search may last: it holds no connection in between
    page, last = await _found(request, query, order, read, (after, words))
    cursor = order.cursor_after(last) if last else None
    return Listed(page, link_to(request, query, cursor), position)


async def _found(
    request: Request,
    query: PageQuery,
    order: Order[Row, Place],
    read: Read[Place, Row],
    asked: tuple[Place | None, tuple[str, ...]],
) -> tuple[list[Row], Row | None]:
    """Return a page, and the case after which the next begins; None on the last."""
    page: list[Row] = []
    after, words = asked
    log, moment = services_of(request).application.log, await moment_of(request, query)
    for _ in range(SEARCHED_AT_MOST // SEARCHED_AT_ONCE):
        async with connected_at(request, query) as (connection, _):
            rows = await read(connection, after, SEARCHED_AT_ONCE)
        stored = await log.streams([row.case_id for row in rows])
        if moment is not None:
            stored = [event for event in stored if event.position <= moment.position]
        holding = await asyncio.to_thread(lambda: cases_with_words(decode_rows(stored), words))  # noqa: B023  awaited here
        for row in rows:
            after = order.place_of(row)
            page += [row] if row.case_id in holding else []
            if len(page) == query.limit:
                return page, row
        if len(rows) < SEARCHED_AT_ONCE:
            return page, None
    return page, rows[-1]


def words_of(query: str) -> tuple[str, ...]:
    """Return the words of a query as they are compared: wide letters are narrow, capitals are small."""
    return tuple(_plain(query).split())


def cases_with_words(events: Iterable[RecordedEvent], words: Sequence[str]) -> set[UUID]:
    """Return the streams whose texts hold every word, be it in one event or in several.

    A word counts wherever its letters stand, since Chinese sets no spaces between words.
    """
    missing: dict[UUID, set[str]] = {}
    for recorded in events:
        lacking = missing.setdefault(recorded.stream_id, set(words))
        if lacking:
            for said in texts_of(recorded):
                lacking -= {word for word in lacking if word in said}
    return {stream_id for stream_id, lacking in missing.items() if not lacking}


def texts_of(recorded: RecordedEvent) -> Iterator[str]:
    """Yield the personal texts of an event, as they are compared."""
    names = personal_fields(type(recorded.event))
    if names:
        yield from map(_plain, _strings(recorded.event.model_dump(mode="json", include=set(names))))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
