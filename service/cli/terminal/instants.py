"""Instants as people write them in an option."""

from datetime import UTC, datetime

from service.cli.terminal.output import fail


def instant(option: str, value: str | None) -> datetime | None:
    """Return the instant that an option names; a day or a time without a zone is UTC."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        fail(f"{option}: {value!r} is no date or time. Write 2026-03-01 or 2026-03-01T08:00:00+08:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
