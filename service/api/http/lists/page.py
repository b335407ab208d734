"""Lists, a page at a time: what is asked for, the one way in which it is read, and what comes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.http.document import Document
from service.api.http.lists.as_of import PastParameters
from service.api.http.lists.cursors import Order, next_link
from service.api.http.lists.freshness import Freshness, connected_at

Item = TypeVar("Item")
Filter = TypeVar("Filter", bound=BaseModel)
Row = TypeVar("Row")
Place = TypeVar("Place")
MOST_ROWS = 200


class PageQuery(Freshness):
    """Which page of a list. A list derives its query from this and its filter: `(PageQuery, CaseFilter)`."""

    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    cursor: str | None = Field(default=None, max_length=500)
    """Start of the page. Use the link in `next` as it is."""

    def filter_as(self, kind: type[Filter]) -> Filter:
        """Return the filter alone, without the page."""
        return kind.model_validate(self.model_dump(include=set(kind.model_fields)))


class PastPageQuery(PageQuery, PastParameters):
    """Which page of a list to read, and as of when."""


class Page(Document, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    """Rows of the page."""
    next: str | None
    """Path of the next page; null on the last page."""
    position: int
    """The list contains every event up to this position, and perhaps later ones."""


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """A page of rows, the path of the next page or None, and the position that the read side had reached."""

    rows: Sequence[Row]
    next: str | None
    position: int


async def listed(
    request: Request,
    query: PageQuery,
    order: Order[Row, Place],
    read: Callable[[AsyncConnection, Place | None, int], Awaitable[Sequence[Row]]],
) -> Listed[Row]:
    """Return the page that is asked for; `read` takes a connection, the place before and a limit.

    Raises ProblemError `validation_failed` for a cursor that is none of ours, or `projection_behind`.
    """
    after = order.place_in(query.cursor)
    async with connected_at(request, query) as (connection, position):
        rows = await read(connection, after, query.limit + 1)
    page = rows[: query.limit]
    cursor = order.cursor_after(page[-1]) if len(rows) > len(page) else None
    return Listed(page, link_to(request, query, cursor), position)


def link_to(request: Request, query: PageQuery, cursor: str | None) -> str | None:
    """Return the path of the page that begins at a cursor, None without one."""
    return next_link(request.url.path, query.model_dump(mode="json", exclude={"cursor"}), cursor)
