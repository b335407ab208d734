"""Answers as JSON: facts as the record holds them, everything else as plain JSON knows it."""

from typing import Any

import orjson
from fastapi import Response
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from service.eventstore.envelope import RecordedEvent


def json_of(document: Any) -> bytes:
    """Return a document of plain values, instants in UTC, ids, models and recorded events as JSON."""
    return orjson.dumps(document, default=to_jsonable_python, option=orjson.OPT_UTC_Z)


def document_response(document: BaseModel, *, only_told: bool = False) -> Response:
    """Return a response that holds the document; with `only_told` without the fields that nobody has set."""
    return Response(document.model_dump_json(exclude_unset=only_told), media_type="application/json")


def json_response(document: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a response that holds a document of plain values."""
    return Response(json_of(document), status, headers, media_type="application/json")


def event_as_recorded(recorded: RecordedEvent) -> orjson.Fragment:
    """Return a fact as it is shown: its stored name, then the very bytes of the record.

    What a fact says nothing of has no field there. To write the fact anew would cost as much as to decide it.
    """
    return orjson.Fragment(b'{"type":"%b",%b' % (recorded.event.STORED_NAME.encode(), recorded.payload[1:]))
