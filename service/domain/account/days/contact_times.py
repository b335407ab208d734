"""When a customer was contacted lately: so often only as nobody is bothered, whatever it is about."""

from datetime import datetime

MOST_REMEMBERED = 64
"""More than this within the days that a guideline counts is too much for any of them."""

ContactTimes = tuple[datetime, ...]


def with_contact(known: ContactTimes, at: datetime) -> ContactTimes:
    """Return the newest contacts, in order, with one more."""
    return known if at in known else tuple(sorted((*known, at)))[-MOST_REMEMBERED:]
