"""Response, resolution, promises and satisfaction beside each other, by group (REQUIREMENTS 76)."""

from service.projections.kpi.population import Grouping
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Shown, figure_cell, headings
from service.reports.documents.document import Table, Words
from service.reports.documents.words import coded, said, words

FIGURES = {
    "received": Shown("cases_received", "count"),
    "first_response": Shown("first_response_time", "median_seconds"),
    "resolution": Shown("resolution_rate", "ratio"),
    "resolution_time": Shown("final_resolution_time", "median_seconds"),
    "reopened": Shown("reopened_cases", "ratio"),
    "attainment": Shown("clock_attainment", "ratio"),
    "satisfied": Shown("csat", "ratio"),
}
MOST = 20


def groups_table(asked: Asked, by: Grouping) -> Table:
    """Return the figures by group, those with the most cases first."""
    found = [
        (group, figures) for group, figures in asked.kpis(asked.periods.now, by).items() if group is not None
    ]
    found.sort(key=lambda each: (-(each[1]["cases_received"].count or 0), each[0]))
    rows = (
        (said(_name(asked, by, group)), *(figure_cell(figures, each) for each in FIGURES.values()))
        for group, figures in found[:MOST]
    )
    columns = headings(by, *FIGURES)
    return Table(title=words(f"service_performance.by_{by}"), columns=columns, rows=tuple(rows))


def _name(asked: Asked, by: Grouping, group: str) -> Words:
    return asked.names.of("category", group) if by == "category" else coded(by, group)
