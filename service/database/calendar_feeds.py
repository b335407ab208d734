"""The addresses at which people have their visits and reminders as a calendar.

An address is random and names nobody; only the SHA-256 digest of its token is stored. A person has one: a new
one ends the old one.
"""

import hashlib
import re

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_KEEP = text("""insert into access.calendar_feeds (staff_id, digest) values (:staff_id, :digest)
    on conflict (staff_id) do update set digest = excluded.digest""")
_END = text("delete from access.calendar_feeds where staff_id = :staff_id")
_FIND = text("select staff_id from access.calendar_feeds where digest = :digest")


async def keep_feed(connection: AsyncConnection, staff_id: str, token: str) -> None:
    """Have a token lead to the calendar of a person from now on, and no other one."""
    await connection.execute(_KEEP, {"staff_id": staff_id, "digest": _digest(token)})


async def end_feed(connection: AsyncConnection, staff_id: str) -> bool:
    """Have no token lead to the calendar of a person; return whether one did."""
    return (await connection.execute(_END, {"staff_id": staff_id})).rowcount > 0


async def whose_feed(connection: AsyncConnection, token: str) -> str | None:
    """Return the staff id of whose calendar a token leads to; None where it leads nowhere."""
    if not TOKEN.fullmatch(token):
        return None
    found = await connection.execute(_FIND, {"digest": _digest(token)})
    staff_id: str | None = found.scalar_one_or_none()
    return staff_id


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
