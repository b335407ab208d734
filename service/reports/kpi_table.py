"""The KPI report as headings and rows of text in one language, times in the unit that people would use."""

from collections.abc import Iterator
from typing import NamedTuple

from service.language import Language, text
from service.projections.kpi.definition import Figures
from service.projections.mart_views import UNKNOWN
from service.reports.kpi import KpiGroup, KpiReport

COLUMNS = ("count", "hits", "median", "p90", "mean", "total", "score")
NOTHING = "–"
UNITS = (("minutes", 60, 100 * 60), ("hours", 3600, 48 * 3600), ("days", 86_400, float("inf")))
"""Unit, its seconds, and the seconds below which it is used."""


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
        yield [text(f"kpi.{slug}.title", language), *_cells(figures, language)]


def _cells(figures: Figures, language: Language) -> list[str]:
    return [
        NOTHING if figures.count is None else f"{figures.count:,}",
        NOTHING
        if figures.hits is None or figures.ratio is None
        else f"{figures.hits:,} ({figures.ratio:.1%})",
        _duration(figures.median_seconds, language),
        _duration(figures.p90_seconds, language),
        _duration(figures.mean_seconds, language),
        _duration(figures.total_seconds, language),
        NOTHING if figures.mean_score is None else f"{figures.mean_score:.2f}",
    ]


def _duration(seconds: float | None, language: Language) -> str:
    if seconds is None:
        return NOTHING
    name, length = next((name, length) for name, length, limit in UNITS if seconds < limit)
    return f"{seconds / length:,.1f} {text(f'report.kpi.time.{name}', language)}"
