"""An agenda as iCalendar (RFC 5545, RFC 7986): customer numbers and kinds only, no names and no words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from service.language import Language, text
from service.projections.care.agenda import AgendaItem

if TYPE_CHECKING:
    from icalendar import Event

READ_AGAIN = timedelta(hours=1)
DONE, CALLED_OFF = frozenset({"held", "done"}), frozenset({"cancelled", "dismissed", "dropped"})


def agenda_calendar(items: Iterable[AgendaItem], language: Language, made_at: datetime) -> bytes:
    """Return the calendar. What is changed keeps its UID and has a higher SEQUENCE."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Casebook//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", text("word.agenda.title", language))
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    for item in items:
        calendar.add_component(_event(Event(), item, language, made_at))
    written: bytes = calendar.to_ical()
    return written


def _event(event: "Event", item: AgendaItem, language: Language, made_at: datetime) -> "Event":
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{item.kind}/{item.account_id}/{item.name}')}@casebook")
    event.add("dtstamp", made_at)
    event.add("sequence", item.changed_at_position)
    event.add("dtstart", item.on)
    event.add("dtend", item.on + timedelta(days=1))
    event.add("summary", _summary(item, language))
    event.add("status", "CANCELLED" if item.status in CALLED_OFF else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [item.kind, item.what])
    return event


def _summary(item: AgendaItem, language: Language) -> str:
    what = text(f"word.{item.kind}_kind.{item.what}", language)
    done = text("word.agenda.done", language) if item.status in DONE else ""
    return f"{done}{item.account_code}: {what}"
