"""A statement over the rows of all cases and accounts as one over those of some, now or as added up.

Tables and views are put before it under their own names, as common table expressions of these streams alone.
What a KPI looks up of other cases (`proj.cases as next_case`) is looked up among all of them.
"""

import re
from functools import cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Table, literal_column
from sqlalchemy.dialects.postgresql import dialect

from service.database.schemas import MART, PROJECTIONS
from service.projections.cases.table import cases
from service.projections.cases.view import FACT_CASE
from service.projections.clocks.view import CLOCKS
from service.projections.complaints.table import complaints
from service.projections.complaints.view import COMPLAINTS
from service.projections.engine.mart_view import ZONE
from service.projections.kpi.complaints import RECURS_WITHIN
from service.projections.kpi.contacts import A_WEEK
from service.projections.kpi.rollups.tables import STREAM_COLUMNS, WAS, unsettled
from service.projections.ratings import FACT_SATISFACTION
from service.projections.surveys.view import SURVEYS
from service.projections.tasks.view import V1_TASKS

VIEWS = (FACT_CASE, CLOCKS, COMPLAINTS, FACT_SATISFACTION, SURVEYS, V1_TASKS)
_TABLES = re.compile(rf"\b{PROJECTIONS}\.({'|'.join(table.name for table in STREAM_COLUMNS)})\b")
_VIEWS = re.compile(rf"\b{MART}\.({'|'.join(view.name for view in VIEWS)})\b")
_POSTGRES: Dialect = dialect()  # type: ignore[no-untyped-call]

MARKED = f"select stream_id from {unsettled.fullname}"  # noqa: S608  ours
GIVEN = "select unnest(%(streams)s::uuid[]) as stream_id"


FROM, UNTIL = (literal_column(f"@{name}@", DateTime(timezone=True)) for name in ("from_at", "until_at"))


def compiled(query: Any) -> str:
    """Return the SQL of a query for the driver; `FROM` and `UNTIL` are its only parameters."""
    made = str(query.compile(dialect=_POSTGRES, compile_kwargs={"literal_binds": True}))
    return re.sub("@(from_at|until_at)@", r"%(\1)s::timestamptz", made)


def of_streams(statement: str, chosen: str, zone: str, *, was: bool = False) -> str:
    """Return a statement over the rows of the streams that a query chooses: as they are, or as added up."""
    return f"with chosen as materialized ({chosen}), {_over_chosen(statement, zone, was=was)}"


def of_chosen(statement: str, zone: str, *, was: bool) -> str:
    """Return a statement over the rows of the streams of `chosen`, which the caller puts before it."""
    return f"with {_over_chosen(statement, zone, was=was)}"


def _over_chosen(statement: str, zone: str, *, was: bool) -> str:
    found = _VIEWS.sub(r"\1", statement)
    if was:
        found = _TABLES.sub(r"whole_\1", found)
    return f"{_rows(zone, was=was)} {found}"


@cache
def _rows(zone: str, *, was: bool) -> str:
    parts = [f"{table.name} as materialized ({_of_chosen(table, was=was)})" for table in STREAM_COLUMNS]
    for view in VIEWS:
        definition = _TABLES.sub(r"\1", view.select.replace(ZONE, zone)).replace("%", "%%")
        parts.append(f"{view.name} as ({definition})")
    if was:
        parts += [f"whole_{table.name} as not materialized ({_whole(table)})" for table in STREAM_COLUMNS]
    return ", ".join(parts)


def _of_chosen(table: Table, *, was: bool) -> str:
    stream = STREAM_COLUMNS[table]
    # An array, not a join: by it each table is read from its index, whatever becomes of the joins above.
    ours = f"t where t.{stream} = any(array(select stream_id from chosen))"  # noqa: S608
    now = f"select * from {table.fullname} {ours}"  # noqa: S608
    if not was:
        return now
    return f"{now} and {_not_marked(f't.{stream}')} union all select * from {WAS[table].fullname} {ours}"  # noqa: S608


def _whole(table: Table) -> str:
    unmarked = f"select t.* from {table.fullname} t where {_not_marked(f't.{STREAM_COLUMNS[table]}')}"  # noqa: S608
    return f"{unmarked} union all select * from {WAS[table].fullname}"  # noqa: S608


def _not_marked(stream: str) -> str:
    # A list that is hashed once, whatever the planner believes of a table that empties again and again.
    return f"{stream} not in (select stream_id from {unsettled.fullname})"  # noqa: S608  ours


def with_neighbours(told: str) -> str:
    """Return a query of streams that were told something, and of those whose figures look at them.

    Whom a case is a neighbour of follows from its account and its receipt, which never change, and from how
    the neighbour itself stands. Contacts that are repeated, and complaints of a cause that comes back.
    """
    case, was_case, was_complaint = cases.fullname, WAS[cases].fullname, WAS[complaints].fullname
    # As an array: of a table that empties again and again the planner expects anything, and reads all cases.
    return f"""
with told as materialized (select unnest(array({told})) as stream_id)
select stream_id from told
union
select other.case_id from told
join {case} as one on one.case_id = told.stream_id
left join {was_case} as was on was.case_id = told.stream_id
join {case} as other on other.account_id = one.account_id
  and other.first_resolved_at < one.received_at
  and other.first_resolved_at >= one.received_at - interval '{A_WEEK.total_seconds()} seconds'
where was.case_id is null
  or (was.kind, was.category, was.order_reference)
    is distinct from (one.kind, one.category, one.order_reference)
union
select other.case_id from told
join {case} as one on one.case_id = told.stream_id
left join {complaints.fullname} as of_one on of_one.case_id = told.stream_id
left join {was_complaint} as was on was.case_id = told.stream_id
join {case} as other on other.account_id = one.account_id and other.received_at >= one.received_at
  and other.received_at <= one.received_at + interval '{RECURS_WITHIN.total_seconds()} seconds'
join {complaints.fullname} as of_other on of_other.case_id = other.case_id
where (of_one.is_complaint, of_one.root_code) is distinct from (was.is_complaint, was.root_code)
"""  # noqa: S608  ours
