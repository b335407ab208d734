"""投诉归档分析: trend, recurrence, causes, hand-offs, cost and time of complaints, and the file itself."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from service.projections.cases.view import FACT_CASE
from service.projections.engine.mart_view import UNKNOWN
from service.reports.documents.asking import Asked
from service.reports.documents.compared import (
    COMPARED,
    compared_line,
    counted,
    counts_table,
    difference,
    headings,
)
from service.reports.documents.document import Cell, Chart, Paragraph, Period, Section, Series, Table, Words
from service.reports.documents.report import Content, Report
from service.reports.documents.trends import by_day, trend
from service.reports.documents.words import cell, coded, count, rounded, said, seconds, share, words
from service.reports.named.complaint_archive.files import complaint, file_table, in_period, remedies_table
from service.reports.named.problem_analysis.problems import REPEATED_WITHIN

case = FACT_CASE.as_table()
MOST = 15
A_THOUSAND = 1000


def build(asked: Asked) -> Content:
    """Compute the content."""
    figures = [_figures(asked, period) for period in asked.periods]
    blocks = {
        "figures": (
            Paragraph(text=words("complaint_archive.population")),
            _figures_table(figures),
            _trend(asked),
        ),
        "causes": (_causes_chart(asked), *_causes(asked)),
        "remedies": (remedies_table(asked),),
        "file": (file_table(asked),),
    }
    in_summary = ("complaints", "recurrence", "elapsed")
    return Content(
        summary=tuple(
            compared_line(asked, _figure_title(name), (figures[0][name], figures[1][name], figures[2][name]))
            for name in in_summary
        ),
        sections=tuple(
            Section(title=words(f"complaint_archive.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
    )


def _figure_title(name: str) -> Words:
    return words(f"complaint_archive.figure.{name}")


def _figures(asked: Asked, period: Period) -> dict[str, Cell]:
    row, is_handed_over = complaint.c, complaint.c.handover_count > 0
    query = select(
        func.count().label("complaints"),
        func.count().filter(_recurs()).label("recurring"),
        func.count().filter(row.is_recovered).label("recovered"),
        func.count().filter(row.status != "open").label("ended"),
        func.count().filter(row.reopen_count > 0).label("reopened"),
        func.count().filter(row.is_mass).label("mass"),
        func.count().filter(is_handed_over).label("handed_over"),
        func.coalesce(func.sum(row.handover_count), 0).label("handovers"),
        func.percentile_cont(0.5).within_group(row.elapsed_seconds).label("median"),
        func.percentile_cont(0.9).within_group(row.elapsed_seconds).label("p90"),
    )
    (found,) = asked.rows(query.select_from(complaint).where(*in_period(asked, period)))
    of_cases = (case.c.received_at >= period.from_at, case.c.received_at < period.to_at)
    received = select(func.count()).select_from(case).where(*of_cases, *asked.of(case.c.account_key))
    ((cases,),) = asked.rows(received)
    number = found.complaints
    per_case = None if not number else rounded(float(found.handovers) / number)
    return {
        "complaints": count(number),
        "rate": cell("number", rounded(number * A_THOUSAND / cases) if cases else None),
        "recurrence": share(found.recurring, number),
        "recovered": share(found.recovered, number),
        "reopened": share(found.reopened, found.ended),
        "mass": count(found.mass),
        "handed_over": share(found.handed_over, number),
        "handovers": cell("number", per_case),
        "elapsed": seconds(found.median),
        "elapsed_p90": seconds(found.p90),
    }


def _recurs() -> ColumnElement[bool]:
    """Say whether the account had complained of the same root cause shortly before."""
    earlier: Any = complaint.alias("earlier")
    return exists().where(
        earlier.c.account_key == complaint.c.account_key,
        earlier.c.case_key != complaint.c.case_key,
        earlier.c.received_at < complaint.c.received_at,
        earlier.c.received_at >= complaint.c.received_at - REPEATED_WITHIN,
        earlier.c.root_code == complaint.c.root_code,
        complaint.c.root_code != UNKNOWN,
    )


def _figures_table(figures: list[dict[str, Cell]]) -> Table:
    rows = []
    for name, now in figures[0].items():
        previous, year_before = figures[1][name], figures[2][name]
        compared = (previous, difference(now, previous), year_before, difference(now, year_before))
        rows.append((said(_figure_title(name)), now, *compared))
    columns = (words("complaint_archive.heading.figure"), *headings("now", *COMPARED))
    return Table(title=words("complaint_archive.figures"), columns=columns, rows=tuple(rows))


def _trend(asked: Asked) -> Chart:
    narrowed = asked.of(complaint.c.account_key)
    received = by_day(asked, complaint, complaint.c.received_at, *narrowed)
    recurring = by_day(asked, complaint, complaint.c.received_at, _recurs(), *narrowed)
    series = [
        (words("complaint_archive.received"), received),
        (words("complaint_archive.recurring"), recurring),
    ]
    return trend(asked, words("complaint_archive.trend"), series)


def _causes(asked: Asked) -> tuple[Table, ...]:
    named = {
        "root_code": asked.names.namer("root"),
        "process_step": asked.names.namer("step"),
        "department": asked.names.namer("department"),
        "liable": lambda code: coded("liable", code),
        "segment": lambda code: coded("segment", code),
        "channel": lambda code: coded("channel", code),
    }
    return tuple(
        counts_table(
            words(f"complaint_archive.by_{name}"),
            words(f"complaint_archive.heading.{name}"),
            counted(
                asked,
                complaint,
                complaint.c[name],
                complaint.c.received_at,
                *asked.of(complaint.c.account_key),
            ),
            name_of,
            most=MOST,
        )
        for name, name_of in named.items()
    )


def _causes_chart(asked: Asked) -> Chart:
    of_account = asked.of(complaint.c.account_key)
    now, previous, _ = counted(asked, complaint, complaint.c.root_code, complaint.c.received_at, *of_account)
    codes = sorted(now, key=lambda code: (-now[code], code))[:MOST]
    return Chart(
        shape="bars",
        title=words("complaint_archive.roots_chart"),
        unit="count",
        categories=tuple(asked.names.of("root", code) for code in codes),
        series=tuple(
            Series(title=words(f"heading.{name}"), values=tuple(found.get(code, 0) for code in codes))
            for name, found in (("now", now), ("previous", previous))
        ),
    )


COMPLAINT_ARCHIVE = Report(slug="complaint-archive", cadence="monthly", build=build)
