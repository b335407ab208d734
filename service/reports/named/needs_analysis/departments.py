"""What departments were asked about needs: whether they assess them, and how long that takes."""

from sqlalchemy import ColumnElement, Text, cast, func, select

from service.projections.kpi.population import case
from service.projections.tasks.table import tasks
from service.reports.documents.asking import Asked
from service.reports.documents.document import Table
from service.reports.documents.words import count, said, seconds, words


def departments_table(asked: Asked, *where: ColumnElement[bool]) -> Table:
    """Return what was asked of each department about these cases of the period, and what became of it."""
    period, department = asked.periods.now, tasks.c.departments[1]
    took = func.extract("epoch", tasks.c.ended_at - tasks.c.opened_at)
    is_done, is_declined = tasks.c.status == "done", tasks.c.status == "declined"
    query = (
        select(
            department,
            func.count(),
            func.count().filter(is_done),
            func.count().filter(is_declined),
            func.percentile_cont(0.5).within_group(took).filter(is_done),
        )
        .select_from(tasks.join(case, case.c.case_key == cast(tasks.c.stream_id, Text)))
        .where(tasks.c.kind == "collaboration", *where, *asked.of(case.c.account_key))
        .where(case.c.received_at >= period.from_at, case.c.received_at < period.to_at)
        .group_by(department)
        .order_by(func.count().desc(), department)
    )
    rows = tuple(
        (
            said(asked.names.of("department", named)),
            *map(count, (whole, done, declined, whole - done - declined)),
            seconds(median),
        )
        for named, whole, done, declined, median in asked.rows(query)
    )
    names = ("department", "requests", "done", "declined", "open", "until_done")
    columns = tuple(words(f"needs_analysis.heading.{name}") for name in names)
    return Table(title=words("needs_analysis.departments"), columns=columns, rows=rows)
