"""The improvements (整改措施) that were agreed or still to be done in the period."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from service.projections.cases.table import cases
from service.projections.engine.mart_view import UNKNOWN
from service.projections.improvements import improvements
from service.reports.documents.asking import Asked
from service.reports.documents.document import Table, Words
from service.reports.documents.words import instant, said, words

HEADINGS = ("case", "step", "owner", "agreed_at", "due_at", "completed_at", "state")


def improvements_table(asked: Asked) -> Table:
    """Return who does what by when, and whether it helped, as it was at the end of the period."""
    period = asked.periods.now
    query = (
        select(improvements, cases.c.reference)
        .join(cases, cases.c.case_id == improvements.c.case_id)
        .where(improvements.c.agreed_at < period.to_at)
        .where(improvements.c.completed_at.is_(None) | (improvements.c.completed_at >= period.from_at))
        .order_by(improvements.c.due_at, improvements.c.action_id)
    )
    if asked.account_id is not None:
        query = query.where(cases.c.account_id == asked.account_id)
    rows = tuple(
        (
            said(row.reference or str(row.case_id)),
            said(asked.names.of("step", row.process_step or UNKNOWN)),
            said(row.owner),
            instant(row.agreed_at),
            instant(row.due_at),
            instant(_done_at(row, period.to_at)),
            said(_state(row, period.to_at)),
        )
        for row in asked.rows(query)
    )
    columns = tuple(words(f"problem_analysis.heading.{name}") for name in HEADINGS)
    return Table(title=words("problem_analysis.improvements"), columns=columns, rows=rows)


def _done_at(row: Any, end_at: datetime) -> datetime | None:
    return row.completed_at if row.completed_at is not None and row.completed_at < end_at else None


def _state(row: Any, end_at: datetime) -> Words:
    if _done_at(row, end_at) is None:
        return words(f"problem_analysis.state.{'overdue' if row.due_at < end_at else 'running'}")
    helped = {None: "done", True: "effective", False: "ineffective"}[row.is_effective]
    return words(f"problem_analysis.state.{helped}")
