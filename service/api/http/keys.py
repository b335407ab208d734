"""API keys `csk_<key_id>_<secret>_<checksum>`: made for the command line, looked up for every request.

Only a SHA-256 digest of the secret is stored. That is enough because the secret is 32 random bytes. The
checksum shows that a key was mistyped or made up without asking the database.
"""

import asyncio
import hashlib
import hmac
import re
import zlib
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.api.http.access import POLICY, Caller, Role

__all__ = [
    "InvalidKeyError",
    "KeyNotFoundError",
    "KeyStore",
    "Role",
    "StoredKey",
    "create_key",
    "list_keys",
    "revoke_key",
]

KEY_ID = re.compile(r"[a-z0-9]{4,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{43,128}")
WITHOUT_DATABASE = timedelta(hours=1)
SECONDS_FOR_A_KNOWN_KEY = 0.5
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
WRITTEN = re.compile(rf"csk_({KEY_ID.pattern})_({SECRET.pattern})_([0-9a-f]{{8}})")

_SELECT = """select key_id, name, role, digest, created_at, revoked_at, account_id, speaks_for, expires_at,
    requests_per_second from access.api_keys"""
_INSERT = """insert into access.api_keys
    (key_id, name, role, digest, created_at, account_id, speaks_for, expires_at, requests_per_second)
    values (:key_id, :name, :role, :digest, :created_at, :account_id, :speaks_for, :expires_at,
        :requests_per_second)"""


class InvalidKeyError(ValueError):
    """A key cannot be made as asked; the message names the argument and the remedy."""


class KeyNotFoundError(LookupError):
    """No key has this id."""


