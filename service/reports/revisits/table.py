"""回访记录表 as headings and rows of text in one language."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from service.domain.case.record.revisits import RoutedFeedback
from service.domain.clocks.policy import Title
from service.language import Language, text
from service.reports.revisits.records import RevisitRecord
from service.reports.revisits.summary import RevisitSummary

HEADINGS = ("when", "account", "case", "channel", "occasion", "reached", "answers", "outcome", "routed_to")
SECONDS_A_MINUTE = 60


class RevisitTable(NamedTuple):
    """A table of plain text."""

    headings: list[str]
    rows: list[list[str]]


def as_table(records: Sequence[RevisitRecord], language: Language, zone: tzinfo) -> RevisitTable:
    """Return one row per revisit, instants in `zone`."""
    headings = [text(f"report.revisits.heading.{name}", language) for name in HEADINGS]
    return RevisitTable(headings, [_row(record, language, zone) for record in records])


def summary_line(summary: RevisitSummary, language: Language) -> str:
    """Return the numbers as a sentence."""
    return text("report.revisits.summary", language, **summary.model_dump())


def _row(record: RevisitRecord, language: Language, zone: tzinfo) -> list[str]:
    return [
        f"{record.occurred_at.astimezone(zone):%Y-%m-%d %H:%M}",
        record.account_code or "",
        record.reference or str(record.case_id or ""),
        text(f"word.channel.{record.channel}", language),
        _in(record.title, language) or record.template or _visit(record, language),
        _reached(record, language),
        _answers(record, language),
        record.outcome or "",
        ", ".join(_routed(one) for one in record.routed_to),
    ]


def _visit(record: RevisitRecord, language: Language) -> str:
    return "" if record.kind is None else text(f"word.visit_kind.{record.kind}", language)


def _routed(one: RoutedFeedback) -> str:
    return f"{one.department} ({one.head})" if one.head else one.department


def _reached(record: RevisitRecord, language: Language) -> str:
    word = text(f"report.revisits.{'reached' if record.reached else 'not_reached'}", language)
    if record.duration_seconds is None:
        return word
    minutes = f"{record.duration_seconds / SECONDS_A_MINUTE:,.0f}"
    lasted = "too_long" if record.is_too_long else "lasted"
    return f"{word}, {text(f'report.revisits.{lasted}', language, minutes=minutes)}"


def _answers(record: RevisitRecord, language: Language) -> str:
    """Return what was asked and said, then what was said besides the questions."""
    said = [f"{_in(one.title, language) or one.question} {one.answer}" for one in record.answers]
    others = ("usage", "experience", "satisfaction", "suggestions", "new_needs")
    said += [
        f"{text(f'report.revisits.{name}', language)} {value}"
        for name in others
        if (value := getattr(record, name))
    ]
    return "\n".join(said)


def _in(title: Title | None, language: Language) -> str | None:
    return None if title is None else (title.zh if language == "zh" else title.en)
