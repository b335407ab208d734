"""What the record takes on disk."""

from psycopg import Connection

from service.eventstore import statements
from tools.growth.reading import PAGE, keys, read_seconds
from tools.growth.server import Figure, Figures, execute, value

SIZES = """
with recursive part as (
    select oid, relname::text as name, relkind from pg_class
    where relnamespace = %s::regnamespace and relkind in ('r', 'p') and not relispartition
      and relname in ('events', 'event_keys')
    union all
    select inhrelid, part.name, 'r' from part join pg_inherits on inhparent = part.oid
)
select name || ', heap', sum(pg_table_size(oid)) from part group by 1
union all
select name || ', index on ' || substring(pg_get_indexdef(indexrelid) from '\\(.*?\\)'),
       sum(pg_relation_size(indexrelid))
from part join pg_index on indrelid = oid group by 1
order by 1
"""
AT_ONCE = {
    "position, fillfactor 100": "unique index grown on es.events (position) with (fillfactor = 100)",
    "stream_id and version, built at once": "unique index grown on es.events (stream_id, version)",
    "command_id, built at once": "unique index grown on es.events (command_id) where command_seq = 0",
    "position, BRIN": "index grown on es.events using brin (position)",
}


def sizes(connection: Connection, schema: str, layout: str, events: int) -> Figures:
    """Bytes per event of each table and each index; partitions are added up."""
    found = execute(connection, SIZES, [schema]).fetchall()
    for name, size in found:
        yield Figure(layout, f"size of {name}", float(size) / events, "bytes per event")
    yield Figure(layout, "size, all", float(sum(size for _, size in found)) / events, "bytes per event")


def indexes_at_once(connection: Connection, events: int) -> Figures:
    """The indexes built at once, which is as small as they can be; and BRIN in place of the primary key."""
    execute(connection, "set maintenance_work_mem = '512MB'; set max_parallel_maintenance_workers = 0")
    held = value(connection, statements.HEAD)
    for name, definition in AT_ONCE.items():
        execute(connection, f"create {definition}")
        size = value(connection, "select pg_relation_size('es.grown')")
        yield Figure("one table", f"size of index on {name}", float(size) / held, "bytes per event")
        if name.endswith("BRIN"):
            yield _page_by_brin(connection, events)
        execute(connection, "drop index es.grown")


def _page_by_brin(connection: Connection, events: int) -> Figure:
    """A page by BRIN must name its end: BRIN gives no order, so that `limit` alone would read the rest."""
    bounded = statements.AFTER_POSITION.replace("order by", f"and position <= %(position)b + {PAGE} order by")
    wanted = keys(connection, "es", events)
    by_tree = read_seconds(connection, bounded, wanted)
    execute(connection, "set enable_indexscan = off; set enable_seqscan = off; set plan_cache_mode = auto")
    execute(connection, "begin; alter table es.events drop constraint events_pkey")
    by_brin = read_seconds(connection, bounded, wanted)
    execute(connection, "rollback; reset enable_indexscan; reset enable_seqscan")
    return Figure("BRIN", "feed page", by_brin / by_tree, "times by B-tree")
