"""Words and cells of a document, made from the catalogue and from figures. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from service.domain.clocks.policy import Title
from service.language import Language, MissingTextError, text
from service.language.money import amount
from service.projections.engine.mart_view import UNKNOWN
from service.reports.documents.document import Cell, CellKind, Words

NOTHING = "–"


def words(key: str, **values: object) -> Words:
    """Return a text of the catalogue in both languages; values that are words fill each in its own."""
    return in_both(f"document.{key}", **values)


def in_both(key: str, **values: object) -> Words:
    """Return any text of the catalogue in both languages."""
    zh, en = (text(key, language, **_in(values, language)) for language in ("zh", "en"))
    return Words(zh=zh, en=en)


def _in(values: dict[str, object], language: Language) -> dict[str, object]:
    return {
        name: spoken(value, language) if isinstance(value, Words) else value for name, value in values.items()
    }


def spoken(said: Words, language: Language) -> str:
    """Return words in a language."""
    return said.zh if language == "zh" else said.en


def plain(said: str) -> Words:
    """Return what is the same in both languages, such as a staff id."""
    return Words(zh=said, en=said)


def titled(title: Title | None, code: str) -> Words:
    """Return the title of a catalogue, or the code where it has none."""
    return Words(zh=title.zh, en=title.en) if title else unknown_or(code)


def unknown_or(code: str | None) -> Words:
    """Return a code as it is, or in words that it is not known."""
    return in_both("report.kpi.unknown") if code in {None, UNKNOWN} else plain(str(code))


def coded(kind: str, code: str | None) -> Words:
    """Return what a word of a closed list is called, e.g. `coded("channel", "phone")`."""
    try:
        return in_both(f"word.{kind}.{code}")
    except MissingTextError:
        return unknown_or(code)


def joined(parts: Iterable[Words], between: str = ", ") -> Words:
    """Return several words as one."""
    every = list(parts)
    zh, en = (between.join(spoken(each, language) for each in every) for language in ("zh", "en"))
    return Words(zh=zh, en=en)


def cell(kind: CellKind, value: float | None) -> Cell:
    """Return a figure."""
    return Cell(kind=kind, value=value)


def said(what: Words | str | None) -> Cell:
    """Return words as a cell."""
    return Cell(kind="text", value=plain(what) if isinstance(what, str) else what)


def count(number: int | None) -> Cell:
    """Return a number of things."""
    return cell("count", number)


def share(part: float | None, whole: float | None) -> Cell:
    """Return a part of a whole; nothing where there is no whole."""
    return cell("share", rounded(part / whole) if part is not None and whole else None)


def score(mean: float | None) -> Cell:
    """Return a mean of scores."""
    return cell("score", None if mean is None else rounded(mean))


def seconds(duration: float | None) -> Cell:
    """Return a duration."""
    return cell("seconds", None if duration is None else round(duration))


def instant(at: datetime | None) -> Cell:
    """Return a time."""
    return Cell(kind="instant", value=None if at is None else at.astimezone(UTC).isoformat())


def day(of: date) -> Cell:
    """Return a calendar day."""
    return Cell(kind="day", value=of.isoformat())


def money(minor: int | None, currency: str) -> Cell:
    """Return an amount in the smallest unit of its currency."""
    return Cell(kind="money", value=minor, currency=currency)


def change(now: float | None, before: float | None) -> Cell:
    """Return by which part of what was before something has changed; nothing where there was nothing."""
    return cell("change", rounded(now / before - 1) if now is not None and before else None)


def points(now: float | None, before: float | None) -> Cell:
    """Return the difference of two shares."""
    return cell("points", None if now is None or before is None else rounded(now - before))


def rounded(number: float) -> float:
    """Return a figure without the digits in which two computers may differ."""
    return round(float(number), 6)


def written_amount(minor: int, currency: str) -> str:
    """Return an amount with its currency."""
    return f"{amount(minor, currency)} {currency}"
