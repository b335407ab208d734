"""Lists, a page at a time."""

from typing import Generic, TypeVar

from service.api.http.document import Document

Item = TypeVar("Item")


class Page(Document, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    """The rows."""
    next: str | None
    """The path of the next page, or null on the last."""
    position: int
    """The list holds at least every event up to this position."""
