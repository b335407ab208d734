"""Arrays of UUIDs in the binary form of PostgreSQL, made in one join: element by element is slow."""

from collections.abc import Sequence
from struct import pack
from uuid import UUID

from psycopg import adapters
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

UUID_OID = 2950
UUID_ARRAY_OID = 2951
_LENGTH = b"\x00\x00\x00\x10"


class UuidArray:
    """UUIDs, none of them missing."""

    __slots__ = ("ids",)

    def __init__(self, ids: Sequence[UUID]) -> None:
        self.ids = ids


class UuidArrayDumper(Dumper):
    """Writes dimensions, null flag, element type, size, lower bound, then each element behind its length."""

    format = Format.BINARY
    oid = UUID_ARRAY_OID

    def dump(self, obj: UuidArray) -> Buffer | None:
        """Return the array in PostgreSQL's binary form."""
        if not obj.ids:
            return pack("!iiI", 0, 0, UUID_OID)
        head = pack("!iiIii", 1, 0, UUID_OID, len(obj.ids), 1)
        return head + _LENGTH + _LENGTH.join([one.bytes for one in obj.ids])


adapters.register_dumper(UuidArray, UuidArrayDumper)
