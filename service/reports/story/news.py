"""What is new on followed accounts, from the record itself, in the order of recording (decision 0054)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, Uuid, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.account.vocabulary import TimelineTheme
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.statements import COLUMNS, envelope
from service.projections.care.followers import followers
from service.reports.story.themes import names_of
from service.reports.story.timeline import Whose

_NEWS = text(f"""
select {COLUMNS} from es.events
where position > :after and position <= :until and stream_id = any(:stream_ids) and type = any(:types)
order by position limit :limit
""").bindparams(  # noqa: S608  COLUMNS is ours
    bindparam("stream_ids", type_=ARRAY(Uuid)),
    bindparam("types", type_=ARRAY(Text)),
    bindparam("after", type_=BigInteger),
    bindparam("until", type_=BigInteger),
)
Themes = frozenset[TimelineTheme]


@dataclass(frozen=True, kw_only=True)
class Follow:
    """An account that somebody follows, in what, and since when its events are news."""

    account_id: UUID
    themes: Themes
    since_position: int


async def follows_of(connection: AsyncConnection, follower: str) -> list[Follow]:
    """Return what somebody follows now."""
    query = select(followers.c.account_id, followers.c.themes, followers.c.since_position)
    query = query.where(followers.c.follower == follower, followers.c.unfollowed_at.is_(None))
    return [
        Follow(
            account_id=row.account_id,
            themes=frozenset(map(TimelineTheme, row.themes)),
            since_position=row.since_position,
        )
        for row in await connection.execute(query)
    ]


async def news_after(  # noqa: PLR0917  of whose following, which streams, from where to where, how many
    connection: AsyncConnection,
    follows: Sequence[Follow],
    streams: Mapping[UUID, Whose],
    after: int,
    until: int,
    limit: int,
) -> list[RecordedEvent]:
    """Return up to `limit` events after a position that are news: each account since it is followed.

    Accounts that are followed in the same themes since about the same time are read together.
    """
    groups = defaultdict[tuple[Themes, int], set[UUID]](set)
    for one in follows:
        groups[one.themes, max(one.since_position, after)].add(one.account_id)
    found: list[RecordedEvent] = []
    for (themes, begin), account_ids in groups.items():
        asked = {
            "stream_ids": [each for each, whose in streams.items() if whose.account_id in account_ids],
            "types": names_of(themes),
            "after": begin,
            "until": until,
            "limit": limit,
        }
        rows = await connection.execute(_NEWS, asked)
        found += decode_rows(envelope(*tuple(row)) for row in rows)
    return sorted(found, key=lambda each: each.position)[:limit]
