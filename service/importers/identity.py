"""The ids of what is imported: the same at every run, so that a second run finds what the first one did.

Two installations of one system number their cases alike, so the ids name the installation. Imports made
before that was so named the system only; so does what comes from the installation that bears the source's own
name, the default where no account is given.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from service.importers.problems import InstallationUnusableError
from service.importers.sources.source import Source

_IMPORTS = UUID("0e0f4c55-20d5-5f5c-8a3e-c0a4d3c7b9d1")
_INSTALLATION = re.compile(r"[^\W_][\w.-]{0,63}")
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a file comes from, and the account whose cases it holds."""

    source: Source
    account_code: str
    installation: str

    @property
    def is_named_by_account(self) -> bool:
        """Whether nobody told this account's installation from others. Cases imported before may be its."""
        name = self.installation.casefold()
        return name == self.account_code.casefold() != self.source.account_code.casefold()


def origin_of(source: Source, account_code: str | None = None, installation: str | None = None) -> Origin:
    """Return the origin of a file; by default an account has one installation. InstallationUnusableError."""
    account = account_code or source.account_code
    if installation is not None and not _INSTALLATION.fullmatch(installation):
        raise InstallationUnusableError(installation=installation)
    return Origin(source=source, account_code=account, installation=installation or account)


def case_id_of(source: Source, number: str, installation: str | None = None) -> UUID:
    """Return the case of a number of the source, in its installation."""
    return _id("case", source, installation, number)


def row_id_of(source: Source, number: str, update: str, installation: str | None = None) -> UUID:
    """Return the command id of a row."""
    return _id("row", source, installation, number, update)


def account_opening_id_of(source: Source, account_code: str) -> UUID:
    """Return the command id of opening the account that a source's cases are filed under."""
    return uuid5(_IMPORTS, f"account:{source.name}:{account_code.casefold()}")


def digest_of(source: Source, fields: Mapping[str, str]) -> bytes:
    """Return what tells a repeated row from another one with the same key: SHA-256 of all its fields.

    The columns of hindsight are left out: a later export fills them in on rows that are otherwise the same.
    """
    kept = "\x1f".join([value for name, value in fields.items() if name not in source.hindsight])
    return hashlib.sha256(kept.encode()).digest()[:DIGEST_BYTES]


def _id(kind: str, source: Source, installation: str | None, *parts: str) -> UUID:
    name = (installation or source.account_code).casefold()
    if name == source.account_code.casefold():
        return uuid5(_IMPORTS, ":".join((kind, source.name, *parts)))
    # No name and no number holds this separator, so no two of them make the same text.
    return uuid5(_IMPORTS, "\x1f".join((kind, source.name, name, *parts)))
