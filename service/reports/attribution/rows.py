"""Late cases read from the record itself, in parts: no projection stands between."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.account.record.profile import AccountOpened, AccountOwnerAssigned
from service.domain.case.record.assignment import CaseHandedOver, OwnerAssigned
from service.domain.case.record.closure import CaseClosed
from service.domain.case.record.collaborations import (
    CollaborationCompleted,
    CollaborationDeclined,
    CollaborationRequested,
)
from service.domain.case.record.intake import CaseReceived
from service.domain.case.record.replies import CustomerMessaged
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.domain.clocks import events as clocks
from service.domain.clocks.situation import Promises
from service.domain.event import Event
from service.eventstore.folding import decode_rows
from service.eventstore.statements import COLUMNS, envelope
from service.eventstore.without_personal import decode_without_personal
from service.projections.engine.entries import HEAD
from service.reports.attribution.documents import AttributionQuery, AttributionReport
from service.reports.attribution.tally import AttributionTally
from service.reports.clocks.history import clock_history

STREAMS_A_PART = 200
TOLD: tuple[type[Event], ...] = (
    CaseReceived,
    CaseClosed,
    WaitingStarted,
    WaitingEnded,
    CustomerMessaged,
    OwnerAssigned,
    CaseHandedOver,
    CollaborationRequested,
    CollaborationCompleted,
    CollaborationDeclined,
    AccountOpened,
    AccountOwnerAssigned,
    *(kind for kind in clocks.CLOCK_EVENTS if kind not in {clocks.ClockWarned, clocks.ClockEscalated}),
)
"""What the report must know; the rest is left unread."""

_CANDIDATE_TYPES = {
    "breached": clocks.ClockBreached.STORED_NAME,
    "messaged": CustomerMessaged.STORED_NAME,
    "waiting": WaitingStarted.STORED_NAME,
}
EVENTS_A_PART = 20_000
# A breach stands at the due instant, and a held wait is answered by a message: so both lie in the period.
_CANDIDATES = text("""
select position, stream_id, type, data from es.events as event
where position > :after and position <= :position
  and (type = :breached or (type = :messaged and exists (
    select from es.events as wait where wait.stream_id = event.stream_id and wait.type = :waiting)))
order by position limit :limit
""")
_PART = text(f"""
select {COLUMNS} from es.events
where stream_id = any(:stream_ids) and position <= :position and type = any(:types)
order by stream_id, version
""").bindparams(bindparam("stream_ids", type_=ARRAY(Uuid)))  # noqa: S608  COLUMNS is ours


async def attribution_report(
    connection: AsyncConnection,
    query: AttributionQuery,
    promises: Promises,
    as_of_at: datetime,
    *,
    position: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> AttributionReport:
    """Add up the cases whose late promises or held pauses lie in a period, by what stood at a position.

    Without one it is the newest. `progress` is told how many cases are done, of how many.
    The folding of a part runs in a thread, so that a server goes on answering.
    """
    if position is None:
        position = int((await connection.execute(text(HEAD))).scalar_one())
    stream_ids = sorted(await _candidates(connection, query, position))
    tally = AttributionTally(query, promises)
    for start in range(0, len(stream_ids), STREAMS_A_PART):
        part = {"stream_ids": stream_ids[start : start + STREAMS_A_PART], "position": position}
        rows = (await connection.execute(_PART, {**part, "types": _names(TOLD)})).all()
        await asyncio.to_thread(_add, tally, rows, as_of_at)
        if progress:
            progress(min(start + STREAMS_A_PART, len(stream_ids)), len(stream_ids))
    return AttributionReport.made_of(
        query, position=position, as_of_at=as_of_at, total=tally.total(), groups=tally.groups()
    )


async def _candidates(connection: AsyncConnection, query: AttributionQuery, position: int) -> set[UUID]:
    """Return the streams with a breach, or a message that may have answered a wait, in the period."""
    found: set[UUID] = set()
    after = 0
    while True:
        part = {"after": after, "position": position, "limit": EVENTS_A_PART}
        rows = (await connection.execute(_CANDIDATES, {**part, **_CANDIDATE_TYPES})).all()
        found |= await asyncio.to_thread(_within, rows, query)
        if len(rows) < EVENTS_A_PART:
            return found
        after = rows[-1].position


def _within(rows: Sequence[Row[Any]], query: AttributionQuery) -> set[UUID]:
    found: set[UUID] = set()
    for row in rows:
        at = decode_without_personal(row.type, row.data).occurred_at
        is_late_enough = query.from_at is None or at >= query.from_at
        if is_late_enough and (query.to_at is None or at < query.to_at):
            found.add(row.stream_id)
    return found


def _add(tally: AttributionTally, rows: Sequence[Row[Any]], as_of_at: datetime) -> None:
    events = decode_rows(envelope(*tuple(row)) for row in rows)
    for stream_id, of_stream in groupby(events, key=lambda recorded: recorded.stream_id):
        history = clock_history(stream_id, list(of_stream), as_of_at)
        if history is not None:
            tally.add(history)


def _names(kinds: Sequence[type[Event]]) -> list[str]:
    return [kind.STORED_NAME for kind in kinds]
