"""Columns of rows as PostgreSQL arrays in binary form, each made in one go: element by element is slow.

An array is: dimensions, whether an element is missing, element type, size, lower bound; then each element
behind its length, which is -1 where it is missing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from struct import Struct, pack
from struct import error as StructError  # noqa: N812 - the name says what it is
from typing import ClassVar
from uuid import UUID

from psycopg import DataError, adapters
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

_UUID_BYTES = 16
_UUID_LENGTH = pack("!i", _UUID_BYTES)
_MISSING = pack("!i", -1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class BinaryArray:
    """Elements of one type, written out: each with its length before it. `oid` is PostgreSQL's number."""

    __slots__ = ("content", "has_missing", "size")
    element_oid: ClassVar[int]
    oid: ClassVar[int]

    def __init__(self, size: int, content: bytes, *, has_missing: bool = False) -> None:
        self.size = size
        self.content = content
        self.has_missing = has_missing


class Uuids(BinaryArray):
    """A uuid[]."""

    element_oid, oid = 2950, 2951


class Byteas(BinaryArray):
    """A bytea[]."""

    element_oid, oid = 17, 1001


class Texts(BinaryArray):
    """A text[]."""

    element_oid, oid = 25, 1009


class Integers(BinaryArray):
    """An int4[]."""

    element_oid, oid = 23, 1007


class Instants(BinaryArray):
    """A timestamptz[]."""

    element_oid, oid = 1184, 1185


def uuids(values: Sequence[UUID]) -> BinaryArray:
    """Return a uuid[] without missing elements."""
    written = _UUID_LENGTH.join([value.int.to_bytes(_UUID_BYTES) for value in values])
    return Uuids(len(values), _UUID_LENGTH + written if values else b"")


def uuids_or_missing(values: Sequence[UUID | None]) -> BinaryArray:
    """Return a uuid[]."""
    written = [None if value is None else value.bytes for value in values]
    return Uuids(len(values), _with_missing(written), has_missing=None in written)


def byteas(values: Sequence[bytes | None]) -> BinaryArray:
    """Return a bytea[]."""
    return Byteas(len(values), _with_missing(values), has_missing=None in values)


def _with_missing(values: Sequence[bytes | None]) -> bytes:
    if values.count(None) == len(values):
        return _MISSING * len(values)
    parts: list[bytes] = []
    for value in values:
        if value is None:
            parts.append(_MISSING)
        else:
            parts += (len(value).to_bytes(4), value)
    return b"".join(parts)


def texts(values: Sequence[str | None]) -> BinaryArray:
    """Return a text[]. Raises DataError or UnicodeEncodeError where PostgreSQL has no form for a text."""
    written = {value: _text(value) for value in set(values)}
    return Texts(len(values), b"".join([written[value] for value in values]), has_missing=None in written)


def _text(value: str | None) -> bytes:
    if value is None:
        return _MISSING
    if "\0" in value:
        raise DataError("PostgreSQL text cannot hold NUL (0x00)")
    content = value.encode()
    return len(content).to_bytes(4) + content


def integers(values: Sequence[int]) -> BinaryArray:
    """Return an int4[]. Raises DataError where one is out of range."""
    return Integers(len(values), _with_lengths(4, "i", values))


def instants(values: Sequence[datetime]) -> BinaryArray:
    """Return a timestamptz[]."""
    microseconds = [(value - _EPOCH) // _MICROSECOND for value in values]
    return Instants(len(values), _with_lengths(8, "q", microseconds))


def _with_lengths(length: int, form: str, values: Sequence[int]) -> bytes:
    flat = [length] * (2 * len(values))
    flat[1::2] = values
    try:
        return _pairs(form, len(values)).pack(*flat)
    except StructError as error:
        raise DataError(f"a number is out of range: {error}") from None


@lru_cache(maxsize=1024)
def _pairs(form: str, count: int) -> Struct:
    return Struct("!" + f"i{form}" * count)


class _BinaryArrayDumper(Dumper):
    """Puts the head before the elements."""

    format = Format.BINARY

    def dump(self, obj: BinaryArray) -> Buffer | None:
        """Return the array in PostgreSQL's binary form."""
        if not obj.size:
            return pack("!iiI", 0, 0, obj.element_oid)
        return pack("!iiIii", 1, obj.has_missing, obj.element_oid, obj.size, 1) + obj.content


for _kind in (Uuids, Byteas, Texts, Integers, Instants):
    adapters.register_dumper(
        _kind, type(f"{_kind.__name__}Dumper", (_BinaryArrayDumper,), {"oid": _kind.oid})
    )