@dataclass(frozen=True, kw_only=True)
class StoredKey:
    """A row of `access.api_keys`."""

    key_id: str
    name: str
    role: Role
    digest: bytes
    created_at: datetime
    revoked_at: datetime | None
    account_id: UUID | None
    speaks_for: frozenset[str] = frozenset()
    expires_at: datetime | None = None
    requests_per_second: int | None = None

    def is_valid_at(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def written_key(key_id: str, secret: str) -> str:
    """Return a key as it is sent."""
    key = f"csk_{key_id}_{secret}"
    return f"{key}_{zlib.crc32(key.encode()):08x}"


def create_key(
    connection: Connection,
    name: str,
    role: Role,
    *,
    key_id: str,
    secret: str,
    now: datetime,
    account_id: UUID | None = None,
    speaks_for: Collection[str] = (),
    expires_at: datetime | None = None,
    requests_per_second: int | None = None,
) -> str:
    """Store a new key and return it written out: it can never be shown again.

    `key_id` (4 to 32 of a-z, 0-9) and `secret` (32 random bytes, URL-safe base64) come from the caller.
    A key of a customer's system is bound to the customer's account, any other to none. `speaks_for` names the
    staff ids for whom it may speak; `ANYBODY` is all of them. Without `expires_at` it never expires; without
    `requests_per_second` it has the rate of its role. The caller commits.
    Raises InvalidKeyError, also when the name is taken.
    """
    key = StoredKey(
        key_id=key_id,
        name=name,
        role=Role(role),
        digest=_digest(secret),
        created_at=now,
        revoked_at=None,
        account_id=account_id,
        speaks_for=frozenset(speaks_for),
        expires_at=expires_at,
        requests_per_second=requests_per_second,
    )
    _must_make_sense(key, secret)
    try:
        with connection.begin_nested():
            connection.execute(text(_INSERT), {**vars(key), "speaks_for": sorted(speaks_for)})
    except IntegrityError:
        raise InvalidKeyError(f"a key named {name!r} (or with that id) exists: choose another name") from None
    return written_key(key_id, secret)


def _must_make_sense(key: StoredKey, secret: str) -> None:
    for argument, value, shape in (
        ("name", key.name, NAME),
        ("key_id", key.key_id, KEY_ID),
        ("secret", secret, SECRET),
    ):
        if not shape.fullmatch(value):
            raise InvalidKeyError(f"{argument} must look like {shape.pattern}")
    if (key.role is Role.CUSTOMER_SYSTEM) != (key.account_id is not None):
        raise InvalidKeyError(f"account belongs to a key of the role {Role.CUSTOMER_SYSTEM}, and to no other")
    if key.speaks_for and key.account_id is not None:
        raise InvalidKeyError(f"a key of the role {Role.CUSTOMER_SYSTEM} speaks for no member of staff")
    if key.expires_at is not None and key.expires_at <= key.created_at:
        raise InvalidKeyError("a key must expire in the future")


def list_keys(connection: Connection) -> list[StoredKey]:
    """Return all keys, the oldest first, the revoked too."""
    rows = connection.execute(text(f"{_SELECT} order by created_at, key_id")).mappings()
    return [_stored_key(row) for row in rows]


def revoke_key(connection: Connection, key_id: str, *, now: datetime) -> None:
    """Revoke a key; it is refused within seconds. Raises KeyNotFoundError. The caller commits."""
    update = "update access.api_keys set revoked_at = coalesce(revoked_at, :now) where key_id = :key_id"
    if connection.execute(text(update), {"now": now, "key_id": key_id}).rowcount == 0:
        raise KeyNotFoundError(f"no key has the id {key_id!r}: see the list of keys")


class KeyStore:
    """Finds out who holds a key. Rows are remembered for a short time, so a revocation works within it.

    While the database is away or does not answer, a key that was seen in the last hour is still known: what
    needs no database, such as the measures, can then be read.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        now: Callable[[], datetime],
        remembered_seconds: float = 5.0,
        remembered_keys: int = 1_000,
    ) -> None:
        self._engine = engine
        self._now = now
        self._lifetime = timedelta(seconds=remembered_seconds)
        self._capacity = remembered_keys
        self._asking: dict[str, asyncio.Task[StoredKey | None]] = {}
        self._remembered: OrderedDict[str, tuple[datetime, StoredKey | None]] = OrderedDict()

    async def holder(self, written: str, look_up: Callable[[], None] = lambda: None) -> Caller | None:
        """Return who holds this key; None when it is unknown, revoked, expired, or its role is none of ours.

        `look_up` is called before a key that is not remembered is looked up, and may raise what refuses that.
        """
        parts = WRITTEN.fullmatch(written)
        if parts is None or written != written_key(parts[1], parts[2]):
            return None
        if parts[1] not in self._remembered and parts[1] not in self._asking:
            look_up()
        stored = await self._stored(parts[1])
        if stored is None or not hmac.compare_digest(stored.digest, _digest(parts[2])):
            return None
        if not stored.is_valid_at(self._now()):
            return None
        return Caller(
            key_id=stored.key_id,
            name=stored.name,
            role=stored.role,
            account_id=stored.account_id,
            speaks_for=stored.speaks_for,
            requests_per_second=stored.requests_per_second,
        )

    async def _stored(self, key_id: str) -> StoredKey | None:
        remembered = self._remembered.get(key_id)
        age = self._now() - remembered[0] if remembered else None
        if remembered is not None and age is not None and age < self._lifetime:
            return remembered[1]
        asking = self._asking.get(key_id)
        if asking is None:
            asking = self._asking[key_id] = asyncio.create_task(self._ask(key_id))
            asking.add_done_callback(lambda _: self._asking.pop(key_id, None))
        if remembered is None or age is None or age > WITHOUT_DATABASE:
            return await asyncio.shield(asking)
        await asyncio.wait({asking}, timeout=SECONDS_FOR_A_KNOWN_KEY)
        is_answered = asking.done() and not isinstance(asking.exception(), DBAPIError)
        return asking.result() if is_answered else remembered[1]

    async def _ask(self, key_id: str) -> StoredKey | None:
        """Ask the database; all who want the same key meanwhile wait for the same answer."""
        now = self._now()
        async with self._engine.connect() as connection:
            rows = await connection.execute(text(f"{_SELECT} where key_id = :key_id"), {"key_id": key_id})
            row = rows.mappings().one_or_none()
        stored = _stored_key(row) if row and row["role"] in POLICY else None
        self._remembered[key_id] = (now, stored)
        self._remembered.move_to_end(key_id)
        while len(self._remembered) > self._capacity:
            self._remembered.popitem(last=False)
        return stored


def _stored_key(row: RowMapping) -> StoredKey:
    return StoredKey(
        key_id=row["key_id"],
        name=row["name"],
        role=Role(row["role"]),
        digest=row["digest"],
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
        account_id=row["account_id"],
        speaks_for=frozenset(row["speaks_for"]),
        expires_at=row["expires_at"],
        requests_per_second=row["requests_per_second"],
    )


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
