"""The report of retention as headings and rows of text in one language: a row of each tier, and of all."""

from typing import NamedTuple

from service.domain.account.health.retention import RetentionFigures
from service.language import Language, text
from service.language.share import shown_share
from service.reports.retention.documents import RetentionReport

NOTHING = "–"
STAYED = ("customers", "kept", "closed", "gone_silent", "retention_rate", "moved_up", "moved_down")
BOUGHT = ("buyers", "repeat_buyers", "buyers_before", "bought_again", "repurchase_rate")
WOKEN = ("silences", "woken", "woken_after_play", "wake_rate", "wake_rate_after_play")
TREATED = ("treated", "treated_moved_up")


class RetentionTable(NamedTuple):
    """A table of plain text; the first `words` columns are words, the others figures."""

    headings: list[str]
    rows: list[list[str]]
    words: int


def as_tables(report: RetentionReport, language: Language) -> dict[str, RetentionTable]:
    """Return the tables by the name of their title: stayed, bought, woken, treated."""
    named = {"stayed": STAYED, "bought": BOUGHT, "woken": WOKEN, "treated": TREATED}
    return {name: _table(report, columns, language) for name, columns in named.items()}


def _table(report: RetentionReport, columns: tuple[str, ...], language: Language) -> RetentionTable:
    headings = [text(f"report.retention.heading.{name}", language) for name in ("segment", *columns)]
    tiers = [
        [text(f"word.segment.{one.segment}", language), *_told(one.figures, columns)]
        for one in report.segments
    ]
    every = [text("report.retention.all", language), *_told(report.total, columns)]
    return RetentionTable(headings, [*tiers, every], 1)


def _told(figures: RetentionFigures, columns: tuple[str, ...]) -> list[str]:
    return [_shown(name, getattr(figures, name)) for name in columns]


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return NOTHING
    return shown_share(value) if "rate" in name else f"{value:,}"
