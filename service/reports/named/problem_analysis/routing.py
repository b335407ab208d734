"""What each department gets of the report: product problems for research, the others for SOP and scripts."""

from collections.abc import Iterator

from sqlalchemy import Text, cast, func, select

from service.projections.cases.table import cases
from service.reports.documents.asking import Asked
from service.reports.documents.document import Table
from service.reports.documents.words import count, said, words
from service.reports.named.problem_analysis.problems import (
    CLASS,
    PROBLEMS,
    ROOT,
    STEP,
    ProblemClass,
    are_problems,
)

MOST_REFERENCES = 8
HEADINGS = ("root", "step", "number", "open", "accounts", "cases")


def routed_tables(asked: Asked) -> Iterator[Table]:
    """Yield a list for each class: what it came from, where, how often, and in which cases."""
    period, number = asked.periods.now, func.count()
    query = (
        select(
            CLASS.label("class"),
            ROOT.label("root"),
            STEP.label("step"),
            number.label("number"),
            func.count().filter(cases.c.status == "open").label("open"),
            func.count(cases.c.account_id.distinct()).label("accounts"),
            func.array_agg(func.coalesce(cases.c.reference, cast(cases.c.case_id, Text))).label("cases"),
        )
        .select_from(PROBLEMS)
        .where(
            cases.c.received_at >= period.from_at, cases.c.received_at < period.to_at, *are_problems(asked)
        )
        .group_by(CLASS, ROOT, STEP)
        .order_by(number.desc(), ROOT, STEP)
    )
    found = asked.rows(query)
    columns = tuple(words(f"problem_analysis.heading.{name}") for name in HEADINGS)
    for each in ProblemClass:
        rows = tuple(
            (
                said(asked.names.of("root", row.root)),
                said(asked.names.of("step", row.step)),
                count(row.number),
                count(row.open),
                count(row.accounts),
                said(_some(row.cases)),
            )
            for row in found
            if row[0] == each
        )
        yield Table(title=words(f"problem_analysis.routed.{each}"), columns=columns, rows=rows)


def _some(references: list[str]) -> str:
    shown = ", ".join(sorted(references)[:MOST_REFERENCES])
    return f"{shown}, …" if len(references) > MOST_REFERENCES else shown
