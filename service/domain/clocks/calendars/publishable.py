"""What a calendar must keep to when it is published. One on the record was published under what held then."""

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.event import is_in_range, out_of_range
from service.domain.invalid import invalid

_OF_ONE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})
"""Names that the files of a machine hold beside the zones: its own zone, a default, and none."""
_OTHER_FORMS = ("posix/", "right/")
"""Folders that hold every zone once more; in `right` time counts leap seconds, as nothing else here does."""


def publishable(calendar: CalendarDocument) -> CalendarDocument:
    """Return the calendar. Raises where its zone is another one elsewhere, or a date is out of range."""
    if calendar.zone in _OF_ONE_MACHINE or calendar.zone.startswith(_OTHER_FORMS):
        raise invalid("unknown_zone", field="zone")
    for name in ("covered_from", "covered_until"):
        day = getattr(calendar, name)
        if day is not None and not is_in_range(day):
            raise out_of_range(name)
    if not all(is_in_range(day.date) for day in calendar.special_days):
        raise out_of_range("special_days")
    return calendar
