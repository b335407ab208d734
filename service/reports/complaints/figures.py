"""The report of complaints computed from the views of the mart. Takes a synchronous connection."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, TableClause, func, select, text

from service.domain.clocks.policy import Title
from service.domain.complaint_vocabulary import CauseClass
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.remedies import RemedyCatalogue
from service.language import text as said
from service.projections.cases.view import FACT_CASE
from service.projections.complaints.view import COMPLAINTS
from service.projections.engine.checkpoints import projection_position
from service.projections.remedies import V1_REMEDIES
from service.reports.complaints.documents import (
    ComplaintFigures,
    ComplaintGroup,
    ComplaintQuery,
    ComplaintReport,
    RemedyFigures,
)

_case = FACT_CASE.as_table()
_complaint = COMPLAINTS.as_table()
_remedy = V1_REMEDIES.as_table()
Titles = Mapping[str, Title]


def complaint_report(
    connection: Connection,
    query: ComplaintQuery,
    causes: CauseCatalogue | None,
    catalogue: RemedyCatalogue | None,
) -> ComplaintReport:
    """Compute the report, all its figures of one moment: no transaction may have begun on the connection.

    The catalogues give the titles.
    """
    connection.execute(text("set transaction isolation level repeatable read"))
    cases = connection.execute(_received(select(func.count()), _case, query)).scalar_one()
    total = connection.execute(_received(select(*_figures()), _complaint, query)).mappings().one()
    whole = _counted(total, total["complaints"], cases)
    classes = {str(each): _word(f"word.cause_class.{each}") for each in CauseClass}
    steps = {one.process_step: one.title for one in causes.process_steps} if causes else {}
    roots = {one.root_code: one.title for one in causes.roots} if causes else {}
    return ComplaintReport(
        from_at=query.from_at,
        to_at=query.to_at,
        position=projection_position(connection),
        cases=cases,
        total=ComplaintFigures(**whole),
        process_steps=_groups(connection, query, "process_step", steps, (whole["complaints"], cases)),
        cause_classes=_groups(connection, query, "cause_class", classes, (whole["complaints"], cases)),
        roots=_groups(connection, query, "root_code", roots, (whole["complaints"], cases)),
        remedies=_remedies(connection, query, catalogue),
    )


def _word(key: str) -> Title:
    return Title(zh=said(key, "zh"), en=said(key, "en"))


def _received(page: Select[Any], of: TableClause, query: ComplaintQuery) -> Select[Any]:
    page = page.select_from(of)
    if query.from_at is not None:
        page = page.where(of.c.received_at >= query.from_at)
    if query.to_at is not None:
        page = page.where(of.c.received_at < query.to_at)
    return page


def _figures() -> tuple[ColumnElement[Any], ...]:
    row = _complaint.c
    return (
        func.count().label("complaints"),
        func.count().filter(row.status == "closed").label("closed"),
        func.count().filter(row.is_recovered).label("recovered"),
        func.coalesce(func.sum(row.reopen_count), 0).label("reopenings"),
        func.coalesce(func.sum(row.handover_count), 0).label("handovers"),
        func.percentile_cont(0.5).within_group(row.elapsed_seconds).label("median_elapsed_seconds"),
    )


def _counted(row: RowMapping, complaints: int, cases: int) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ComplaintFigures.model_fields if name in row},
        "share": row["complaints"] / complaints if complaints else None,
        "per_thousand_cases": row["complaints"] * 1000 / cases if cases else None,
    }


def _groups(
    connection: Connection, query: ComplaintQuery, by: str, titles: Titles, of: tuple[int, int]
) -> list[ComplaintGroup]:
    code = _complaint.c[by]
    page = _received(select(code.label("code"), *_figures()), _complaint, query)
    page = page.group_by(code).order_by(func.count().desc(), code)
    return [
        ComplaintGroup(code=row["code"], title=titles.get(row["code"]), **_counted(row, *of))
        for row in connection.execute(page).mappings()
    ]


def _remedies(
    connection: Connection, query: ComplaintQuery, catalogue: RemedyCatalogue | None
) -> list[RemedyFigures]:
    """Count by kind and currency: amounts of different currencies are never added up."""
    row = _remedy.c
    is_granted = row.status == "granted"
    kinds = (row.remedy_type, row.remedy_class, row.currency)
    in_period = _received(select(_complaint.c.case_key), _complaint, query)
    page = (
        select(
            *kinds,
            func.count().label("proposed"),
            func.count().filter(row.status == "rejected").label("rejected"),
            func.count().filter(is_granted).label("granted"),
            func.coalesce(func.sum(row.amount_minor).filter(is_granted), 0).label("granted_amount_minor"),
        )
        .where(row.case_key.in_(in_period))
        .group_by(*kinds)
        .order_by(*kinds)
    )
    titles = {one.remedy_type: one.title for one in catalogue.remedies} if catalogue else {}
    return [
        RemedyFigures(title=titles.get(found["remedy_type"]), **found)
        for found in connection.execute(page).mappings()
    ]
