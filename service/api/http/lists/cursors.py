"""Opaque cursors: where the next page of a list begins."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError

from service.api.http.problems.error import ProblemError
from service.domain.event import AnyInstant
from service.domain.text import Code

Place = TypeVar("Place")

Row = TypeVar("Row")

CASE_PLACE: TypeAdapter[tuple[AnyInstant, UUID]] = TypeAdapter(tuple[AnyInstant, UUID])
CLOCK_PLACE: TypeAdapter[tuple[AnyInstant, UUID]] = TypeAdapter(tuple[AnyInstant, UUID])
POSITION_PLACE: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=0, le=2**63 - 1)])
ACCOUNT_PLACE: TypeAdapter[str] = TypeAdapter(Code)


def cursor_of(adapter: TypeAdapter[Place], place: Place) -> str:
    """Return a place in a list as a cursor."""
    return base64.urlsafe_b64encode(adapter.dump_json(place)).decode().rstrip("=")


def place_of(adapter: TypeAdapter[Place], cursor: str | None) -> Place | None:
    """Return the place that a cursor stands for. Raises ProblemError `validation_failed`."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return adapter.validate_json(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, ValidationError):
        wrong = {"type": "cursor", "loc": ("query", "cursor")}
        raise ProblemError("validation_failed", errors=[wrong]) from None


def next_link(path: str, asked: Mapping[str, object], cursor: str | None) -> str | None:
    """Return the path of the page that begins at a cursor, with the filters that were asked for."""
    if cursor is None:
        return None
    kept = {name: value for name, value in asked.items() if value is not None}
    return f"{path}?{urlencode({**kept, 'cursor': cursor})}"


@dataclass(frozen=True)
class Order(Generic[Row, Place]):
    """The order of a list: where a row stands in it, and how a cursor writes that down."""

    place_of: Callable[[Row], Place]
    adapter: TypeAdapter[Place]

    def cursor_after(self, row: Row) -> str:
        """Return the cursor of the page that follows a row."""
        return cursor_of(self.adapter, self.place_of(row))

    def place_in(self, cursor: str | None) -> Place | None:
        """Return the place that a cursor stands for. Raises ProblemError `validation_failed`."""
        return place_of(self.adapter, cursor)


BY_RECEIPT: Order[Any, tuple[datetime, UUID]] = Order(lambda row: (row.received_at, row.case_id), CASE_PLACE)
BY_DUE: Order[Mapping[str, Any], tuple[datetime, UUID]] = Order(
    lambda row: (row["due_at"], row["clock_id"]), CLOCK_PLACE
)
