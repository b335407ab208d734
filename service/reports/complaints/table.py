"""The report of complaints as headings and rows of text in one language."""

from typing import NamedTuple

from service.language import Language, text
from service.language.money import amount
from service.language.share import shown_share
from service.projections.engine.mart_view import UNKNOWN
from service.reports.complaints.documents import (
    ComplaintFigures,
    ComplaintGroup,
    ComplaintReport,
    RemedyFigures,
)

NOTHING = "–"
SECONDS_AN_HOUR = 3600
_COUNTED = ("complaints", "share", "rate", "recovered", "reopenings", "hours")
_PAID = ("proposed", "rejected", "granted", "amount")


class ComplaintTable(NamedTuple):
    """A table of plain text; the first `words` columns are words, the others figures."""

    headings: list[str]
    rows: list[list[str]]
    words: int


def as_tables(report: ComplaintReport, language: Language) -> dict[str, ComplaintTable]:
    """Return the tables by the name of their title: steps, classes, roots, remedies."""
    return {
        "process_steps": _grouped(report, report.process_steps, language),
        "cause_classes": _grouped(report, report.cause_classes, language),
        "roots": _grouped(report, report.roots, language),
        "remedies": _given(report.remedies, language),
    }


def _grouped(report: ComplaintReport, groups: list[ComplaintGroup], language: Language) -> ComplaintTable:
    every = [text("report.complaints.all", language), *_told(report.total)]
    rows = [[_title(group, language), *_told(group)] for group in groups]
    return ComplaintTable(_headings(language, "group", *_COUNTED), [every, *rows], 1)


def _given(given: list[RemedyFigures], language: Language) -> ComplaintTable:
    rows = []
    for one in given:
        name = getattr(one.title, language) if one.title else one.remedy_type
        kind = (
            NOTHING
            if one.remedy_class == UNKNOWN
            else text(f"word.remedy_class.{one.remedy_class}", language)
        )
        paid = f"{amount(one.granted_amount_minor, one.currency)} {one.currency}"
        rows.append([name, kind, *(f"{n:,}" for n in (one.proposed, one.rejected, one.granted)), paid])
    return ComplaintTable(_headings(language, "remedy", "class", *_PAID), rows, 2)


def _title(group: ComplaintGroup, language: Language) -> str:
    if group.code == UNKNOWN:
        return text("report.kpi.unknown", language)
    return getattr(group.title, language) if group.title else group.code


def _told(figures: ComplaintFigures) -> list[str]:
    hours = figures.median_elapsed_seconds
    return [
        f"{figures.complaints:,}",
        NOTHING if figures.share is None else shown_share(figures.share),
        NOTHING if figures.per_thousand_cases is None else f"{figures.per_thousand_cases:,.1f}",
        f"{figures.recovered:,}",
        f"{figures.reopenings:,}",
        NOTHING if hours is None else f"{hours / SECONDS_AN_HOUR:,.1f}",
    ]


def _headings(language: Language, *names: str) -> list[str]:
    return [text(f"report.complaints.heading.{name}", language) for name in names]
