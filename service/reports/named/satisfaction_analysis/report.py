"""满意度统计分析报告: how content customers are, where they are not, and who is told."""

from service.projections.kpi.population import Grouping, case, rating
from service.projections.kpi.satisfaction import SATISFIED_FROM
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Shown, figure_cell, line, overview
from service.reports.documents.document import Chart, Paragraph, Section, Table
from service.reports.documents.report import Content, Report
from service.reports.documents.trends import by_day, trend
from service.reports.documents.words import coded, said, words
from service.reports.named.satisfaction_analysis.low_ratings import causes_table, departments_table, low_table
from service.reports.named.service_performance.ratings import scores_chart

FIGURES = (
    Shown("csat", "count"),
    Shown("csat", "ratio"),
    Shown("csat", "mean_score"),
    Shown("nps", "count"),
    Shown("nps", "mean_score"),
    Shown("ces", "count"),
    Shown("ces", "ratio"),
    Shown("survey_response_rate", "count"),
    Shown("survey_response_rate", "ratio"),
)
IN_SUMMARY = (Shown("csat", "ratio"), Shown("nps", "mean_score"), Shown("survey_response_rate", "ratio"))
GROUPED_BY: tuple[Grouping, ...] = ("segment", "channel", "category", "owner")
BESIDE = {
    "ratings": Shown("csat", "count"),
    "satisfied": Shown("csat", "ratio"),
    "mean": Shown("csat", "mean_score"),
    "nps": Shown("nps", "mean_score"),
    "received": Shown("cases_received", "count"),
}
MOST = 20


def build(asked: Asked) -> Content:
    """Compute the content."""
    blocks = {
        "figures": (
            Paragraph(text=words("satisfaction_analysis.distribution")),
            overview(asked, words("satisfaction_analysis.figures"), FIGURES),
            scores_chart(asked),
            _trend(asked),
        ),
        "groups": tuple(_by(asked, by) for by in GROUPED_BY),
        "causes": (
            departments_table(asked),
            causes_table(asked, of_product=True),
            causes_table(asked, of_product=False),
        ),
        "low": (low_table(asked),),
    }
    return Content(
        summary=tuple(line(asked, each) for each in IN_SUMMARY),
        sections=tuple(
            Section(title=words(f"satisfaction_analysis.section.{name}"), blocks=each)
            for name, each in blocks.items()
        ),
        kpis=("csat", "nps", "ces", "survey_response_rate"),
    )


def _trend(asked: Asked) -> Chart:
    rated = rating.join(case, case.c.case_key == rating.c.case_key)
    latest = (rating.c.scale == "csat", rating.c.is_latest_of_cycle, *asked.of(case.c.account_key))
    named = (
        ("satisfied", rating.c.score >= SATISFIED_FROM),
        ("not_satisfied", rating.c.score < SATISFIED_FROM),
    )
    series = [
        (words(f"satisfaction_analysis.{name}"), by_day(asked, rated, case.c.received_at, condition, *latest))
        for name, condition in named
    ]
    return trend(asked, words("satisfaction_analysis.trend"), series)


def _by(asked: Asked, by: Grouping) -> Table:
    groups = [
        (str(group), found) for group, found in asked.kpis(asked.periods.now, by).items() if group is not None
    ]
    rated = [each for each in groups if each[1]["csat"].count]
    rated.sort(key=lambda each: (each[1]["csat"].ratio or 0, each[0]))
    rows = tuple(
        (
            said(asked.names.of("category", group) if by == "category" else coded(by, group)),
            *(figure_cell(found, each) for each in BESIDE.values()),
        )
        for group, found in rated[:MOST]
    )
    columns = (words(f"heading.{by}"), *(words(f"satisfaction_analysis.heading.{name}") for name in BESIDE))
    return Table(title=words(f"satisfaction_analysis.by_{by}"), columns=columns, rows=rows)


SATISFACTION_ANALYSIS = Report(slug="satisfaction-analysis", cadence="monthly", build=build)
