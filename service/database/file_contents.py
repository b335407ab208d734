"""Contents of files in the table `files.contents`, known by their hash: the same content is stored once."""

import hashlib
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

_STORE = text("""
insert into files.contents (sha256, size_bytes, content) values (:sha256, :size_bytes, :content)
on conflict (sha256) do nothing
""")
_BEGIN = text("select files.begin_upload(:upload_id, :case_id, :sha256)")
_WITHDRAW = text("select files.withdraw_upload(:upload_id)")
# An upload is over after minutes: what no event names after an hour, none will.
_NOT_BEGUN_LATELY = """not exists (
    select from files.uploads
    where uploads.sha256 = contents.sha256 and begun_at > now() - interval '1 hour'
)"""
_NAMES_IT = "type = 'AttachmentAdded.v1' and position(convert_to(encode(sha256, 'hex'), 'UTF8') in data) > 0"
# The case of an upload is known, but for those from before uploads were kept: they may be of any.
_NAMED_BY_NOBODY = text(f"""
    select sha256 from files.contents
    where {_NOT_BEGUN_LATELY}
      and not exists (
        select from files.uploads join es.events on stream_id = case_id
        where uploads.sha256 = contents.sha256 and {_NAMES_IT.replace("sha256,", "contents.sha256,")}
      )
      and not (
        (
          exists (select from files.uploads where uploads.sha256 = contents.sha256 and case_id is null)
          or not exists (select from files.uploads where uploads.sha256 = contents.sha256)
        )
        and exists (select from es.events where {_NAMES_IT})
      )
""")  # noqa: S608  ours
_LOCK = text("select files.lock_content(:sha256)")
_REMOVE = text(f"""
    with gone as (
        delete from files.contents where sha256 = :sha256 and {_NOT_BEGUN_LATELY} returning sha256, size_bytes
    ), uploads as (delete from files.uploads where sha256 in (select sha256 from gone))
    select size_bytes from gone
""")  # noqa: S608  ours
_READ = text("select content from files.contents where sha256 = :sha256")


class ContentDamagedError(Exception):
    """What is stored under a hash is not there, or is another content."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"files.contents does not hold what the hash {sha256} names. Restore it from a backup."
        )
        self.sha256 = sha256


async def store(connection: AsyncConnection, content: bytes, upload_id: UUID, case_id: UUID) -> str:
    """Store a content where it is not yet, and return its hash, 64 hexadecimal digits.

    Inside the caller's transaction. What becomes of the upload is decided later: `withdraw`.
    """
    hashed = hashlib.sha256(content)
    begun = {"upload_id": upload_id, "case_id": case_id, "sha256": hashed.digest()}
    await connection.execute(_BEGIN, begun)
    values = {"sha256": hashed.digest(), "size_bytes": len(content), "content": content}
    await connection.execute(_STORE, values)
    return hashed.hexdigest()


async def withdraw(connection: AsyncConnection, upload_id: UUID) -> None:
    """Take an upload back that was refused, with its content where nobody else has sent it or names it."""
    await connection.execute(_WITHDRAW, {"upload_id": upload_id})


def remove_unnamed(connection: Connection) -> tuple[int, int]:
    """Remove, as the owner, what no event names: of uploads that broke off. Return number and bytes."""
    sizes: list[int] = []
    for sha256 in connection.scalars(_NAMED_BY_NOBODY).all():
        # Who sends it again just now comes before, and is seen, or after, and stores it anew.
        connection.execute(_LOCK, {"sha256": sha256})
        sizes += connection.scalars(_REMOVE, {"sha256": sha256}).all()
    return len(sizes), sum(sizes)


async def read(connection: AsyncConnection, sha256: str) -> bytes:
    """Return the content that a hash names. Raises ContentDamagedError where it is missing or another one."""
    found = await connection.execute(_READ, {"sha256": bytes.fromhex(sha256)})
    content: bytes | None = found.scalar_one_or_none()
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        raise ContentDamagedError(sha256)
    return bytes(content)
