"""Tables of the sums: what was added up, what was told of since, and how it stood when it was added up."""

from functools import cache
from hashlib import sha256

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Connection,
    Date,
    Double,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    Uuid,
    insert,
    text,
)
from sqlalchemy.schema import CreateIndex, CreateTable

from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.complaints.table import complaints
from service.projections.engine.columns import METADATA, Instant, key, known, maybe
from service.projections.kpi.rollups.layout import EXACT, WHOLE
from service.projections.ratings import ratings
from service.projections.remedies import remedies
from service.projections.surveys.table import surveys
from service.projections.tasks.table import tasks

_PLAIN = Text(collation="C")
"""Compared byte by byte: by the rules of a language it takes many times as long."""
MAKING_LOCK = 4_803_116_502_208
STREAM_COLUMNS = {
    cases: "case_id",
    clocks: "stream_id",
    ratings: "case_id",
    surveys: "case_id",
    complaints: "case_id",
    remedies: "case_id",
    tasks: "stream_id",
}
"""Tables that KPIs are computed from, and the column that says of which stream a row is."""

settling = Table(
    "kpi_settling",
    METADATA,
    key("id", SmallInteger, "恒为 0 | always 0"),
    known("digest", Text, "汇总所依据的定义, 空为无 | definitions that the sums are by, empty: none yet"),
    known("replaced", ARRAY(Text), "曾被取代的定义 | definitions that stood here before and were replaced"),
    known("zone", Text, "业务时区 | zone of the days"),
    maybe("reached", Instant, "已汇总到的时刻 | days before this instant are in the sums"),
    known("is_whole", Boolean, "是否已全部汇总 | whether all days are in the sums"),
    comment="指标汇总的状态, 一行 | what the sums of KPIs are by and how far they are, one row",
)
unsettled = Table(
    "kpi_unsettled",
    METADATA,
    key("stream_id", Uuid, "工单或客户标识 | case or account"),
    known("position", BigInteger, "最近一批事件的位置 | position of the newest batch with events of it"),
    comment="汇总后又有新事件的流 | cases and accounts that were told something since they were added up",
)
sums = Table(
    "kpi_sums",
    METADATA,
    key("population", _PLAIN, "统计对象 | whose rows"),
    key("dimension", _PLAIN, "维度, 总计为 total | dimension, total for all together"),
    key("grain", _PLAIN, "粒度: day, month, all | grain: day, month, all"),
    key("since", Date, "日期或月初 | the day, or the first one of the month"),
    key("value", _PLAIN, "维度值 | value of the dimension"),
    *(maybe(name, Double, "合计 | a sum of whole numbers") for name in WHOLE),
    *(maybe(name, Numeric, "精确合计 | an exact sum of other numbers") for name in EXACT),
    maybe("codes", ARRAY(Integer), "分布区间 | buckets of the histograms"),
    maybe("times", ARRAY(Integer), "各区间次数 | how often each was counted"),
    comment="指标汇总, 每个统计对象、维度值与日期一行 | sums of KPIs, one row per population, group and day",
)
Index(
    "kpi_sums_account",
    sums.c.value,
    sums.c.population,
    sums.c.grain,
    sums.c.since,
    postgresql_where=text("dimension = 'account'"),
)
WAS = {table: table.to_metadata(METADATA, name=f"kpi_was_{table.name}") for table in STREAM_COLUMNS}
"""Rows of the unsettled streams as they stood when they were added up."""
for _table, _was in WAS.items():
    _was.indexes.clear()
    Index(f"{_was.name}_stream", _was.c[STREAM_COLUMNS[_table]])
_MARKED = f"{settling.fullname}_pkey"
"""Its comment says by which declaration the tables were made."""
TABLES = (settling, unsettled, sums, *WAS.values())


def ensure_rollups(connection: Connection) -> None:
    """Make the tables as this program declares them, empty. What is so is left alone.

    Works inside the caller's transaction, as the owner.
    """
    if are_as_declared(connection):
        return
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({MAKING_LOCK})")
    if are_as_declared(connection):
        return  # of two programs that start at once the second finds it done
    for table in TABLES:
        connection.exec_driver_sql(f"drop table if exists {table.fullname}")
        table.create(connection)
    first = {"id": 0, "digest": "", "replaced": [], "zone": "", "is_whole": False}
    connection.execute(insert(settling).values(first))
    connection.exec_driver_sql(f"comment on index {_MARKED} is '{_mark()}'")


def are_as_declared(connection: Connection) -> bool:
    """Return whether the tables are there as this program declares them."""
    found = f"select obj_description(to_regclass('{_MARKED}')::oid, 'pg_class')"
    return connection.exec_driver_sql(found).scalar() == _mark()


@cache
def _mark() -> str:
    made = [str(CreateTable(table)) for table in TABLES]
    made += [str(CreateIndex(index)) for table in TABLES for index in sorted(table.indexes, key=str)]
    return "casebook " + sha256("\n".join(made).encode()).hexdigest()[:16]


def void(connection: Connection) -> None:
    """Say that the sums are of no rows that there are, because others were put in their place."""
    changes = "digest = '', is_whole = false, replaced = '{}'"
    connection.exec_driver_sql(f"update {settling.fullname} set {changes}")  # noqa: S608
