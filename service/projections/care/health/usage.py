"""How accounts use what we delivered (使用记录), one row a use; told again, it is the same row."""

from uuid import UUID

from sqlalchemy import BigInteger, Date, Index, Table, Text, Uuid

from service.domain.account.record.health.usage import UsageRecorded
from service.domain.quick_ids import named_id
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Sheet
from service.projections.star.keys import version_key

_USES = UUID("3f7d1c2a-5b0e-5c63-8f15-0d9a7f3b6c41")

usage = Table(
    "usage",
    METADATA,
    key_column("use_id", Uuid, "使用标识 | id of the use"),
    known("day_id", Uuid, "客户、来源、日期的组合标识 | account, source and day together"),
    known("account_id", Uuid, "客户标识 | account id"),
    known("source", Text, "上报系统 | system that reports it"),
    known("used_on", Date, "使用日期 | day of the use"),
    known("feature", Text, "页面或功能 | page or feature"),
    known("used_at", Instant, "使用时间 | when it was used"),
    known("use_count", BigInteger, "次数 | number of times"),
    maybe("duration_seconds", BigInteger, "使用时长(秒) | time spent on it, seconds"),
    maybe("external_id", Text, "来源系统中的编号 | its number at the source"),
    source_position(),
    Index("usage_account", "account_id", "used_at"),
    Index("usage_day", "day_id"),
    comment="使用记录, 每次使用一行 | uses, one row each; reported again, the same row",
)

FACT_USAGE = MartView(
    name="v1_fact_usage",
    comment="使用事实, 每次使用一行 | how accounts use what we delivered, one row a use",
    source="proj.usage",
    columns=(
        key(usage.c.use_id, "use_key"),
        key(usage.c.account_id, "account_key"),
        version_key("usage.account_id", "usage.used_at"),
        carried(usage.c.source),
        carried(usage.c.feature),
        *instants(usage.c.used_at),
        carried(usage.c.use_count),
        carried(usage.c.duration_seconds),
        *words(usage.c.external_id),
        carried(usage.c.source_position),
    ),
)


def day_of(entry: Entry) -> UUID:
    """Return what account, source and day of a report are together: its uses are told apart within it."""
    event: UsageRecorded = entry.event
    return named_id(_USES, f"{entry.stream_id}|{event.used_on}|{event.source}")


def _recorded(sheet: Sheet, entry: Entry, event: UsageRecorded) -> None:
    day_id = day_of(entry)
    for use in event.uses:
        use_id = named_id(day_id, use.number)
        row = {
            "use_id": use_id,
            "day_id": day_id,
            "account_id": entry.stream_id,
            "source": event.source,
            "used_on": event.used_on,
            "feature": use.feature,
            "used_at": use.used_at,
            "use_count": use.count,
            "duration_seconds": use.duration_seconds,
            "external_id": use.external_id,
            "source_position": entry.position,
        }
        sheet.put(use_id, row)


USAGE = ReadModel(
    table=usage,
    loaded_by=usage.c.day_id,
    key_of=day_of,
    stream_column="account_id",
    handlers={UsageRecorded: _recorded},
    view=FACT_USAGE,
)
