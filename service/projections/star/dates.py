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

STATUTORY = "cn_5x8"
"""The calendar on the record that says which days are worked in China, in its newest version."""
# Where the calendar knows a day it says whether it is worked; elsewhere Monday to Friday are.
_SPECIAL = f"""proj.dates
left join proj.calendar_days as special
  on special.calendar_id = '{STATUTORY}' and special.day = dates.calendar_date
  and special.calendar_version = (
    select max(calendar_version) from proj.calendar_days where calendar_id = '{STATUTORY}')
left join (
  select covered_from, covered_until from proj.calendar_days
  where calendar_id = '{STATUTORY}' order by calendar_version desc limit 1
) as known on true"""  # noqa: S608  ours

DIM_DATE = MartView(
    name="v1_dim_date",
    comment="日期维度, 2000 至 2050 年每天一行, 含未知成员 | "
    "days, one row per day from 2000 to 2050, and one for the unknown",
    source=_SPECIAL,
    columns=(
        *(carried(each) for each in dates.c),
        ViewColumn(
            "source_position", "0", "bigint", "恒为 0, 日期不来自事件 | always 0, days come from no event"
        ),
        ViewColumn(
            "is_cn_workday",
            "coalesce(special.is_workday, dates.weekday between 1 and 5)",
            "boolean",
            f"是否中国工作日(含调休), 依日历 {STATUTORY}, 未公布的年份按周一至周五"
            f" | whether people work in China, by {STATUTORY}; Monday to Friday where not announced",
        ),
        ViewColumn(
            "is_makeup_workday",
            "coalesce(special.is_workday and not special.is_usual_workday, false)",
            "boolean",
            "是否调休补班日 | whether it is a working day that makes up for a holiday",
        ),
        ViewColumn(
            "is_cn_holiday",
            "coalesce(not special.is_workday, false)",
            "boolean",
            "是否法定节假日或调休休息日 | whether it is a holiday or a day off in lieu",
        ),
        ViewColumn(
            "holiday_name_zh", "special.name_zh", "text", "节假日或补班名称(中文) | its name in Chinese"
        ),
        ViewColumn(
            "holiday_name_en", "special.name_en", "text", "节假日或补班名称(英文) | its name in English"
        ),
        ViewColumn(
            "is_cn_announced",
            "coalesce(dates.calendar_date between known.covered_from and known.covered_until, false)",
            "boolean",
            "该日的节假日安排是否已知 | whether the calendar knows the holidays of its year",
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
