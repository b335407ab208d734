"""The views of the mart that tell of the mart itself: how fresh it is, and its dictionary."""

from service.projections.engine.checkpoints import checkpoints
from service.projections.engine.mart_view import MartView, ViewColumn, carried

PROJECTION_STATUS = MartView(
    name="v1_projection_status",
    comment="投影进度, 每个投影一行: 数据新到哪里 | freshness, one row per projection",
    source="proj.checkpoints cross join es.head where head.id = 0",
    columns=(
        carried(checkpoints.c.projection),
        carried(checkpoints.c.version),
        carried(checkpoints.c.position),
        ViewColumn(
            "head", "head.position", "bigint", "事件总数, 即最新事件的位置 | position of the newest event"
        ),
        ViewColumn(
            "lag_events",
            "head.position - checkpoints.position",
            "bigint",
            "尚未处理的事件数 | events not yet folded",
        ),
        carried(checkpoints.c.updated_at),
        ViewColumn("source_position", "checkpoints.position", "bigint", "同 position | the same as position"),
        ViewColumn(
            "last_event_at",
            "(select recorded_at from es.events where events.position = checkpoints.position)",
            "timestamp with time zone",
            "最新已处理事件的记录时间 | when the newest event folded was recorded",
        ),
        ViewColumn(
            "lag_seconds",
            "coalesce(floor(extract(epoch from now() - ("
            "select recorded_at from es.events where events.position = checkpoints.position + 1))), 0)",
            "bigint",
            "最早的未处理事件已等待的时长(秒) | how long the oldest event not yet folded has waited, seconds",
        ),
    ),
)

_COMMENTED = """pg_class
join pg_namespace on pg_namespace.oid = pg_class.relnamespace and pg_namespace.nspname = 'mart'
join pg_attribute
  on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
cross join lateral col_description(pg_class.oid, pg_attribute.attnum) as said
where pg_class.relkind = 'v'"""

DATA_DICTIONARY = MartView(
    name="v1_data_dictionary",
    comment="数据字典, 每列一行 | data dictionary, one row per column of a view",
    source=_COMMENTED,
    columns=(
        ViewColumn("view_name", "pg_class.relname", "text", "视图 | view"),
        ViewColumn("column_name", "pg_attribute.attname", "text", "列 | column"),
        ViewColumn("ordinal", "pg_attribute.attnum", "smallint", "列序号 | place of the column in the view"),
        ViewColumn(
            "column_type",
            "format_type(pg_attribute.atttypid, pg_attribute.atttypmod)",
            "text",
            "类型 | type",
        ),
        ViewColumn("zh", "split_part(said, ' | ', 1)", "text", "中文说明 | meaning in Chinese"),
        ViewColumn("en", "split_part(said, ' | ', 2)", "text", "英文说明 | meaning in English"),
        ViewColumn(
            "source_position", "0", "bigint", "恒为 0, 字典不来自事件 | always 0, it comes from no event"
        ),
    ),
)
