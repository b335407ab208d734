"""`casebook bench read`: figures, lists and queues over many cases, each beside a tenth of them."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg
from sqlalchemy import Connection, Engine, select

from service import main
from service.benchmark.figures import Finding, percentile
from service.benchmark.grown_rows import grow
from service.benchmark.laboratory import laboratories
from service.benchmark.plan import Plan
from service.benchmark.projections import record_demonstration
from service.database.engine import libpq_url, parsed_url
from service.projections.cases.lists import CaseFilter, list_cases
from service.projections.cases.table import cases
from service.projections.clocks.queue import ClockFilter, list_clocks
from service.projections.kpi.expressions import PERCENTILES
from service.projections.kpi.rollups.noting import note
from service.projections.kpi.rollups.settling import settle
from service.projections.runner import Runner
from service.reports.kpis.report import KpiQuery, KpiReport, kpi_report
from service.settings import Settings

MILLISECONDS = 1_000
WARM_UPS = 6
"""After so many readings the server has made its plans for good."""
TOLD_CASES = 200
DASHBOARD = (None, "month", "segment", "kind", "response_class", "channel", "team", "department", "clock")
Telling = Callable[[str], None]
Reading = Callable[[Connection], object]


@dataclass(frozen=True, kw_only=True)
class ReadingPlan:
    """Over how many cases, made of how many of the demonstration's, and how often each reading is done."""

    cases: int = 20_000
    base: int = 1_000
    rounds: int = 20


@dataclass(frozen=True)
class Sight:
    """What a record of a size yields: seconds of each kind of reading, and more."""

    seconds: Mapping[str, Sequence[float]]
    settled_a_second: float
    counted_a_second: float
    percentile_error: float

    def p95(self, name: str) -> float:
        """Return the 95th percentile of a kind of reading in milliseconds."""
        return percentile(self.seconds[name], 0.95) * MILLISECONDS


