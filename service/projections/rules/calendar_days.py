"""Days that are not like their weekday, as the calendars on the record name them: holidays, 调休."""

from uuid import uuid5

from sqlalchemy import Boolean, Date, Index, Integer, Table, Text, Uuid

from service.domain.clocks.calendars.document import WEEKDAYS
from service.domain.rulebook.events import CalendarPublished
from service.projections.engine.columns import METADATA, key, known, maybe, source_position
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Sheet, by_itself

calendar_days = Table(
    "calendar_days",
    METADATA,
    key("row_id", Uuid, "行标识 | row id"),
    known("calendar_id", Text, "工作日历 | calendar"),
    known("calendar_version", Integer, "工作日历版本 | version of the calendar"),
    known("day", Date, "日期 | day"),
    known("name_zh", Text, "中文名称 | name in Chinese"),
    known("name_en", Text, "英文名称 | name in English"),
    known("is_workday", Boolean, "是否工作日 | whether people work on it"),
    known("is_usual_workday", Boolean, "同星期几平时是否工作 | whether they usually do on this weekday"),
    maybe("covered_from", Date, "日历自何日起已知 | first day that the calendar knows"),
    maybe("covered_until", Date, "日历至何日止已知 | last day that the calendar knows"),
    source_position(),
    Index("calendar_days_day", "calendar_id", "day", "calendar_version"),
    comment="特殊日, 日历的每个版本每天一行 | special days, one row per day and version of a calendar",
)


def _published(sheet: Sheet, entry: Entry, event: CalendarPublished) -> None:
    calendar = event.calendar
    for special in calendar.special_days:
        row_id = uuid5(entry.event_id, special.date.isoformat())
        usual = calendar.weekly.get(WEEKDAYS[special.date.weekday()])
        row = {
            "row_id": row_id,
            "calendar_id": calendar.calendar_id,
            "calendar_version": calendar.version,
            "day": special.date,
            "name_zh": special.name.zh,
            "name_en": special.name.en,
            "is_workday": bool(special.windows),
            "is_usual_workday": bool(usual),
            "covered_from": calendar.covered_from,
            "covered_until": calendar.covered_until,
            "source_position": entry.position,
        }
        sheet.put(row_id, row)


CALENDAR_DAYS = ReadModel(
    table=calendar_days,
    loaded_by=calendar_days.c.row_id,
    key_of=by_itself,
    handlers={CalendarPublished: _published},
)
