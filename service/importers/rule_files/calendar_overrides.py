"""A table of special days laid over a calendar: `date,name_zh,name_en,windows`, one date a row.

A row stands instead of what the calendar said of that date. Windows are parted by spaces, such as
`09:00-12:00 13:00-18:00`; empty: nothing of the date counts. Dates may be written as spreadsheets write them,
2027/1/1.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from service.domain.clocks.calendars.document import CalendarDocument, SpecialDay
from service.domain.event import FIRST_DAY, LAST_DAY, is_in_range
from service.importers.fields import Fields, optional_text, required_text
from service.importers.problems import ImportFailedError, Rejection, RowProblemError
from service.importers.rows import RawRow, opened_table
from service.language import Language, text
from service.language.field_message import field_message

COLUMNS = ("date", "name_zh", "name_en", "windows")
MOST_PROBLEMS = 20

_COLUMN_OF = {("date",): "date", ("name", "zh"): "name_zh", ("name", "en"): "name_en"}
_DATE = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line, in a field of it, in the reader's language."""

    line: int
    field: str
    message_in: Callable[[Language], str]


class OverridesWrongError(ImportFailedError):
    """Rows of the table cannot be taken; none was. `problems` holds them all."""

    slug = "fields_wrong"

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(file=file)

    def message(self, language: Language) -> str:
        """Return what is wrong, a line each, MOST_PROBLEMS at most."""
        messages = [
            text(
                "import.line.field_wrong",
                language,
                line=problem.line,
                field=problem.field,
                what=problem.message_in(language),
            )
            for problem in self.problems[:MOST_PROBLEMS]
        ]
        return "\n".join([text("import.failed.fields_wrong", language, **self.values), *messages])


def overridden(
    document: CalendarDocument, path: Path, *, covered_until: date | None = None
) -> CalendarDocument:
    """Return the next version of a calendar, with the special days of a table.

    `covered_until` is the last date for which they are known then; left out, the same as before. Raises
    FileUnreadableError, FileEmptyError, ColumnsMissingError, ColumnRepeatedError or OverridesWrongError.
    """
    taken: dict[date, SpecialDay] = {}
    problems: list[Problem] = []
    with opened_table(path, COLUMNS) as table:
        for row in table.rows():
            found = _read(row)
            if not isinstance(found, SpecialDay):
                problems += found
            elif found.date in taken:
                problems.append(Problem(row.line, "date", _twice(found.date)))
            else:
                taken[found.date] = found
    if covered_until is not None and not is_in_range(covered_until):
        problems.append(Problem(1, "covered_until", _out_of_range()))
    if problems:
        raise OverridesWrongError(path.name, problems)
    try:
        return _next_version(document, taken, covered_until)
    except ValidationError as error:
        raise OverridesWrongError(path.name, list(_of_whole(error))) from error


def _next_version(
    document: CalendarDocument, taken: dict[date, SpecialDay], covered_until: date | None
) -> CalendarDocument:
    days = {day.date: day for day in document.special_days} | taken
    changed: dict[str, Any] = {
        "version": document.version + 1,
        "special_days": [days[day].model_dump() for day in sorted(days)],
        "covered_until": covered_until or document.covered_until,
    }
    return CalendarDocument.model_validate(document.model_dump() | changed)


def _read(row: RawRow | Rejection) -> SpecialDay | list[Problem]:
    if isinstance(row, Rejection):
        return [Problem(row.line, row.field or "-", row.reason)]
    try:
        day = SpecialDay.model_validate(_content(row.fields))
    except RowProblemError as problem:
        return [Problem(row.line, problem.field, Rejection.of_problem(row.line, row.raw, problem).reason)]
    except ValidationError as error:
        return list(_of_row(row.line, error))
    return day if is_in_range(day.date) else [Problem(row.line, "date", _out_of_range())]


def _content(fields: Fields) -> dict[str, Any]:
    return {
        "date": _DATE.sub(_iso, required_text(fields, "date")),
        "name": {"zh": required_text(fields, "name_zh"), "en": required_text(fields, "name_en")},
        "windows": (optional_text(fields, "windows") or "").split(),
    }


def _iso(found: re.Match[str]) -> str:
    return f"{found[1]}-{found[3]:0>2}-{found[4]:0>2}"


def _of_row(line: int, error: ValidationError) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_input=False):
        yield Problem(line, _COLUMN_OF.get(tuple(map(str, each["loc"])), "windows"), _words(dict(each)))


def _of_whole(error: ValidationError) -> Iterator[Problem]:
    for each in error.errors(include_url=False, include_input=False):
        field = each.get("ctx", {}).get("field") or ".".join(map(str, each["loc"]))
        yield Problem(1, field, _words(dict(each)))


def _out_of_range() -> Callable[[Language], str]:
    return _words({"type": "year_out_of_range", "ctx": {"first": FIRST_DAY, "last": LAST_DAY}})


def _twice(day: date) -> Callable[[Language], str]:
    return _words({"type": "date_twice", "ctx": {"date": day}})


def _words(error: dict[str, Any]) -> Callable[[Language], str]:
    return lambda language: field_message(error, language)
