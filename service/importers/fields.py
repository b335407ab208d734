"""The fields of a row as values. Each function raises RowProblemError, which names the column."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar

from service.importers.problems import RowProblemError

Fields = Mapping[str, str]
Word = TypeVar("Word")
Reading = Callable[[str], datetime | None]
"""Reads a time that is written in one form."""

MISSING = frozenset({"", "?"})
LONGEST_TEXT = 200
LONGEST_NUMBER = 9
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) ([0-9]{1,2}):([0-9]{2})")
_YEAR_FIRST = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def optional_text(fields: Fields, column: str) -> str | None:
    """Return the trimmed text, None where it is empty or `?`. At most LONGEST_TEXT characters."""
    value = fields[column].strip()
    if len(value) > LONGEST_TEXT:
        raise RowProblemError(column, "too_long", longest=LONGEST_TEXT, found=len(value))
    return None if value in MISSING else value


def required_text(fields: Fields, column: str) -> str:
    """Return the trimmed text, which must be there."""
    value = optional_text(fields, column)
    if value is None:
        raise RowProblemError(column, "missing")
    return value


def joined_text(fields: Fields, *columns: str) -> str | None:
    """Return the texts that are there, joined by `/`; None where none is."""
    parts = [part for column in columns if (part := optional_text(fields, column)) is not None]
    value = "/".join(parts)
    if len(value) > LONGEST_TEXT:
        raise RowProblemError(columns[0], "too_long", longest=LONGEST_TEXT, found=len(value))
    return value or None


def optional_word(fields: Fields, column: str, words: Mapping[str, Word]) -> Word | None:
    """Return what a word of a closed list stands for, None where it is missing."""
    value = optional_text(fields, column)
    if value is None:
        return None
    if value not in words:
        raise RowProblemError(column, "unknown_word", value=value, allowed=", ".join(words))
    return words[value]


def required_word(fields: Fields, column: str, words: Mapping[str, Word]) -> Word:
    """Return what a word of a closed list stands for, which must be there."""
    found = optional_word(fields, column, words)
    if found is None:
        raise RowProblemError(column, "missing")
    return found


def required_number(fields: Fields, column: str) -> int:
    """Return a whole number of up to LONGEST_NUMBER digits, which must be there."""
    value = required_text(fields, column)
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
        raise RowProblemError(column, "not_a_number", value=value)
    return int(value)


def optional_instant(fields: Fields, column: str, reading: Reading) -> datetime | None:
    """Return the time, None where it is missing. `reading` is `day_first`, `month_first` or `year_first`."""
    value = optional_text(fields, column)
    if value is None:
        return None
    found = reading(value)
    if found is None:
        raise RowProblemError(column, "not_a_time", value=value)
    return found


def required_instant(fields: Fields, column: str, reading: Reading) -> datetime:
    """Return the time, which must be there."""
    found = optional_instant(fields, column, reading)
    if found is None:
        raise RowProblemError(column, "missing")
    return found


@lru_cache(maxsize=4096)
def day_first(value: str) -> datetime | None:
    """Return the instant of `d/m/yyyy HH:MM`, in UTC; None when it is none."""
    match = _DAY_FIRST.fullmatch(value)
    if match is None:
        return None
    day, month, year, hour, minute = map(int, match.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def month_first(value: str) -> datetime | None:
    """Return the instant of `m/d/yyyy HH:MM`, in UTC; None when it is none."""
    month, slash, rest = value.partition("/")
    day, _, rest = rest.partition("/")
    return day_first(f"{day}/{month}/{rest}") if slash else None


@lru_cache(maxsize=4096)
def year_first(value: str) -> datetime | None:
    """Return the instant of `yyyy-mm-dd HH:MM:SS`, in UTC unless it names a zone; None when it is none."""
    if _YEAR_FIRST.fullmatch(value) is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
