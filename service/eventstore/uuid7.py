"""Ids that grow with time (RFC 9562, version 7), so that new rows land at the end of their indexes."""

from uuid import UUID

from service.domain.quick_ids import uuid_of

RANDOM_BYTES = 10
_VERSION_AND_VARIANT = 0x7 << 76 | 0x2 << 62
_RANDOM = 0xFFF << 64 | (1 << 62) - 1


def uuid7(unix_milliseconds: int, randomness: int) -> UUID:
    """Return the UUIDv7 of a moment and RANDOM_BYTES of randomness read as one number."""
    moment = (unix_milliseconds & 0xFFFF_FFFF_FFFF) << 80
    return uuid_of(moment | _VERSION_AND_VARIANT | randomness & _RANDOM)
