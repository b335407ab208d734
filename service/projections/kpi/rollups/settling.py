"""Streams that were told something added up again, a portion at a time, never in the way of the folding.

`sums` are always those of the rows as added up: those of marked streams as they were kept, all others as they
are. A portion takes off what was added of its streams and adds what they give now, in one snapshot; the rows
of this snapshot become the kept ones. Only then a mark goes, if nothing was told meanwhile. So nothing that
is folded while a portion is added up waits for it, is lost, or counts twice, wherever either of them ends.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.errors import SerializationFailure
from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.exc import OperationalError

from service.projections.engine.checkpoints import FOLDING_LOCK, outdated
from service.projections.engine.entries import driver
from service.projections.engine.mart_view import zone_of_mart
from service.projections.kpi.rollups.definitions import digest_of
from service.projections.kpi.rollups.layout import KEPT
from service.projections.kpi.rollups.noting import forget, keep
from service.projections.kpi.rollups.selection import GIVEN, with_neighbours
from service.projections.kpi.rollups.statements import adding_anew, adding_days
from service.projections.kpi.rollups.tables import WAS, are_as_declared, settling, sums, unsettled
from service.projections.models import MODELS

SETTLING_LOCK = 4_803_116_502_209
PORTION = 2_000
"""Streams that are added up in one transaction, or so many more as are of one account, or of one day."""
_LATER = """
select received_at from proj.cases where received_at >= %(after)s
order by received_at offset %(limit)s limit 1
"""
_MARKS = f"""
select coalesce(cases.account_id, marked.stream_id) as account_id, marked.stream_id, marked.position
from {unsettled.fullname} as marked left join proj.cases on cases.case_id = marked.stream_id
order by account_id
"""  # noqa: S608  ours
_BEFORE_ALL, _AFTER_ALL = "-infinity", "infinity"
_RELEASED = f"""
with free as (
  select marked.stream_id from {unsettled.fullname} as marked
  join unnest(%(streams)s::uuid[], %(positions)s::bigint[]) as added (stream_id, position)
    on added.stream_id = marked.stream_id and added.position = marked.position
  for update of marked skip locked
)
delete from {unsettled.fullname} using free where {unsettled.name}.stream_id = free.stream_id
returning free.stream_id
"""  # noqa: S608  ours


class Mark(NamedTuple):
    """A stream that was told something after it was added up, and by which batch."""

    stream_id: UUID
    position: int


class Portion(NamedTuple):
    """What is added up at once: streams and those that look at them, and whose marks may go then."""

    streams: Sequence[UUID]
    marks: Sequence[Mark]


def settle(engine: Engine, limit: int = PORTION) -> int:
    """Add up one portion; return how many streams were in it, 0 where there is nothing to do, or not now."""
    # Taken before the snapshot: one from before another's end would not see what that one has added.
    with engine.connect() as guard:
        if not guard.scalar(select(func.pg_try_advisory_lock(SETTLING_LOCK))):
            return 0
        guard.commit()
        try:
            zone = zone_of_mart(guard)
            if guard.scalar(select(settling.c.digest)) != digest_of(zone) and not _begin(engine, zone):
                return 0
            return _settle(engine, zone, limit)
        except OperationalError as error:
            if isinstance(
                error.orig, SerializationFailure
            ):  # other rows were put in place: the sums are void
                return 0
            raise
        finally:
            guard.rollback()
            guard.scalar(select(func.pg_advisory_unlock(SETTLING_LOCK)))
            guard.commit()


def settle_all(engine: Engine) -> None:
    """Add up until nothing is left that was told something since."""
    while settle(engine):
        pass


def _settle(engine: Engine, zone: str, limit: int) -> int:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        state = connection.execute(select(settling)).one()
        if state.digest != digest_of(zone):
            return 0
        _prepare(connection)
        if not state.is_whole:
            found = _add_days(connection, zone, state.reached or _BEFORE_ALL, limit)
            connection.commit()
            return found
        portion = _portion(connection, limit)
        if portion is None:
            return 0
        _add_anew(connection, zone, portion)
        connection.commit()
    with engine.begin() as connection:
        _release(connection, portion.marks)
    return len(portion.streams)


def _prepare(connection: Connection) -> None:
    """Have plans made for many rows: the server knows nothing of how many the streams have."""
    for setting in (
        "synchronous_commit = off",
        "enable_nestloop = off",
        "enable_sort = off",
        "work_mem = '64MB'",
    ):
        connection.exec_driver_sql(f"set local {setting}")


def _begin(engine: Engine, zone: str) -> bool:
    """Have everything added up anew, by the definitions of this program.

    Not where an older program runs beside the one whose sums these are: both would begin for ever. Returns
    whether it has begun.
    """
    digest = digest_of(zone)
    with engine.begin() as connection:
        state = connection.execute(select(settling).with_for_update()).one()
        is_of_others = digest in state.replaced or not are_as_declared(connection)
        if is_of_others or outdated(connection, MODELS):
            return False
        replaced = [*state.replaced, *([state.digest] if state.digest else [])]
        connection.execute(update(settling).values(digest="", is_whole=False, replaced=replaced))
    with engine.begin() as connection:
        connection.exec_driver_sql("set local synchronous_commit = off")
        for table in (sums, unsettled, *WAS.values()):
            connection.execute(table.delete())
    with engine.begin() as connection:
        # Whoever folds now has noted nothing: it ends before, and what comes after it notes.
        connection.execute(select(func.pg_advisory_xact_lock(FOLDING_LOCK)))
        begun = {"digest": digest, "zone": zone, "reached": None, "is_whole": False}
        connection.execute(update(settling).values(begun))
    return True


def _add_days(connection: Connection, zone: str, after: datetime | str, limit: int) -> int:
    """Add the next days for the first time, with the rows as they were when adding began.

    Returns how many cases. What is told meanwhile is marked, and comes after all days.
    """
    found = driver(connection).execute(_LATER.encode(), {"after": after, "limit": limit}).fetchone()
    until: datetime | str = _AFTER_ALL
    if found is not None:
        day = found[0].astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        until = datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
    for population in KEPT:
        told = {"from_at": after, "until_at": until}
        driver(connection).execute(adding_days(population, zone).encode(), told)
    is_whole = until == _AFTER_ALL
    connection.execute(update(settling).values(reached=None if is_whole else until, is_whole=is_whole))
    return limit


def _portion(connection: Connection, limit: int) -> Portion | None:
    """Return streams that were told something, all of an account: whoever looks at them is there, too."""
    rows = driver(connection).execute(_MARKS.encode()).fetchall()
    marks: list[Mark] = []
    for _, of_account in groupby(rows, key=lambda row: row[0]):
        if len(marks) >= limit:
            break
        marks += [Mark(stream_id, position) for _, stream_id, position in of_account]
    if not marks:
        return None
    told = {"streams": [mark.stream_id for mark in marks]}
    found = driver(connection).execute(with_neighbours(GIVEN).encode(), told).fetchall()
    return Portion([row[0] for row in found], marks)


def _add_anew(connection: Connection, zone: str, portion: Portion) -> None:
    for population in KEPT:
        told = {"streams": portion.streams}
        driver(connection).execute(adding_anew(population, zone).encode(), told)
    marked = [mark.stream_id for mark in portion.marks]
    forget(connection, marked)
    keep(connection, marked)


def _release(connection: Connection, marks: Sequence[Mark]) -> None:
    """Take the marks off the streams that were told nothing meanwhile: they stand as they were added up."""
    connection.exec_driver_sql("set local synchronous_commit = off")
    told = {"streams": [each.stream_id for each in marks], "positions": [each.position for each in marks]}
    released = driver(connection).execute(_RELEASED.encode(), told).fetchall()
    forget(connection, [row[0] for row in released])
