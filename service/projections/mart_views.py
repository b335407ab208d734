"""The views of the mart, declared once: SQL, types and comments in Chinese and English.

The contract of BI tools (plain types, integer seconds, unknown members): columns are only ever added, at the
end; another meaning is a `v2_` view. A snapshot test watches over it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    SmallInteger,
    TableClause,
    Text,
    column,
    table,
)
from sqlalchemy.types import TypeEngine

from service.database.schemas import MART
from service.domain.case.readings.stages import StageName
from service.projections.tables import accounts, cases, ratings

ZONE = "Asia/Shanghai"
UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 2000, 2050

SqlType = Literal["text", "boolean", "smallint", "integer", "bigint", "date", "timestamp with time zone"]
TYPES: dict[SqlType, TypeEngine[Any]] = {
    "text": Text(),
    "boolean": Boolean(),
    "smallint": SmallInteger(),
    "integer": Integer(),
    "bigint": BigInteger(),
    "date": Date(),
    "timestamp with time zone": DateTime(timezone=True),
}


@dataclass(frozen=True)
class ViewColumn:
    """A column of a view: its SQL expression, its type and its comment `中文 | English`."""

    name: str
    expression: str
    type: SqlType
    comment: str


@dataclass(frozen=True)
class MartView:
    """A view: its columns over `source`, and rows of unknown members added to it."""

    name: str
    comment: str
    source: str
    columns: tuple[ViewColumn, ...]
    unknown_member: tuple[str, ...] = ()

    def as_table(self) -> TableClause:
        """Return the view for SQLAlchemy Core."""
        return table(self.name, *(column(each.name, TYPES[each.type]) for each in self.columns), schema=MART)

    @property
    def select(self) -> str:
        """The SQL of the view."""
        items = ",\n  ".join(
            f"cast({each.expression} as {each.type}) as {each.name}" for each in self.columns
        )
        query = f"select\n  {items}\nfrom {self.source}"
        if not self.unknown_member:
            return query
        pairs = zip(self.unknown_member, self.columns, strict=True)
        return f"{query}\nunion all select " + ", ".join(f"cast({v} as {each.type})" for v, each in pairs)


def _sql_type(of: Column[Any]) -> SqlType:
    return next(name for name, kind in TYPES.items() if type(kind) is type(of.type))


def carried(of: Column[Any], name: str | None = None) -> ViewColumn:
    """Return a column of a table as it is, with its comment."""
    return ViewColumn(name or of.name, f"{of.table.name}.{of.name}", _sql_type(of), str(of.comment))


def key(of: Column[Any], name: str) -> ViewColumn:
    """Return an id, or a word to group by, as text that is never empty."""
    return ViewColumn(
        name, f"coalesce({of.table.name}.{of.name}::text, '{UNKNOWN}')", "text", str(of.comment)
    )


def words(*of: Column[Any]) -> tuple[ViewColumn, ...]:
    """Return columns to group by, `unknown` where empty."""
    return tuple(key(each, each.name) for each in of)


def date_key(of: Column[Any]) -> ViewColumn:
    """Return the day of an instant in the business time zone as yyyymmdd, 0 where there is none."""
    zh, en = str(of.comment).split(" | ")
    day = f"to_char({of.table.name}.{of.name} at time zone '{ZONE}', 'YYYYMMDD')::int"
    known = (
        f"{of.table.name}.{of.name} between '{FIRST_YEAR}-01-01 {ZONE}' and '{LAST_YEAR + 1}-01-01 {ZONE}'"
    )
    return ViewColumn(
        of.name.removesuffix("_at") + "_date_key",
        f"case when {known} then {day} else 0 end",
        "integer",
        f"{zh}的日期键(北京时间, 未知为0) | day in {ZONE} as yyyymmdd, 0 if unknown: {en}",
    )


def instants(*of: Column[Any]) -> Iterable[ViewColumn]:
    """Return instants, each with its day beside it."""
    for each in of:
        yield carried(each)
        yield date_key(each)


DIM_ACCOUNT = MartView(
    name="v1_dim_account",
    comment="客户维度, 每个客户一行, 含未知成员 | accounts, one row per account, and one for the unknown",
    source="proj.accounts",
    columns=(
        key(accounts.c.account_id, "account_key"),
        *words(accounts.c.code, accounts.c.segment, accounts.c.owner, accounts.c.industry),
        *instants(accounts.c.opened_at),
        carried(accounts.c.source_position),
    ),
    unknown_member=(*(f"'{UNKNOWN}'",) * 5, "null", "0", "0"),
)

FACT_CASE = MartView(
    name="v1_fact_case",
    comment="工单事实, 每个工单一行, 随进展更新 | cases, one row per case, updated as it goes on",
    source="proj.cases",
    columns=(
        key(cases.c.case_id, "case_key"),
        carried(cases.c.reference),
        key(cases.c.account_id, "account_key"),
        *words(cases.c.account_code, cases.c.segment, cases.c.channel, cases.c.kind, cases.c.phase),
        *words(cases.c.response_class, cases.c.priority, cases.c.category, cases.c.owner, cases.c.team),
        carried(cases.c.status),
        carried(cases.c.waiting_on),
        *instants(cases.c.received_at, cases.c.acknowledged_at, cases.c.first_response_at),
        *instants(cases.c.first_resolved_at, cases.c.final_resolved_at, cases.c.closed_at, cases.c.ended_at),
        *(
            carried(cases.c[f"{name}_seconds"])
            for name in ("acknowledge", "first_response", "first_resolution")
        ),
        *(carried(cases.c[f"{name}_seconds"]) for name in ("final_resolution", "close")),
        *(
            carried(cases.c[f"{name}_count"])
            for name in ("reopen", "handover", "escalation", "revisit", "reply")
        ),
        *(carried(cases.c[f"waiting_{name}_count"]) for name in ("customer", "supplier", "other")),
        *(carried(cases.c[f"waiting_{name}_seconds"]) for name in ("customer", "supplier", "other")),
        carried(cases.c.waiting_started_at),
        key(cases.c.source, "source"),
        carried(cases.c.source_promise_kept),
        carried(cases.c.source_promise_due_at),
        carried(cases.c.version),
        carried(cases.c.source_position),
        carried(cases.c.updated_at),
        carried(cases.c.clarification_round_count),
        *instants(cases.c.understanding_confirmed_at),
        carried(cases.c.understanding_round_count),
        carried(cases.c.dispatch_count),
        carried(cases.c.unsolved_dispatch_count),
        carried(cases.c.needs_engineer_follow_up),
        *(carried(each) for each in (cases.c.public_reply_count, cases.c.resolved_at_first_contact)),
        *instants(cases.c.cause_known_at, cases.c.fed_back_at),
        *(carried(each) for each in (cases.c.escalation_risk, cases.c.stage, cases.c.stage_began_at)),
        *(carried(cases.c[f"{stage}_seconds"]) for stage in StageName),
        carried(cases.c.ended_dispatch_count),
        ViewColumn("merged_into_key", "cases.merged_into::text", "text", str(cases.c.merged_into.comment)),
        *instants(cases.c.merged_at),
    ),
)

FACT_SATISFACTION = MartView(
    name="v1_fact_satisfaction",
    comment="满意度事实, 每条评价一行 | satisfaction, one row per rating",
    source="proj.ratings left join proj.cases using (case_id)",
    columns=(
        key(ratings.c.event_id, "rating_key"),
        ViewColumn("case_key", "ratings.case_id::text", "text", str(ratings.c.case_id.comment)),
        key(cases.c.account_id, "account_key"),
        carried(ratings.c.cycle),
        carried(ratings.c.scale),
        carried(ratings.c.score),
        *instants(ratings.c.rated_at),
        carried(ratings.c.is_latest_of_cycle),
        carried(ratings.c.source_position),
    ),
)
