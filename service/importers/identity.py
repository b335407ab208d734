"""The ids of what is imported: the same at every run, so that a second run finds what the first one did."""

import hashlib
from collections.abc import Mapping
from uuid import UUID, uuid5

from service.importers.sources.source import Source

_IMPORTS = UUID("0e0f4c55-20d5-5f5c-8a3e-c0a4d3c7b9d1")
DIGEST_BYTES = 16


def case_id_of(source: Source, number: str) -> UUID:
    """Return the case of a number of the source."""
    return uuid5(_IMPORTS, f"case:{source.name}:{number}")


def row_id_of(source: Source, number: str, update: str) -> UUID:
    """Return the command id of a row."""
    return uuid5(_IMPORTS, f"row:{source.name}:{number}:{update}")


def account_opening_id_of(source: Source, account_code: str) -> UUID:
    """Return the command id of opening the account that a source's cases are filed under."""
    return uuid5(_IMPORTS, f"account:{source.name}:{account_code.casefold()}")


def digest_of(source: Source, fields: Mapping[str, str]) -> bytes:
    """Return what tells a repeated row from another one with the same key: SHA-256 of all its fields.

    The columns of hindsight are left out: a later export fills them in on rows that are otherwise the same.
    """
    kept = "\x1f".join([value for name, value in fields.items() if name not in source.hindsight])
    return hashlib.sha256(kept.encode()).digest()[:DIGEST_BYTES]
