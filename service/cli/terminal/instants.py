"""Instants as people write them in an option."""

from datetime import datetime

from service.cli.terminal.output import fail
from service.settings import Settings


def instant(option: str, value: str | None) -> datetime | None:
    """Return the instant that an option names; a day or a time without a zone is one of the business zone."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        fail(f"{option}: {value!r} is no date or time. Write 2026-03-01 or 2026-03-01T08:00:00+08:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=Settings().business_zone)
