"""The KPI report as headings and rows of text in one language, times in the unit that people would use."""

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from service.language import Language, text
from service.language.share import shown_share
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Figures
from service.projections.kpi.registry import KPIS
from service.reports.kpis.explanation import KpiExplanation
from service.reports.kpis.report import KpiGroup, KpiReport

COUNTED = ("count", "hits", "value")
TIMED = ("count", "median", "p90", "mean", "total")
NOTHING = "–"
ABOUT = "≈ "
"""Stands before medians and percentiles that come of a histogram."""
UNITS = (("minutes", 60, 100 * 60), ("hours", 3600, 48 * 3600), ("days", 86_400, float("inf")))
"""Unit, its seconds, and the seconds below which it is used."""


class KpiTable(NamedTuple):
    """A table of plain text: every row is as long as the headings. The first `words` columns are words."""

    headings: list[str]
    rows: list[list[str]]
    words: int


def as_tables(report: KpiReport, language: Language) -> tuple[KpiTable, KpiTable]:
    """Return what is counted and what is timed: one row per group and KPI, narrow enough for a terminal.

    The column of groups is left out where nothing is grouped by.
    """
    timed = {kpi.slug for kpi in KPIS if kpi.unit == "seconds"}
    counted = {kpi.slug for kpi in KPIS} - timed
    return _table(report, language, counted, COUNTED), _table(report, language, timed, TIMED)


def _table(report: KpiReport, language: Language, slugs: set[str], columns: Sequence[str]) -> KpiTable:
    words = ("group", "title") if report.by else ("title",)
    headings = [text(f"report.kpi.heading.{name}", language) for name in (*words, *columns)]
    rows = []
    for group in (report.total, *report.groups):
        for slug in (slug for slug in group.figures if slug in slugs):
            values = _values(group.figures[slug], language)
            title = text(f"kpi.{slug}.title", language)
            before = [group_title(group, language)] if report.by else []
            rows.append([*before, title, *(values[name] for name in columns)])
    return KpiTable(headings, rows, len(words))


def group_title(group: KpiGroup, language: Language) -> str:
    """Return what a group is called; the values themselves are codes and stay as they are."""
    if group.group is None:
        return text("report.kpi.all", language)
    return text("report.kpi.unknown", language) if group.group == UNKNOWN else group.group


def _values(figures: Figures, language: Language) -> dict[str, str]:
    about = ABOUT if figures.is_approximate and figures.median_seconds is not None else ""
    share = None if figures.hits is None or figures.ratio is None else shown_share(figures.ratio)
    return {
        "count": NOTHING if figures.count is None else f"{figures.count:,}",
        "hits": NOTHING if share is None else f"{figures.hits:,} ({share})",
        "value": _value(figures.mean_score, figures.total_minor),
        "median": f"{about}{shown_duration(figures.median_seconds, language)}",
        "p90": f"{about}{shown_duration(figures.p90_seconds, language)}",
        "mean": shown_duration(figures.mean_seconds, language),
        "total": shown_duration(figures.total_seconds, language),
    }


def _value(score: float | None, amount_minor: int | None) -> str:
    if amount_minor is not None:
        return f"{amount_minor / 100:,.2f}"
    return NOTHING if score is None else f"{score:.2f}"


def rows_as_table(explanation: KpiExplanation, language: Language, zone: ZoneInfo) -> KpiTable:
    """Return the rows behind a figure: when, which, what each adds."""
    columns = ("at", "row", "case_id", "count", "hits", "value")
    headings = [text(f"report.kpi.heading.{name}", language) for name in columns]
    rows = []
    for row in explanation.items:
        seconds = None if row.seconds is None else shown_duration(row.seconds, language)
        rows.append(
            [
                f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}",
                row.row_id,
                str(row.case_id or NOTHING),
                str(row.counts),
                NOTHING if row.hits is None else str(row.hits),
                seconds or _value(row.score, row.amount_minor),
            ]
        )
    return KpiTable(headings, rows, 3)


def shown_duration(seconds: float | None, language: Language) -> str:
    """Return a duration in the unit that people would use."""
    if seconds is None:
        return NOTHING
    name, length = next((name, length) for name, length, limit in UNITS if seconds < limit)
    return f"{seconds / length:,.1f} {text(f'report.kpi.time.{name}', language)}"
