"""The calendar of the mart: days that come from no event. Made once, with the tables."""

from sqlalchemy import Connection, Date, Integer, SmallInteger, Table

from service.database.schemas import PROJECTIONS
from service.projections.engine.columns import METADATA, key, known, maybe
from service.projections.engine.mart_view import FIRST_YEAR, LAST_YEAR, MartView, ViewColumn, carried

dates = Table(
    "dates",
    METADATA,
    key("date_key", Integer, "日期键 yyyymmdd | day as yyyymmdd"),
    maybe("calendar_date", Date, "日期, 未知为空 | the day, empty for the unknown"),
    known("year", SmallInteger, "年 | year"),
    known("quarter", SmallInteger, "季度 | quarter, 1 to 4"),
    known("month", SmallInteger, "月 | month, 1 to 12"),
    known("iso_year", SmallInteger, "ISO 年 | ISO year of the week"),
    known("iso_week", SmallInteger, "ISO 周 | ISO week"),
    known("weekday", SmallInteger, "星期, 1 为周一 | weekday, 1 is Monday"),
    comment="日期, 每天一行, 未知一行 | days, one row per day of 2000 to 2050, one for the unknown",
)

DIM_DATE = MartView(
    name="v1_dim_date",
    comment="日期维度, 2000 至 2050 年每天一行, 含未知成员 | "
    "days, one row per day from 2000 to 2050, and one for the unknown",
    source="proj.dates",
    columns=(
        *(carried(each) for each in dates.c),
        ViewColumn(
            "source_position", "0", "bigint", "恒为 0, 日期不来自事件 | always 0, days come from no event"
        ),
    ),
)

DAYS = f"""
insert into {PROJECTIONS}.dates
select to_char(day, 'YYYYMMDD')::int, day, extract(year from day), extract(quarter from day),
       extract(month from day), extract(isoyear from day), extract(week from day), extract(isodow from day)
from (select date '{FIRST_YEAR}-01-01' + n as day
      from generate_series(0, date '{LAST_YEAR}-12-31' - date '{FIRST_YEAR}-01-01') as n) d;
insert into {PROJECTIONS}.dates values (0, null, 0, 0, 0, 0, 0, 0);
analyze {PROJECTIONS}.dates;
"""  # noqa: S608  all of it is ours


def make_dates(connection: Connection) -> None:
    """Make the table of days, filled, where it is missing."""
    if not connection.dialect.has_table(connection, dates.name, schema=PROJECTIONS):
        dates.create(connection)
        connection.exec_driver_sql(DAYS)
