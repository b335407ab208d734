"""The KPI report as headings and rows of text in one language. Time is shown in minutes."""

from collections.abc import Iterator
from typing import NamedTuple

from service.language import Language, text
from service.projections.kpi.definition import Figures
from service.projections.mart_views import UNKNOWN
from service.reports.kpi import KpiGroup, KpiReport

COLUMNS = ("count", "hits", "ratio", "median", "p90", "mean", "total", "score")
NOTHING = "–"
SECONDS_A_MINUTE = 60


class KpiTable(NamedTuple):
    """A table of plain text: every row is as long as the headings."""

    headings: list[str]
    rows: list[list[str]]


def as_table(report: KpiReport, language: Language) -> KpiTable:
    """Return one row per group and KPI; the column of groups is left out where nothing is grouped by."""
    names = ("group", "title", *COLUMNS) if report.by else ("title", *COLUMNS)
    headings = [text(f"report.kpi.heading.{name}", language) for name in names]
    rows: list[list[str]] = []
    for group in (report.total, *report.groups):
        before = [group_title(group, language)] if report.by else []
        rows += [[*before, *row] for row in _rows(group, language)]
    return KpiTable(headings, rows)


def group_title(group: KpiGroup, language: Language) -> str:
    """Return what a group is called; the values themselves are codes and stay as they are."""
    if group.group is None:
        return text("report.kpi.all", language)
    return text("report.kpi.unknown", language) if group.group == UNKNOWN else group.group


def _rows(group: KpiGroup, language: Language) -> Iterator[list[str]]:
    for slug, figures in group.figures.items():
        yield [text(f"kpi.{slug}.title", language), *_cells(figures)]


def _cells(figures: Figures) -> list[str]:
    return [
        _whole(figures.count),
        _whole(figures.hits),
        NOTHING if figures.ratio is None else f"{figures.ratio:.1%}",
        _minutes(figures.median_seconds),
        _minutes(figures.p90_seconds),
        _minutes(figures.mean_seconds),
        _minutes(figures.total_seconds),
        NOTHING if figures.mean_score is None else f"{figures.mean_score:.2f}",
    ]


def _whole(number: int | None) -> str:
    return NOTHING if number is None else f"{number:,}"


def _minutes(seconds: float | None) -> str:
    return NOTHING if seconds is None else f"{seconds / SECONDS_A_MINUTE:,.1f}"
