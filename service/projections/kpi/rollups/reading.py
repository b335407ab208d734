"""The figures of a KPI report from the sums, corrected by what was told since, true of one position."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain, islice, repeat, zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from service.projections.engine.mart_view import zone_of_mart
from service.projections.kpi.definition import Figures, Population
from service.projections.kpi.expressions import PERCENTILES
from service.projections.kpi.population import Grouping, Scope
from service.projections.kpi.rollups.histogram import Histograms
from service.projections.kpi.rollups.layout import EXACT, KEPT_BY, LAYOUTS, LIVE, TOTAL, WHOLE
from service.projections.kpi.rollups.periods import Period, period_of
from service.projections.kpi.rollups.selection import compiled, of_chosen, of_streams, with_neighbours
from service.projections.kpi.rollups.standing import standing_of
from service.projections.kpi.rollups.statements import sums_of_rows
from service.projections.kpi.rollups.tables import settling, sums, unsettled
from service.projections.kpi.statement import (
    GroupKey,
    Measured,
    as_measured,
    of_groups,
    of_population,
    statement_of,
)

MOST_COMPILED = 256
_OF_ACCOUNT = """
select case_id as stream_id from proj.cases where account_id = %(account)s::uuid
union select %(account)s::uuid
"""
_MARKED = f"select marked.stream_id from {unsettled.fullname} as marked"  # noqa: S608  ours
_MARKED_OF_ACCOUNT = f"""{_MARKED}
left join proj.cases on cases.case_id = marked.stream_id
where coalesce(cases.account_id, marked.stream_id) = %(account)s::uuid"""
_STATE = f"""
select 'state' as source, settling.digest as population, null::text as value,
       array[settling.is_whole::int, (select count(*) from (select from {unsettled.fullname} limit 1) as one),
             coalesce((select min(position) from proj.checkpoints), 0)]::float8[] as whole,
       null::numeric[] as exact, null::int[] as codes, null::int[] as times, null::jsonb as figures
from {settling.fullname} as settling
"""  # noqa: S608  ours


@dataclass
class Group:
    """The sums of one population in one group."""

    whole: Sequence[float] = ()
    exact: Sequence[Decimal] = ()
    histograms: Histograms = field(default_factory=Histograms)

    def add(self, row: Any, sign: int) -> None:
        """Take a row of sums in, or off."""
        if row.whole:
            self.whole = _added(self.whole, row.whole, sign)
            self.exact = _added(self.exact, row.exact, sign)
        if row.codes:
            self.histograms.add(row.codes, row.times or repeat(sign))

    def figures(self, population: Population) -> dict[str, Figures]:
        """Return the figures of its KPIs; none where it has no rows."""
        if not self.whole or not self.whole[0]:
            return {}
        layout = LAYOUTS[population]
        parts: dict[str, dict[str, Any]] = {}
        for (kpi, part), value in chain(
            zip(layout.whole, islice(self.whole, 1, None), strict=False),
            zip(layout.exact, self.exact, strict=False),
        ):
            parts.setdefault(kpi.slug, {})[part.name] = value or 0
        told = {kpi.slug: kpi.expressions.figures_of(parts[kpi.slug]) for kpi in layout.kpis}
        for number, kpi in enumerate(layout.measured):
            for name in kpi.expressions.values:
                if name in PERCENTILES:
                    told[kpi.slug][name] = self.histograms.percentile(number, PERCENTILES[name])
            told[kpi.slug]["is_approximate"] = True
        return {slug: Figures.model_validate(each) for slug, each in told.items()}


def _added(known: Sequence[Any], more: Sequence[Any], sign: int) -> Sequence[Any]:
    if not known and sign > 0:
        return more
    pairs = zip_longest(known, more, fillvalue=0)
    return [(one or 0) + sign * (other or 0) for one, other in pairs]


def measured(connection: Connection, scope: Scope, by: Grouping | None, *, quickly: bool = False) -> Measured:
    """Compute all KPIs of a scope, in all and by group.

    `quickly`: from the sums where they answer it, with medians and percentiles of histograms.
    """
    found = from_sums(connection, scope, by) if quickly else None
    return found or from_rows(connection, scope, by)


def from_rows(connection: Connection, scope: Scope, by: Grouping | None) -> Measured:
    """Compute all KPIs of a scope from the rows themselves, of an account from its own rows alone."""
    if scope.account_key is None:
        return as_measured(connection.execute(statement_of(scope, by)).all(), by)
    statement = compiled(statement_of(scope._replace(account_key=None), by))
    chosen = of_streams(statement, _OF_ACCOUNT, zone_of_mart(connection))
    return as_measured(connection.exec_driver_sql(chosen, {"account": scope.account_key}).all(), by)


def from_sums(connection: Connection, scope: Scope, by: Grouping | None) -> Measured | None:
    """Compute all KPIs of a scope from the sums; None where they cannot answer, or not now."""
    if by is not None and (by not in KEPT_BY or scope.account_key is not None):
        return None
    standing = standing_of(connection)
    if not standing.answers:
        return None
    try:
        by_month = by == "account" or scope.account_key is not None
        period = period_of(scope.from_at, scope.to_at, ZoneInfo(standing.zone), by_month=by_month)
    except OverflowError:
        return None
    if period.whole is None:
        return None
    told_since = bool(standing.unsettled_count)
    for _ in range(2):  # a second time where something was told just now
        rows = _read(connection, scope, by, period, standing.zone, told_since=told_since)
        (now,) = [row for row in rows if row.source == "state"] or [None]
        if now is None or now.population != standing.digest or not now.whole[0]:
            return None
        if told_since or not now.whole[1]:
            return _as_measured(rows, int(now.whole[2]), by)
        told_since = True
    return None


def _read(
    connection: Connection, scope: Scope, by: Grouping | None, period: Period, zone: str, *, told_since: bool
) -> Sequence[Any]:
    if period.whole is None:
        raise ValueError("a period without a whole day is not read from sums")
    parameters: dict[str, Any] = {"account": scope.account_key, "by": by, **period.whole._asdict()}
    chosen = ""
    pieces = [_STATE, *_kept(scope, is_of_all=scope.from_at is None and scope.to_at is None)]
    if told_since:
        told = _MARKED if scope.account_key is None else _MARKED_OF_ACCOUNT
        chosen = f"with chosen as materialized ({with_neighbours(told)})\n"
        query = sums_of_rows(by, begins=period.from_at is not None, ends=period.until_at is not None)
        parameters |= {"from_at": period.from_at, "until_at": period.until_at}
        for source, was in (("fresh", False), ("stale", True)):
            pieces.append(_given(source, of_chosen(query, zone, was=was)))
    for number, (begin, end) in enumerate(period.parts):
        query = sums_of_rows(by, begins=True, ends=True)
        if scope.account_key is not None:
            query = of_streams(query, _OF_ACCOUNT, zone)
        for name, at in (("from_at", begin), ("until_at", end)):
            query = query.replace(f"%({name})s", f"%({name}_{number})s")
            parameters[f"{name}_{number}"] = at
        pieces.append(_given("part", query))
    pieces += [_of_live(population, scope, by) for population in sorted(LIVE)]
    return connection.exec_driver_sql(chosen + "\nunion all\n".join(pieces), parameters).all()


def _given(source: str, query: str) -> str:
    columns = "population, value, whole, exact, codes, null::int[], null::jsonb"
    return f"select '{source}', {columns} from ({query}) as {source}"  # noqa: S608  ours


@cache
def _as_kept(where: str, value: str) -> tuple[str]:
    """Return the query of rows of which a group has one only: nothing need be added up."""
    whole, exact = (", ".join(names) for names in (WHOLE, EXACT))
    return (
        f"""
