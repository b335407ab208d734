"""A document as a page to be printed; the PDF is made of it."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from service.language import Language, text
from service.reports.documents.charts import as_svg
from service.reports.documents.cover import cover_of, definition_lines
from service.reports.documents.document import ReportDocument, Table
from service.reports.documents.shown import shown
from service.reports.documents.words import spoken

TEMPLATES = Path(__file__).parent / "templates"
FAMILY = "'Casebook Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
"""The font that comes with the program first; the others have the rare characters that it lacks."""

WORDS = frozenset({"text", "instant", "day"})
"""Kinds of cells that stand at the left."""


def as_html(document: ReportDocument, language: Language) -> bytes:
    """Return the page. It loads nothing from anywhere."""
    zone = ZoneInfo(document.zone)
    page = _template().render(
        document=document,
        language=language,
        style=Markup(_style(spoken(document.title, language))),  # noqa: S704  ours, the title escaped for CSS
        cover=cover_of(document, language),
        definitions=definition_lines(document, language),
        WORDS=WORDS,
        is_figure=_is_figure,
        said=lambda words: spoken(words, language),
        shown=lambda cell: shown(cell, language, zone),
        words=lambda name: text(f"document.{name}", language),
        chart=lambda chart: Markup(as_svg(chart, language, FAMILY, zone)),  # noqa: S704  it escapes its words
    )
    return page.encode()


def _is_figure(table: Table, column: int) -> bool:
    return all(row[column].kind not in WORDS for row in table.rows)


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("document.html")


def _style(title: str) -> str:
    style = (TEMPLATES / "print.css").read_text(encoding="utf-8")
    return style.replace("@TITLE@", title).replace("@FAMILY@", FAMILY)
