"""Up to where a member of staff has seen the news: beside the record, since nothing happened by a look."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_SEEN = text("select seen_position from access.news_marks where follower = :follower")
_MARK = text("""insert into access.news_marks as marks (follower, seen_position)
    values (:follower, :position) on conflict (follower)
    do update set seen_position = greatest(marks.seen_position, excluded.seen_position)
    returning seen_position""")


async def seen_position(connection: AsyncConnection, follower: str) -> int:
    """Return the position up to which somebody has seen the news; 0 before the first look."""
    return int((await connection.execute(_SEEN, {"follower": follower})).scalar() or 0)


async def mark_seen(connection: AsyncConnection, follower: str, position: int) -> int:
    """Mark the news as seen up to a position; return the mark, which never goes back."""
    marked = await connection.execute(_MARK, {"follower": follower, "position": position})
    return int(marked.scalar_one())
