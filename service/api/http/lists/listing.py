"""The one way in which a list is read: where it begins, how fresh it is, where it goes on."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.http.lists.cursors import Order, next_link
from service.api.http.lists.freshness import connected_at
from service.api.http.lists.page import PageQuery
from service.api.http.services import services_of

Row = TypeVar("Row")
Place = TypeVar("Place")


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
    async with connected_at(services_of(request), query.min_position) as (connection, position):
        rows = await read(connection, after, query.limit + 1)
    page = rows[: query.limit]
    cursor = order.cursor_after(page[-1]) if len(rows) > len(page) else None
    return Listed(page, link_to(request, query, cursor), position)


def link_to(request: Request, query: PageQuery, cursor: str | None) -> str | None:
    """Return the path of the page that begins at a cursor, None without one."""
    return next_link(request.url.path, query.model_dump(mode="json", exclude={"cursor"}), cursor)
