"""Strict JSON, and where a body is not."""

import json
import re
from collections import Counter

from service.api.http.problems.error import ProblemError

MOST_DIGITS = 4_300
"""Of a number: pydantic reads no longer ones, nor does Python."""
LONGEST_NAME = 200

_AT = re.compile(r"at line ([0-9]+) column ([0-9]+)$")


def must_be_strict(body: bytes) -> None:
    """Refuse what a lenient parser lets pass: a name twice, NaN and Infinity, other encodings.

    Raises ProblemError `malformed_json`, or `validation_failed` where a number is too long to be read.
    """
    try:
        _STRICT.decode(body.decode())
    except json.JSONDecodeError as error:
        raise _at(error.lineno, error.colno) from None
    except UnicodeDecodeError as error:
        raise _malformed("json_encoding", byte=error.start + 1) from None
    except RecursionError:
        raise _malformed("json_nested") from None


def unreadable(message: str) -> ProblemError:
    """Return the problem of what pydantic's parser says of a body: it ends in line and column."""
    found = _AT.search(message)
    return _at(int(found[1]), int(found[2])) if found else ProblemError("malformed_json")


def _at(line: int, column: int) -> ProblemError:
    return _malformed("json_broken", line=line, column=column)


def _malformed(kind: str, name: str | None = None, **values: object) -> ProblemError:
    place = () if name is None else ("anywhere", name)
    return ProblemError(
        "malformed_json", errors=[{"type": kind, "loc": place, "ctx": {"name": name, **values}}]
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = next(
            (name, times) for name, times in Counter(name for name, _ in pairs).items() if times > 1
        )
        # A half of a surrogate pair could not be written into the answer.
        raise _malformed("json_name_twice", twice[:LONGEST_NAME].encode(errors="replace").decode())
    return found


def _no_constant(name: str) -> None:
    raise _malformed("json_constant", constant=name)


def _readable(digits: str) -> int:
    if len(digits.removeprefix("-")) > MOST_DIGITS:
        wrong = {"type": "number_too_long", "loc": (), "ctx": {"most": MOST_DIGITS}}
        raise ProblemError("validation_failed", errors=[wrong])
    return 0  # what it is matters to nobody here


_STRICT = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_readable)
