"""Customers who are not content: in which cases, for which cause, and which department is told."""

from typing import Any

from sqlalchemy import Text, cast, func, select

from service.projections.complaints.table import complaints
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.population import case, rating
from service.reports.documents.asking import Asked
from service.reports.documents.document import Table, Words
from service.reports.documents.words import coded, count, instant, said, score, share, words

LOW_TO = 2
"""The highest CSAT score of a customer who is not content at all."""
MOST = 100
RATED = rating.join(case, case.c.case_key == rating.c.case_key).outerjoin(
    complaints, cast(complaints.c.case_id, Text) == rating.c.case_key
)
CAUSE, ROOT, DEPARTMENT = (
    func.coalesce(complaints.c[name], UNKNOWN) for name in ("cause_class", "root_code", "department")
)


def _headings(*names: str) -> tuple[Words, ...]:
    return tuple(words(f"satisfaction_analysis.heading.{name}") for name in names)


def _rated(asked: Asked) -> tuple[Any, ...]:
    """Narrow to the latest answers about cases received in the period, as the KPI does."""
    period = asked.periods.now
    return (
        rating.c.scale == "csat",
        rating.c.is_latest_of_cycle,
        case.c.received_at >= period.from_at,
        case.c.received_at < period.to_at,
        *asked.of(case.c.account_key),
    )


def departments_table(asked: Asked) -> Table:
    """Return how content customers were where a department answers for what went wrong."""
    is_low = rating.c.score <= LOW_TO
    query = (
        select(DEPARTMENT, func.count(), func.avg(rating.c.score), func.count().filter(is_low))
        .select_from(RATED)
        .where(DEPARTMENT != UNKNOWN, *_rated(asked))
        .group_by(DEPARTMENT)
        .order_by(func.count().filter(is_low).desc(), DEPARTMENT)
    )
    rows = tuple(
        (
            said(asked.names.of("department", department)),
            count(number),
            score(mean),
            count(low),
            share(low, number),
        )
        for department, number, mean, low in asked.rows(query)
    )
    columns = _headings("department", "ratings", "mean", "low", "low_share")
    return Table(title=words("satisfaction_analysis.by_department"), columns=columns, rows=rows)


def causes_table(asked: Asked, *, of_product: bool) -> Table:
    """Return the roots of what customers rated, those of the product apart (产品质量问题)."""
    is_low, is_product = rating.c.score <= LOW_TO, CAUSE == "product"
    query = (
        select(CAUSE, ROOT, func.count(), func.avg(rating.c.score), func.count().filter(is_low))
        .select_from(RATED)
        .where(is_product if of_product else ~is_product & (CAUSE != UNKNOWN), *_rated(asked))
        .group_by(CAUSE, ROOT)
        .order_by(func.count().filter(is_low).desc(), func.count().desc(), ROOT)
    )
    rows = tuple(
        (
            said(coded("cause_class", cause)),
            said(asked.names.of("root", root)),
            count(number),
            score(mean),
            count(low),
            share(low, number),
        )
        for cause, root, number, mean, low in asked.rows(query)
    )
    columns = _headings("cause", "root", "ratings", "mean", "low", "low_share")
    name = "product_causes" if of_product else "other_causes"
    return Table(title=words(f"satisfaction_analysis.{name}"), columns=columns, rows=rows)


def low_table(asked: Asked) -> Table:
    """Return the low ratings, the lowest and latest first."""
    query = (
        select(rating.c.rated_at, rating.c.score, case, CAUSE.label("cause"), DEPARTMENT.label("department"))
        .select_from(RATED)
        .where(rating.c.score <= LOW_TO, *_rated(asked))
        .order_by(rating.c.score, rating.c.rated_at.desc(), rating.c.rating_key)
        .limit(MOST)
    )
    rows = tuple(
        (
            said(row.reference or row.case_key),
            said(row.account_code),
            said(coded("kind", row.kind)),
            said(asked.names.of("category", row.category)),
            said(row.owner),
            instant(row.rated_at),
            count(row.score),
            said(coded("cause_class", row.cause)),
            said(asked.names.of("department", row.department)),
        )
        for row in asked.rows(query)
    )
    columns = _headings(
        "case", "account", "kind", "category", "owner", "rated_at", "score", "cause", "department"
    )
    return Table(title=words("satisfaction_analysis.low"), columns=columns, rows=rows)
