"""Ids that grow with time (RFC 9562, version 7), so that new rows land at the end of their indexes."""

from uuid import UUID

RANDOM_BYTES = 10


def uuid7(unix_milliseconds: int, randomness: bytes) -> UUID:
    """Return the UUIDv7 of a moment and ten random bytes."""
    value = (unix_milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(randomness)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
