"""The record read stream by stream, as a replay needs it: in large pages, and only what clocks depend on."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, text

from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
)
from service.domain.account.state import UNOPENED, CustomerAccount
from service.domain.account.themes import evolve as evolve_account
from service.domain.case.record.escalations import CaseEscalated
from service.domain.case.record.intake import SourceUpdateRecorded
from service.domain.case.record.replies import NoteAdded
from service.domain.clocks.events import ClockBreached, ClockEscalated, ClockStarted, ClockWarned
from service.domain.event import Event
from service.domain.rulebook.events import RULEBOOK_EVENTS
from service.domain.rulebook.evolve import evolve as evolve_rulebook
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import EMPTY, Rulebook
from service.eventstore.mapper import decode
from service.eventstore.statements import HEAD

ROWS_A_PAGE = 10_000

_IDLE: tuple[type[Event], ...] = (CaseEscalated, ClockWarned, NoteAdded, SourceUpdateRecorded)
NO_MATTER = tuple(kind.STORED_NAME for kind in (*_IDLE, *RULEBOOK_EVENTS))
"""The events on which no promise and no verdict depends."""
NOTED = tuple(kind.STORED_NAME for kind in (ClockStarted, ClockWarned, ClockBreached, ClockEscalated))
"""What the watch can note first when it looks at a stream."""
AGREEING = [kind.STORED_NAME for kind in (AgreementSigned, AgreementAmended, AgreementEnded)]

# By the index of streams, so that a stream is whole in memory and the one before it no more.
_PAGE = text("""select stream_id, version, position, type, data, recorded_at, command_seq from es.events
where (stream_id, version) > (:stream_id, :version) and position <= :head
  and (type <> all(:no_matter) or (command_seq = 0 and type = any(:noted)))
order by stream_id, version limit :limit""")
_STREAMS = text("select count(*) from es.events where version = 1")
_RULES = text("""select type, data from es.events
where stream_id = :stream_id and position <= :head order by version""")
_AGREEMENTS = text("""select stream_id, position, type, data from es.events
where type = any(:types) and position <= :head order by position""")


class Row(NamedTuple):
    """An event as it is stored, with as much of its envelope as a replay needs."""

    stream_id: UUID
    version: int
    position: int
    type: str
    data: bytes
    recorded_at: datetime
    command_seq: int

    @property
    def is_of_the_watch(self) -> bool:
        """Whether the watch looked at the stream then: its commands begin with what time brings."""
        return self.command_seq == 0 and self.type in NOTED


class Agreements:
    """What was agreed with each account, as it was known at any position."""

    def __init__(self, accounts: dict[UUID, list[tuple[int, CustomerAccount]]]) -> None:
        self._accounts = accounts

    def known_at(self, account_id: UUID | None, position: int) -> CustomerAccount | None:
        """Return an account with its agreements as they were known before a position; None: without any."""
        known = self._accounts.get(account_id, ()) if account_id else ()
        return next((account for since, account in reversed(known) if since < position), None)


def head_of(connection: Connection) -> int:
    """Return the position up to which the record is read."""
    return int(connection.execute(text(HEAD)).scalar_one())


def stream_count(connection: Connection) -> int:
    """Return how many cases and accounts there are."""
    return int(connection.execute(_STREAMS).scalar_one())


def rules_of(connection: Connection, head: int) -> Rulebook:
    """Return the rules on the record."""
    book = EMPTY
    for name, data in connection.execute(_RULES, {"stream_id": RULEBOOK_ID, "head": head}):
        book = evolve_rulebook(book, decode(name, data))
    return book


def agreements_of(connection: Connection, head: int) -> Agreements:
    """Return all agreements."""
    found: dict[UUID, list[tuple[int, CustomerAccount]]] = {}
    rows = connection.execute(_AGREEMENTS, {"types": AGREEING, "head": head})
    for stream_id, position, name, data in rows:
        known = found.setdefault(stream_id, [])
        before = known[-1][1] if known else UNOPENED
        known.append((position, evolve_account(before, decode(name, data))))
    return Agreements(found)


def streams(connection: Connection, head: int, *, calls: bool) -> Iterator[list[Row]]:
    """Yield the events of each case and account up to a position, in order; escalations only with `calls`."""
    no_matter = [*NO_MATTER, *(() if calls else (ClockEscalated.STORED_NAME,))]
    for _, rows in groupby(_rows(connection, head, no_matter), key=_stream_of):
        yield list(rows)


def _rows(connection: Connection, head: int, no_matter: Sequence[str]) -> Iterator[Row]:
    wanted = {"head": head, "limit": ROWS_A_PAGE, "no_matter": no_matter, "noted": list(NOTED)}
    stream_id, version = UUID(int=0), 0
    while True:
        page = connection.execute(_PAGE, {**wanted, "stream_id": stream_id, "version": version}).all()
        rows = [Row(*found) for found in page]
        yield from rows
        if len(rows) < ROWS_A_PAGE:
            return
        stream_id, version = rows[-1].stream_id, rows[-1].version


def _stream_of(row: Row) -> UUID:
    return row.stream_id
