"""The parts of KPIs as SQL over the rows of their populations: row by row to be kept, or added up at once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    Double,
    Integer,
    Numeric,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from service.projections.clocks.table import clocks
from service.projections.kpi.definition import Population
from service.projections.kpi.population import ROWS, Grouping
from service.projections.kpi.rollups.layout import EXACT, KEPT, LAYOUTS, TOTAL, WHOLE, Layout
from service.projections.kpi.rollups.selection import FROM, GIVEN, UNTIL, compiled, of_streams
from service.projections.kpi.rollups.tables import STREAM_COLUMNS, WAS, sums
from service.projections.tasks.table import tasks


def _of_either(table: Table, condition: str) -> str:
    found = (
        f"select {STREAM_COLUMNS[table]} as stream_id from {each.fullname}"  # noqa: S608  ours
        for each in (table, WAS[table])
    )
    return " union ".join(f"{each} where {condition}" for each in found)


_GRAINS = """values
    ('day' collate "C", day), ('month', date_trunc('month', day)::date), ('all', date '2000-01-01')"""
# An account has a case now and then: a row a day of it would be one a case.
_IS_KEPT = "(grain <> 'day' or dimension <> 'account')"
_RANGE = "between %(from_at)s::timestamptz and %(until_at)s::timestamptz"
_CASES_OF_DAYS = f"select case_id as stream_id from proj.cases where received_at {_RANGE}"  # noqa: S608
_STREAMS_OF_DAYS: Mapping[Population, str] = {
    "due": _of_either(clocks, f"due_at {_RANGE}"),
    "asked": _of_either(tasks, f"opened_at {_RANGE}"),
}


@cache
def _rows_of(population: Population, zone: str, *, in_range: bool) -> str:
    """Return the query of what each row of a population gives, its day and its groups."""
    rows, layout = ROWS[population], LAYOUTS[population]
    day = cast(func.timezone(literal(zone), rows.at), Date)
    what = select(
        day.label("day"),
        *(cast(column, Text).label(f"by_{by}") for by, column in layout.dimensions.items()),
        *(each.label(name) for name, each in layout.columns.items()),
        _codes_of_row(layout).label("codes"),
    )
    what = what.select_from(rows.source)
    return compiled(what.where(rows.at >= FROM, rows.at < UNTIL) if in_range else what)


def _codes_of_row(layout: Layout) -> Any:
    codes: Any = array([cast(each, Integer) for each in layout.codes], type_=Integer)
    return func.array_remove(codes, null()) if layout.codes else cast(literal("{}"), ARRAY(Integer))


@cache
def adding_days(population: Population, zone: str) -> str:
    """Return the statement that adds what the rows of [from_at, until_at) gave when adding began."""
    chosen = _STREAMS_OF_DAYS.get(population, _CASES_OF_DAYS)
    rows = of_streams(_rows_of(population, zone, in_range=True), chosen, zone, was=True)
    return _adding(population, f"select 1 as sign, was.* from ({rows}) as was")  # noqa: S608  ours


@cache
def adding_anew(population: Population, zone: str) -> str:
    """Return the statement that takes off what was added of given streams, and adds what they give now."""
    rows = _rows_of(population, zone, in_range=False)
    now, was = (of_streams(rows, GIVEN, zone, was=was) for was in (False, True))
    given = f"select 1 as sign, now.* from ({now}) as now union all select -1, was.* from ({was}) as was"  # noqa: S608
    return _adding(population, given)


_ADDING = """
with given as materialized ({given}),
of_days as (
  select dimension, value, day, {by_day}
  from given cross join lateral (values {values}) as kept (dimension, value) group by dimension, value, day
),
added as (
  select dimension, grain, since, value, {by_grain}
  from of_days cross join lateral ({grains}) as grains (grain, since)
  where {is_kept} group by dimension, grain, since, value
),
codes_of_days as (
  select dimension, day, value, code, sum(sign)::int as times
  from given cross join lateral unnest(given.codes) as code
  cross join lateral (values {values}) as kept (dimension, value)
  group by dimension, day, value, code having sum(sign) <> 0
),
counted as (
  select dimension, grain, since, value, code, sum(times) as times
  from codes_of_days cross join lateral ({grains}) as grains (grain, since)
  where {is_kept} group by dimension, grain, since, value, code
),
merged as (
  select dimension, grain, since, value, array_agg(code) as codes,
         array_agg(times::int) as times
  from (
    select dimension, grain, since, value, code, sum(times) as times
    from (
      select * from counted
      union all
      select touched.*, code, held.times
      from (select distinct dimension, grain, since, value from counted) as touched
      cross join lateral (
        select codes, times from {sums} as old
        where old.population = '{population}' and old.dimension = touched.dimension
          and old.grain = touched.grain and old.since = touched.since and old.value = touched.value
        offset 0
      ) as known
      cross join lateral unnest(known.codes, known.times) as held (code, times)
    ) as both_of_them
    group by dimension, grain, since, value, code
  ) as by_code
  group by dimension, grain, since, value
)
insert into {sums} as old (population, dimension, grain, since, value, {names}, codes, times)
select '{population}', dimension, grain, since, value, {added}, merged.codes, merged.times
from added left join merged using (dimension, grain, since, value)
where merged.codes is not null or 0 <> any(array[{any_sum}])
on conflict (population, dimension, grain, since, value) do update
set {grown}, codes = coalesce(excluded.codes, old.codes), times = coalesce(excluded.times, old.times)
"""
"""One statement, so that every expression is computed once a row, whatever it is added up by."""


def _adding(population: Population, given: str) -> str:
    layout = LAYOUTS[population]
    total = f"""('{TOTAL}' collate "C", '' collate "C")"""
    dimensions = [total, *(f"('{by}', given.by_{by})" for by in layout.dimensions)]

    def each(form: str) -> str:
        return ", ".join(form.format(name) for name in layout.columns)

    return _ADDING.format(
        population=population,
        given=given,
        values=", ".join(dimensions),
        sums=sums.fullname,
        grains=_GRAINS,
        is_kept=_IS_KEPT,
        names=each("{0}"),
        by_day=each("sum({0} * sign) as {0}"),
        by_grain=each("sum({0}) as {0}"),
        added=each("added.{0}"),
        any_sum=each("coalesce({0}, 0)"),
        grown=each("{0} = coalesce(old.{0} + excluded.{0}, old.{0}, excluded.{0})"),
    )


@cache
def sums_of_rows(by: Grouping | None, *, begins: bool, ends: bool) -> str:
    """Return the query of the sums of all populations over the rows of [from_at, until_at), at once."""
    return compiled(union_all(*(_sums_of(population, by, begins, ends) for population in KEPT)))


def _sums_of(population: Population, by: Grouping | None, begins: bool, ends: bool) -> Select[Any]:
    rows, layout = ROWS[population], LAYOUTS[population]
    column = None if by is None else layout.dimensions.get(by)
    added = {name: func.sum(each) for name, each in layout.columns.items()}
    whole, exact = ([added[name] for name in names if name in added] for names in (WHOLE, EXACT))
    codes: Any = cast(literal("{}"), ARRAY(Integer))
    for code in layout.codes:
        codes = codes.concat(func.array_remove(func.array_agg(code), null()))
    what = select(
        literal(population, Text).label("population"),
        cast(null() if column is None else column, Text).label("value"),
        cast(array(whole), ARRAY(Double)).label("whole"),
        cast(array(exact) if exact else literal("{}"), ARRAY(Numeric)).label("exact"),
        codes.label("codes"),
    ).select_from(rows.source)
    if begins:
        what = what.where(rows.at >= FROM)
    if ends:
        what = what.where(rows.at < UNTIL)
    # Beside grouping sets the server uses no index that knows a condition on the rows of a view.
    return what if column is None else what.group_by(func.grouping_sets(tuple_(), tuple_(column)))
