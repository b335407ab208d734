"""How long work takes: by stage, and by class beside its target."""

from sqlalchemy import func, select

from service.domain.guidelines.usual_times import UsualTimes
from service.domain.vocabulary import ResponseClass
from service.projections.kpi.population import case
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Shown, headings, overview
from service.reports.documents.document import Table
from service.reports.documents.words import coded, count, said, seconds, share, words

STAGES = ("reception", "diagnosis", "planning", "execution", "feedback")


def stages_table(asked: Asked) -> Table:
    """Return the time of the five stages (REQUIREMENTS 52)."""
    shown = (
        Shown(f"{stage}_time", figure) for stage in STAGES for figure in ("median_seconds", "p90_seconds")
    )
    return overview(asked, words("service_performance.stages"), shown)


def handling_time_table(asked: Asked) -> Table:
    """Return the time to the last resolution by class, beside its target (REQUIREMENTS 80)."""
    period, took = asked.periods.now, case.c.final_resolution_seconds
    query = (
        select(
            case.c.response_class,
            func.count(took).label("resolved"),
            func.percentile_cont(0.5).within_group(took).label("median"),
            func.percentile_cont(0.9).within_group(took).label("p90"),
            func.avg(took).label("mean"),
            func.array_agg(took).filter(took.is_not(None)).label("times"),
        )
        .where(case.c.received_at >= period.from_at, case.c.received_at < period.to_at)
        .where(case.c.status != "open")
        .where(*asked.of(case.c.account_key))
        .group_by(case.c.response_class)
    )
    found = {row.response_class: row for row in asked.rows(query) if row.resolved}
    targets = asked.guideline(UsualTimes)
    rows = []
    for each in (*ResponseClass, "unknown"):
        if (row := found.get(str(each))) is None:
            continue
        target = targets.of(each) if targets and isinstance(each, ResponseClass) else None
        limit = None if target is None else target.resolution_seconds
        within = None if limit is None else sum(time <= limit for time in row.times)
        times = (seconds(row.median), seconds(row.p90), seconds(row.mean), seconds(limit))
        name = said(coded("response_class", str(each)))
        rows.append((name, count(row.resolved), *times, share(within, row.resolved)))
    columns = headings("response_class", "resolved", "median", "p90", "mean", "target", "within_target")
    return Table(title=words("service_performance.handling_times"), columns=columns, rows=tuple(rows))
