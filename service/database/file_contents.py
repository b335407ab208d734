"""Contents of files in the table `files.contents`, known by their hash: the same content is stored once."""

import hashlib

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_STORE = text("""
insert into files.contents (sha256, size_bytes, content) values (:sha256, :size_bytes, :content)
on conflict (sha256) do nothing
""")
_READ = text("select content from files.contents where sha256 = :sha256")


class ContentDamagedError(Exception):
    """What is stored under a hash is not there, or is another content."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"files.contents does not hold what the hash {sha256} names. Restore it from a backup."
        )
        self.sha256 = sha256


async def store(connection: AsyncConnection, content: bytes) -> str:
    """Store a content where it is not yet, and return its hash, 64 hexadecimal digits."""
    hashed = hashlib.sha256(content)
    values = {"sha256": hashed.digest(), "size_bytes": len(content), "content": content}
    await connection.execute(_STORE, values)
    return hashed.hexdigest()


async def read(connection: AsyncConnection, sha256: str) -> bytes:
    """Return the content that a hash names. Raises ContentDamagedError where it is missing or another one."""
    found = await connection.execute(_READ, {"sha256": bytes.fromhex(sha256)})
    content: bytes | None = found.scalar_one_or_none()
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        raise ContentDamagedError(sha256)
    return bytes(content)
