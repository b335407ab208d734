"""What happened with accounts, their cases included, from the record (REQUIREMENTS 51, decision 0054)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, Text, Uuid, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.clocks.events import CLOCK_EVENTS
from service.domain.clocks.policy import Title
from service.domain.rulebook.state import Rulebook
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.statements import COLUMNS, OCCURRED_AT, envelope
from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.reports.events_of_streams import events_of_streams
from service.reports.story.document import story

Place = tuple[datetime, int]
"""`(occurred_at, position)` of the last event of a page; the next page follows it, further back."""

_BACKWARDS = text(f"""
select {COLUMNS} from (
    select events.*, {OCCURRED_AT} as occurred_at from es.events
    where stream_id = any(:stream_ids) and type = any(:types) and position <= :until
) as events
where cast(:before_at as timestamptz) is null or (occurred_at, position) < (:before_at, :before)
order by occurred_at desc, position desc
limit :limit
""").bindparams(  # noqa: S608  COLUMNS and OCCURRED_AT are ours
    bindparam("stream_ids", type_=ARRAY(Uuid)),
    bindparam("types", type_=ARRAY(Text)),
    bindparam("before_at", type_=DateTime(timezone=True)),
    bindparam("before", type_=BigInteger),
)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose a stream is: an account's own, or one of its cases."""

    account_id: UUID
    account_code: str | None
    case_id: UUID | None = None
    reference: str | None = None


async def streams_of(connection: AsyncConnection, account_ids: Sequence[UUID]) -> dict[UUID, Whose]:
    """Return the streams of accounts and of their cases. One that is no account has none."""
    own = select(accounts.c.account_id, accounts.c.code).where(accounts.c.account_id.in_(account_ids))
    found = {
        row.account_id: Whose(account_id=row.account_id, account_code=row.code)
        for row in await connection.execute(own)
    }
    names = ("case_id", "account_id", "account_code", "reference")
    theirs = select(*(cases.c[name] for name in names)).where(cases.c.account_id.in_(account_ids))
    for row in await connection.execute(theirs):
        found[row.case_id] = Whose(**{name: getattr(row, name) for name in names})
    return found


async def backwards(  # noqa: PLR0917  of which streams, which events, up to where, from where, how many
    connection: AsyncConnection,
    stream_ids: Sequence[UUID],
    types: Sequence[str],
    until: int,
    after: Place | None,
    limit: int,
) -> list[RecordedEvent]:
    """Return up to `limit` events recorded up to a position, the latest in the world first."""
    asked = {
        "stream_ids": list(stream_ids),
        "types": list(types),
        "until": until,
        "before_at": after[0] if after else None,
        "before": after[1] if after else None,
        "limit": limit,
    }
    rows = await connection.execute(_BACKWARDS, asked)
    return decode_rows(envelope(*tuple(row)) for row in rows)


async def sentences(
    connection: AsyncConnection, events: Sequence[RecordedEvent], rulebook: Rulebook, zone: tzinfo
) -> Mapping[int, Title]:
    """Return what tells each of these events in both languages, by position.

    What a promise is about stands in the events of its clock, which are read where one is told.
    """
    of_clocks = {each.stream_id for each in events if type(each.event) in CLOCK_EVENTS}
    besides = await events_of_streams(connection, of_clocks, CLOCK_EVENTS)
    by_stream = defaultdict[UUID, dict[int, RecordedEvent]](dict)
    for each in (*besides, *events):
        by_stream[each.stream_id][each.version] = each
    wanted, found = {each.position for each in events}, dict[int, Title]()
    for stream_id, known in by_stream.items():
        told = [known[version] for version in sorted(known)]
        zh = story(stream_id, told, rulebook, "zh", zone=zone)
        en = story(stream_id, told, rulebook, "en", zone=zone)
        for line, same in zip(zh.lines, en.lines, strict=True):
            position = known[line.version].position
            if position in wanted:
                found[position] = Title(zh=line.sentence, en=same.sentence)
    return found
