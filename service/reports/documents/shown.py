"""A cell as people read it, in one language. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from service.language import Language, text
from service.language.money import amount
from service.language.share import shown_change, shown_share
from service.reports.documents.document import Cell, Period, Words
from service.reports.documents.words import NOTHING, spoken
from service.reports.kpis.table import shown_duration

PERCENT = 100


def shown(of: Cell, language: Language, zone: ZoneInfo) -> str:
    """Return a cell as text; an instant in a zone."""
    value = of.value
    if value is None:
        return NOTHING
    if isinstance(value, Words):
        return spoken(value, language)
    if isinstance(value, str):
        return shown_instant(datetime.fromisoformat(value), zone) if of.kind == "instant" else value
    return _figure(of, value, language)


def _figure(of: Cell, value: float, language: Language) -> str:
    match of.kind:
        case "share":
            return shown_share(value)
        case "change":
            return shown_change(value)
        case "points":
            return text("document.points", language, number=f"{value * PERCENT:+.1f}" if value else "0.0")
        case "seconds":
            return shown_duration(value, language)
        case "score":
            return f"{value:.2f}"
        case "difference":
            return f"{value:+.2f}"
        case "money":
            return f"{amount(int(value), of.currency)} {of.currency}"
        case "number":
            return f"{value:,.1f}"
        case _:
            return f"{value:,}"


def shown_instant(at: datetime, zone: ZoneInfo) -> str:
    """Return a time in a zone, to the minute."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def shown_period(period: Period, zone: ZoneInfo) -> str:
    """Return a period as its first and last day, or with times where it does not begin and end with days."""
    ends = (period.from_at.astimezone(zone), period.to_at.astimezone(zone))
    if all((each.hour, each.minute, each.second, each.microsecond) == (0, 0, 0, 0) for each in ends):
        last = datetime.fromordinal(ends[1].toordinal() - 1)
        return f"{ends[0]:%Y-%m-%d} – {last:%Y-%m-%d}"
    return f"{ends[0]:%Y-%m-%d %H:%M} – {ends[1]:%Y-%m-%d %H:%M}"
