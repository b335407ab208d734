"""Columns of rows as PostgreSQL reads arrays.

An array of JSON is nearly one of PostgreSQL's: other brackets, and a backslash takes the next character as it
is. So orjson writes them, a column at a time, and no value is converted in Python.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from pydantic_core import to_jsonable_python
from sqlalchemy import ARRAY, Column
from sqlalchemy.dialects.postgresql import JSONB

Write = Callable[[Sequence[Any]], str]
_ESCAPE = re.compile(r'\\(["\\]|u[0-9a-f]{4}|[bfnrt])')


def writer_of(column: Column[Any]) -> Write:
    """Return what writes the values of a column as one array; arrays among them are texts in it."""
    if isinstance(column.type, JSONB):
        return _documents
    return _arrays if isinstance(column.type, ARRAY) else _array


def _array(values: Sequence[Any]) -> str:
    written = _braced(values)
    return _ESCAPE.sub(_as_it_is, written) if "\\" in written else written


def _arrays(values: Sequence[Any]) -> str:
    return _array([None if each is None else _array(each) for each in values])


def _documents(values: Sequence[Any]) -> str:
    """JSON of JSON escapes nothing but quotes and backslashes, which PostgreSQL reads the same way."""
    return _braced([None if each is None else _json(each) for each in values])


def _braced(values: Sequence[Any]) -> str:
    return f"{{{_json(values)[1:-1]}}}"


def _json(value: Any) -> str:
    return orjson.dumps(value, default=to_jsonable_python, option=orjson.OPT_NON_STR_KEYS).decode()


def _as_it_is(found: re.Match[str]) -> str:
    """Return what a control character is written as: itself."""
    escape = found[0]
    return escape if found[1] in {'"', "\\"} else str(orjson.loads(f'"{escape}"'))