def bench_read(
    plan: ReadingPlan, settings: Settings, environment: Mapping[str, str], *, tell: Telling
) -> list[Finding]:
    """Measure on a server of the benchmark's own; raises a DatabaseProblemError, or RequestRefusedError."""
    with laboratories(Plan(), settings, environment) as laboratory_for:
        url = laboratory_for("tenth").url
        tell("telling")
        main.run(record_demonstration(url, plan.base))
        engine = main.reading_engine(url)
        Runner(engine).catch_up()
        engine.dispose()
        other = _copied(url)
        tell("reading_a_tenth")
        tenth = _seen(url, max(plan.cases // 10 // plan.base, 1), plan)
        tell("reading")
        whole = _seen(other, max(plan.cases // plan.base, 1), plan)
    return _findings(whole, tenth)


def _findings(whole: Sight, tenth: Sight) -> list[Finding]:
    found = [
        Finding(name="dashboard_vs_rows", figure=whole.p95("dashboard"), reference=whole.p95("rows")),
        Finding(name="dashboard_vs_a_tenth", figure=whole.p95("dashboard"), reference=tenth.p95("dashboard")),
    ]
    found += [
        Finding(name=name, figure=whole.p95(name), reference=tenth.p95(name))
        for name in ("dashboard_while_told", "account", "case_list", "clock_queue", "one_case")
    ]
    error = Finding(name="percentile_error", figure=whole.percentile_error, reference=1.0)
    rate = Finding(name="settled_vs_counted", figure=whole.settled_a_second, reference=whole.counted_a_second)
    return [*found, error, rate]


def _copied(url: str) -> str:
    """Return the URL of a copy of a database."""
    parsed = parsed_url(url)
    name = f"{parsed.database}_grown"
    place = libpq_url(parsed.set(database="postgres").render_as_string(hide_password=False))
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute(f"create database {name} template {parsed.database}".encode())
    return libpq_url(parsed.set(database=name).render_as_string(hide_password=False))


def _seen(url: str, copies: int, plan: ReadingPlan) -> Sight:
    engine = main.reading_engine(url)
    if copies > 1:
        grow(engine, copies)
    began = time.perf_counter()
    while settle(engine):
        continue
    settling = time.perf_counter() - began
    with engine.connect() as connection:
        count = connection.exec_driver_sql("select count(*) from proj.cases").scalar_one()
        seconds = {
            name: list(_timed(connection, reads, plan.rounds)) for name, reads in _readings(connection)
        }
        began = time.perf_counter()
        exact = kpi_report(connection, KpiQuery())
        counting = time.perf_counter() - began
        error = _error(kpi_report(connection, KpiQuery(percentiles="quick")), exact)
    seconds["rows"] = [counting]
    _tell_of_some(engine)
    with engine.connect() as connection:
        seconds["dashboard_while_told"] = list(_timed(connection, _dashboard(connection), plan.rounds))
    engine.dispose()
    return Sight(seconds, count / settling, count / counting, error)


def _timed(connection: Connection, reads: Sequence[Reading], rounds: int) -> Iterator[float]:
    for turn in range(WARM_UPS + rounds):
        for read in reads:
            began = time.perf_counter()
            read(connection)
            if turn >= WARM_UPS:
                yield time.perf_counter() - began


def _readings(connection: Connection) -> Iterator[tuple[str, Sequence[Reading]]]:
    case = connection.execute(select(cases).where(cases.c.reference.is_not(None)).limit(1)).one()
    yield "dashboard", _dashboard(connection)
    yield "account", [_figures(_quick(account=str(case.account_id)))]
    yield "case_list", [_cases(CaseFilter()), _cases(CaseFilter(account_id=case.account_id))]
    yield "clock_queue", [_clocks(ClockFilter()), _clocks(ClockFilter(owner=case.owner))]
    yield "one_case", [_cases(CaseFilter(reference=case.reference))]


def _dashboard(connection: Connection) -> list[Reading]:
    """Return the KPIs in all and by each usual grouping, and in all of a month, a week and a quarter."""
    newest = connection.exec_driver_sql("select max(received_at) from proj.cases").scalar_one()
    day = datetime.combine(newest.date(), datetime.min.time(), tzinfo=UTC) - timedelta(hours=8)
    spans = (timedelta(days=30), timedelta(days=7), timedelta(days=91))
    # By month of several years there are more groups than a screen holds.
    a_year_ago = day - timedelta(days=365)
    asked = [_quick(by=by, from_at=a_year_ago if by == "month" else None) for by in DASHBOARD]
    asked += [_quick(from_at=day - span, to_at=day) for span in spans]
    return [_figures(query) for query in asked]


def _quick(**asked: object) -> KpiQuery:
    return KpiQuery.model_validate({**asked, "percentiles": "quick"})


def _figures(query: KpiQuery) -> Reading:
    return lambda connection: kpi_report(connection, query)


def _cases(wanted: CaseFilter) -> Reading:
    return lambda connection: list_cases(connection, wanted, None, 51)


def _clocks(wanted: ClockFilter) -> Reading:
    now = main.now()
    return lambda connection: list_clocks(connection, wanted, None, 51, now)


def _tell_of_some(engine: Engine) -> None:
    """Mark cases as told something since, with their rows as they are: their figures are computed anew."""
    with engine.begin() as connection:
        found = select(cases.c.case_id).order_by(cases.c.received_at.desc()).limit(TOLD_CASES)
        note(connection, connection.scalars(found).all(), 0)


def _error(found: KpiReport, exact: KpiReport) -> float:
    """Return the largest error of a median or percentile, in percent."""
    errors: list[float] = [
        abs(getattr(found.total.figures[slug], name) - value) / value * 100
        for slug, figures in exact.total.figures.items()
        for name in PERCENTILES
        if (value := getattr(figures, name))
    ]
    return max(errors)
