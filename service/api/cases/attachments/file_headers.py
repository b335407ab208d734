"""What headers say of a file."""

from collections.abc import Mapping
from email.message import Message
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Request
from pydantic import Field, TypeAdapter, ValidationError

from service.api.http.problems.error import ProblemError
from service.api.http.request_headers import header
from service.domain.personal import FreeText

LONGEST_NAME = 255
FileName = Annotated[FreeText, Field(max_length=LONGEST_NAME)]
_FILE_NAME: TypeAdapter[str] = TypeAdapter(FileName)


def media_type_in(request: Request) -> str:
    """Return what Content-Type says; without one, a type that may not be attached."""
    return _parsed("content-type", header(request, b"content-type")).get_content_type()


def name_in(request: Request) -> str:
    """Return the name of the file that Content-Disposition says. Raises ProblemError `validation_failed`."""
    written = _parsed("content-disposition", header(request, b"content-disposition")).get_filename()
    try:
        return _FILE_NAME.validate_python(written)
    except ValidationError:
        missing: Mapping[str, Any] = {"type": "missing", "loc": ("query", "name")}
        raise ProblemError("validation_failed", errors=[missing]) from None


def _parsed(name: str, value: str | None) -> Message:
    parsed = Message()
    parsed[name] = (value or "application/octet-stream").encode("ascii", "replace").decode()
    return parsed


def disposition(name: str) -> str:
    """Return the Content-Disposition with which a file is saved under its name, in any letters."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
