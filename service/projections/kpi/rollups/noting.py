"""Which cases and accounts were told something since they were added up, noted while a batch is folded."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection

from service.projections.engine.entries import driver
from service.projections.kpi.rollups.tables import STREAM_COLUMNS, WAS, settling, unsettled

_BEGUN = f"select digest <> '' from {settling.fullname}"  # noqa: S608  ours
_MARK = f"""
insert into {unsettled.fullname} (stream_id, position) select unnest(%(streams)s::uuid[]), %(position)s
on conflict (stream_id) do update set position = excluded.position
returning stream_id, xmax = 0
"""


def note(connection: Connection, streams: Iterable[UUID], position: int) -> None:
    """Mark the streams of a batch, and keep the rows of those not marked before: before any of them changes.

    Where nothing was added up yet there is nothing to be noted. Works inside the transaction of the batch.
    """
    raw = driver(connection)
    begun = raw.execute(_BEGUN.encode()).fetchone()
    if begun is None or not begun[0]:
        return
    told = {"streams": sorted(streams), "position": position}
    marked = raw.execute(_MARK.encode(), told).fetchall()
    if fresh := [stream_id for stream_id, is_new in marked if is_new]:
        keep(connection, fresh)


def keep(connection: Connection, streams: list[UUID]) -> None:
    """Keep the rows of streams as they are now."""
    for table, was in WAS.items():
        connection.exec_driver_sql(
            f"insert into {was.fullname} select * from {table.fullname}"  # noqa: S608  ours
            f" where {STREAM_COLUMNS[table]} = any(%(streams)s::uuid[])",
            {"streams": streams},
        )


def forget(connection: Connection, streams: list[UUID]) -> None:
    """Drop the rows that were kept of streams."""
    for table, was in WAS.items():
        connection.exec_driver_sql(
            f"delete from {was.fullname} where {STREAM_COLUMNS[table]} = any(%(streams)s::uuid[])",  # noqa: S608
            {"streams": streams},
        )
