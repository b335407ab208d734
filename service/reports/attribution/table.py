"""The report of late time as headings and rows of text in one language, in minutes."""

from typing import NamedTuple

from service.language import Language, text
from service.reports.attribution.documents import UNKNOWN, AttributionGroup, AttributionReport

SECONDS_A_MINUTE = 60


class AttributionTable(NamedTuple):
    """A table of plain text; the first `words` columns are words, the others figures."""

    headings: list[str]
    rows: list[list[str]]
    words: int


def as_tables(report: AttributionReport, language: Language) -> tuple[AttributionTable, AttributionTable]:
    """Return whose the late time is, and the pauses held although the customer had answered."""
    groups = [report.total, *report.groups]
    late = [row for group in groups for row in _late(group, report, language)]
    held = [
        [
            *_group(group, report, language),
            f"{group.held_pauses:,}",
            *_figures(group.held_seconds, group.held_cases),
        ]
        for group in groups
    ]
    before = ("group",) if report.by else ()
    return (
        AttributionTable(_headings(language, *before, "holder", "minutes", "cases"), late, len(before) + 1),
        AttributionTable(_headings(language, *before, "held_pauses", "minutes", "cases"), held, len(before)),
    )


def _late(group: AttributionGroup, report: AttributionReport, language: Language) -> list[list[str]]:
    """Return the late time of a group in all, then of each who held it up."""
    name = _group(group, report, language)
    all_late = text("report.attribution.all_late", language, clocks=f"{group.late_clocks:,}")
    rows = [[*name, all_late, *_figures(group.late_seconds, group.late_cases)]]
    for share in group.holders:
        holder = text(f"clock.holder.{share.holder}", language, who=share.who or "")
        rows.append([*name, holder, *_figures(share.seconds, share.cases)])
    return rows


def _group(group: AttributionGroup, report: AttributionReport, language: Language) -> list[str]:
    if report.by is None:
        return []
    if group.group is None:
        return [text("report.attribution.all", language)]
    if group.group == UNKNOWN:
        return [text("report.kpi.unknown", language)]
    return [text(f"word.segment.{group.group}", language) if report.by == "segment" else group.group]


def _figures(seconds: int, cases: int) -> list[str]:
    return [f"{seconds / SECONDS_A_MINUTE:,.1f}", f"{cases:,}"]


def _headings(language: Language, *names: str) -> list[str]:
    return [text(f"report.attribution.heading.{name}", language) for name in names]
