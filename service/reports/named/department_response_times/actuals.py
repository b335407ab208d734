"""How long departments took for what was asked of them in the period, beside what was promised."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select

from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.engine.mart_view import UNKNOWN
from service.projections.tasks.table import tasks
from service.reports.documents.asking import Asked
from service.reports.documents.document import Chart, Period, Series, Table
from service.reports.documents.words import count, instant, rounded, said, seconds, share, words
from service.reports.named.department_response_times.titles import Titles
from service.reports.named.service_performance.promises import clock_title

REQUESTS = tasks.join(cases, cases.c.case_id == tasks.c.stream_id)
DEPARTMENT: ColumnElement[str] = tasks.c.departments[1]
STEP = func.coalesce(tasks.c.step, UNKNOWN)
PROMISES = REQUESTS.join(
    clocks, (clocks.c.stream_id == tasks.c.stream_id) & (clocks.c.subject == cast(tasks.c.task_id, Text))
)
"""Requests with each promise of time that was made for them."""
BROKEN: ColumnElement[bool] = clocks.c.was_breached
KEPT: ColumnElement[bool] = (clocks.c.status == "met") & ~BROKEN
TOOK = clocks.c.counted_seconds
MOST_WORST = 10


def requested(asked: Asked, period: Period) -> tuple[ColumnElement[bool], ...]:
    """Narrow tasks to what was asked of departments in a period."""
    of_account = () if asked.account_id is None else (cases.c.account_id == asked.account_id,)
    at = tasks.c.opened_at
    return tasks.c.kind == "collaboration", at >= period.from_at, at < period.to_at, *of_account


def totals(asked: Asked, period: Period) -> Mapping[str, Any]:
    """Return how much was asked, how long it took until it was done, and how many promises were kept."""
    took = func.extract("epoch", tasks.c.ended_at - tasks.c.opened_at)
    done = tasks.c.status == "done"
    of_requests = select(
        func.count().label("requests"),
        func.percentile_cont(0.5).within_group(took).filter(done).label("median"),
    ).select_from(REQUESTS)
    of_promises = select(
        func.count().filter(KEPT).label("kept"), func.count().filter(BROKEN).label("broken")
    ).select_from(PROMISES)
    (requests,) = asked.rows(of_requests.where(*requested(asked, period)))
    (promises,) = asked.rows(of_promises.where(*requested(asked, period)))
    return {**requests._mapping, **promises._mapping}  # noqa: SLF001  its public name of a row as a mapping


def by_step(asked: Asked, titles: Titles) -> Table:
    """Return the time that each step took, by promise: service time, as it was promised."""
    group = (DEPARTMENT, STEP, clocks.c.clock)
    query = (
        select(
            *group,
            func.count(tasks.c.task_id.distinct()),
            func.percentile_cont(0.5).within_group(TOOK),
            func.percentile_cont(0.9).within_group(TOOK),
            func.count().filter(KEPT),
            func.count().filter(BROKEN),
        )
        .select_from(PROMISES)
        .where(*requested(asked, asked.periods.now))
        .group_by(*group)
    )
    rows = tuple(
        (
            said(titles.department(department)),
            said(titles.step(department, step)),
            said(clock_title(clock)),
            count(number),
            seconds(median),
            seconds(p90),
            count(kept),
            count(broken),
            share(kept, kept + broken),
        )
        for department, step, clock, number, median, p90, kept, broken in sorted(
            asked.rows(query), key=lambda row: (titles.place(row[0], row[1]), row[2])
        )
    )
    names = ("department", "step", "promise", "requests", "median", "p90", "kept", "overdue", "on_time")
    columns = tuple(words(f"department_response_times.heading.{name}") for name in names)
    return Table(title=words("department_response_times.by_step"), columns=columns, rows=rows)


def by_department(asked: Asked, titles: Titles) -> tuple[Chart, Table]:
    """Return what was asked of each department, what became of it, and how much was in time."""
    period = asked.periods.now
    states = select(DEPARTMENT, tasks.c.status, func.count()).select_from(REQUESTS)
    verdicts = select(DEPARTMENT, func.count().filter(KEPT), func.count().filter(BROKEN)).select_from(
        PROMISES
    )
    found: dict[str, dict[str, int]] = {}
    for department, status, number in asked.rows(
        states.where(*requested(asked, period)).group_by(DEPARTMENT, tasks.c.status)
    ):
        found.setdefault(department, {})[status] = number
    judged = {
        row[0]: (row[1], row[2])
        for row in asked.rows(verdicts.where(*requested(asked, period)).group_by(DEPARTMENT))
    }
    rows, on_time = [], []
    departments = sorted(found, key=lambda each: titles.place(each, UNKNOWN))
    for department in departments:
        states_of, (kept, broken) = found[department], judged.get(department, (0, 0))
        done, declined = states_of.get("done", 0), states_of.get("declined", 0)
        whole = sum(states_of.values())
        numbers = (whole, done, declined, whole - done - declined, kept, broken)
        name = titles.department(department)
        rows.append(
            (said(name), said(titles.head(department)), *map(count, numbers), share(kept, kept + broken))
        )
        on_time.append(rounded(kept / (kept + broken)) if kept + broken else None)
    names = ("department", "head", "requests", "done", "declined", "open", "kept", "overdue", "on_time")
    columns = tuple(words(f"department_response_times.heading.{name}") for name in names)
    chart = Chart(
        shape="bars",
        title=words("department_response_times.on_time_chart"),
        unit="share",
        categories=tuple(titles.department(each) for each in departments),
        series=(Series(title=words("department_response_times.heading.on_time"), values=tuple(on_time)),),
    )
    return chart, Table(
        title=words("department_response_times.by_department"), columns=columns, rows=tuple(rows)
    )


def worst(asked: Asked, titles: Titles) -> Table:
    """Return the requests that were late most; those still open stand first."""
    query = (
        select(cases.c.reference, cases.c.case_id, DEPARTMENT, STEP, clocks)
        .select_from(PROMISES)
        .where(BROKEN, *requested(asked, asked.periods.now))
        .order_by(
            clocks.c.ended_at.is_(None).desc(),
            clocks.c.late_seconds.desc(),
            clocks.c.due_at,
            clocks.c.clock_id,
        )
        .limit(MOST_WORST)
    )
    rows = tuple(
        (
            said(row.reference or str(row.case_id)),
            said(titles.department(row[2])),
            said(titles.step(row[2], row[3])),
            said(clock_title(row.clock)),
            instant(row.due_at),
            instant(row.ended_at),
            seconds(None if row.ended_at is None else (row.ended_at - row.due_at).total_seconds()),
        )
        for row in asked.rows(query)
    )
    names = ("case", "department", "step", "promise", "due_at", "ended_at", "late")
    columns = tuple(words(f"department_response_times.heading.{name}") for name in names)
    return Table(title=words("department_response_times.worst"), columns=columns, rows=rows)
