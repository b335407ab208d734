"""Lists, a page at a time: what is asked for, and what comes."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

from service.api.http.document import Document, Parameters
from service.api.http.lists.freshness import HIGHEST_POSITION

Item = TypeVar("Item")
Filter = TypeVar("Filter", bound=BaseModel)
MOST_ROWS = 200


class PageQuery(Parameters):
    """Which page of a list. A list derives its query from this and its filter: `(PageQuery, CaseFilter)`."""

    limit: int = Field(default=50, ge=1, le=MOST_ROWS)
    """At most so many rows."""
    cursor: str | None = Field(default=None, max_length=500)
    """Where the page begins: take the whole link from `next`."""
    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the list holds this position (`Case-Position` of a command's answer)."""


class Page(Document, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    """The rows."""
    next: str | None
    """The path of the next page, or null on the last."""
    position: int
    """The list holds at least every event up to this position."""
