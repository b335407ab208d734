"""回访总结报告: what the revisits of a period were to be, were, and brought."""

from service.reports.documents.asking import Asked
from service.reports.documents.compared import COMPARED, headings
from service.reports.documents.document import Section, Table
from service.reports.documents.report import Content, Report
from service.reports.documents.words import change, count, said, words
from service.reports.named.revisit_records.report import revisits_of, summary_lines
from service.reports.named.revisit_summary.tables import (
    coverage_table,
    departments_table,
    occasions,
    plan_table,
    wishes_table,
)
from service.reports.revisits.summary import RevisitSummary, summary_of


def build(asked: Asked) -> Content:
    """Compute the content."""
    found = [revisits_of(asked, period) for period in asked.periods]
    summaries = [summary_of(each) for each in found]
    blocks = {
        "figures": (_figures(summaries), plan_table(asked)),
        "coverage": (*occasions(found[0]), coverage_table(asked, found[0])),
        "feedback": (departments_table(asked, found[0]), wishes_table(asked, found[0])),
    }
    return Content(
        summary=summary_lines(asked, summaries),
        sections=tuple(
            Section(title=words(f"revisit_summary.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
    )


def _figures(summaries: list[RevisitSummary]) -> Table:
    rows = []
    for name in RevisitSummary.model_fields:
        now, previous, year_before = (getattr(each, name) for each in summaries)
        compared = (count(previous), change(now, previous), count(year_before), change(now, year_before))
        rows.append((said(words(f"revisit_summary.figure.{name}")), count(now), *compared))
    columns = (words("revisit_summary.heading.figure"), *headings("now", *COMPARED))
    return Table(title=words("revisit_summary.figures"), columns=columns, rows=tuple(rows))


REVISIT_SUMMARY = Report(slug="revisit-summary", cadence="monthly", build=build, shows_words=True)