select 'kept', population, {value} as value, array[{whole}]::float8[], array[{exact}]::numeric[],
       codes, times, null::jsonb
from {sums.fullname} where {where}""",  # noqa: S608  ours
    )


@cache
def _added_up(where: str, value: str) -> tuple[str, str]:
    """Return the queries of the sums and of the histograms of groups that have many rows."""
    whole, exact = (", ".join(f"sum({name})" for name in names) for names in (WHOLE, EXACT))
    added = f"""
select 'kept', population, {value} as value, array[{whole}]::float8[], array[{exact}]::numeric[],
       null::int[], null::int[], null::jsonb
from {sums.fullname} where {where} group by population, 3"""  # noqa: S608  ours
    # Groups are numbered first: codes are counted by number in half the time that it takes by words.
    counted = f"""
select 'kept', population, value, null, null, codes, times, null from (
  with numbered as materialized (
    select population, {value} as value, codes, times,
           dense_rank() over (order by population, {value}) as number
    from {sums.fullname} where {where}
  ), added as (
    select number, code, sum(held.times)::int as times
    from numbered cross join lateral unnest(numbered.codes, numbered.times) as held (code, times)
    group by number, code
  ), counted as (
    select number, array_agg(code) as codes, array_agg(times) as times from added group by number
  )
  select population, value, counted.codes, counted.times
  from counted join (select distinct number, population, value from numbered) as named using (number)
) as histograms"""  # noqa: S608  ours
    return added, counted


def _kept(scope: Scope, *, is_of_all: bool) -> tuple[str, ...]:
    days = "grain = 'all'" if is_of_all else f"({_MONTHS} or {_DAYS})"
    kept_of = _as_kept if is_of_all else _added_up
    if scope.account_key is not None:
        return kept_of(
            f"dimension = 'account' and {sums.name}.value = %(account)s::text and {days}", "null::text"
        )
    where = f"dimension in ('{TOTAL}', %(by)s::text) and {days}"
    return kept_of(where, f"case when dimension <> '{TOTAL}' then {sums.name}.value end")


_MONTHS = "grain = 'month' and since >= %(first_month)s and since < %(end_month)s"
_DAYS = """grain = 'day' and (since >= %(first)s and since < %(first_month)s
  or since >= %(end_month)s and since < %(end)s)"""


@lru_cache(MOST_COMPILED)
def _of_live(population: Population, scope: Scope, by: Grouping | None) -> str:
    """Return the queries of the figures of a population that is not kept, counted now."""
    queries = [of_population(population, scope, None), by and of_groups(population, scope, by)]
    columns = f"'{population}', live.group, null, null, null, null, live.figures"
    return "\nunion all\n".join(
        f"select 'live', {columns} from ({compiled(query)}) as live"  # noqa: S608  ours
        for query in queries
        if query is not None
    )


def _as_measured(rows: Sequence[Any], position: int, by: Grouping | None) -> Measured:
    groups: dict[tuple[Population, GroupKey], Group] = {}
    found: dict[GroupKey, dict[str, Figures]] = {}
    for row in rows:
        if row.source == "live":
            figures = {slug: Figures.model_validate(each) for slug, each in row.figures.items()}
            found.setdefault(row.value, {}).update(figures)
        elif row.source != "state":
            group = groups.setdefault((row.population, row.value), Group())
            group.add(row, -1 if row.source == "stale" else 1)
    for (population, key), group in groups.items():
        if figures := group.figures(population):
            found.setdefault(key, {}).update(figures)
    return Measured.of(position, found, by)
