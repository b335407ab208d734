"""In which form a file writes its times: declared, or proved over the whole file before a row is taken over.

3/4/2026 is a day in April and one in March. A file in which no time tells them apart is refused until the
form is declared: taken the wrong way round, its cases would lie on other days, and nobody would notice.
"""

from collections.abc import Mapping
from pathlib import Path

from service.importers.fields import Reading, day_first, month_first, optional_text, year_first
from service.importers.problems import DateFormMixedError, DateFormUnclearError, RowProblemError
from service.importers.rows import RawRow
from service.importers.sources.source import DateForm, Source

READINGS: Mapping[DateForm, Reading] = {
    "day-first": day_first,
    "month-first": month_first,
    "iso": year_first,
}
Forms = tuple[DateForm, ...]
DAY_ONLY: Forms = ("day-first",)
MONTH_ONLY: Forms = ("month-first",)
EITHER: Forms = ("day-first", "month-first")
ISO: Forms = ("iso",)


class FormsSeen:
    """What the times of a file say about their form. A value that is no time in any form says nothing."""

    def __init__(self, path: Path, source: Source) -> None:
        self._path = path
        self._source = source
        self._first: dict[Forms, str] = {}

    def add(self, raw: RawRow) -> None:
        """Take the times of a row into account."""
        for column in self._source.time_columns:
            try:
                value = optional_text(raw.fields, column)
            except RowProblemError:
                continue
            forms = tuple(form for form, reading in READINGS.items() if value and reading(value))
            if forms and forms not in self._first:
                self._first[forms] = f"{raw.line}: {value}"

    def declared(self, form: DateForm, *, takes_what_fits: bool) -> DateForm:
        """Return the declared form. Raises DateFormMixedError where a time is written in another one."""
        for forms, place in self._first.items():
            if form not in forms and not takes_what_fits:
                raise DateFormMixedError(file=self._path, form=form, place=place)
        return form

    def proved(self) -> DateForm:
        """Return the one form that fits. Raises DateFormMixedError or DateFormUnclearError.

        ISO is taken for nothing else, so a row in it is left to be rejected by itself.
        """
        slashed = self._first.keys() & {DAY_ONLY, MONTH_ONLY, EITHER}
        if not slashed or (self._source.date_form == "iso" and ISO in self._first):
            return "iso" if ISO in self._first else self._source.date_form
        if DAY_ONLY in slashed and MONTH_ONLY in slashed:
            raise DateFormMixedError(file=self._path, form="day-first", place=self._first[MONTH_ONLY])
        if slashed == {EITHER}:
            raise DateFormUnclearError(file=self._path, place=self._first[EITHER])
        return "day-first" if DAY_ONLY in slashed else "month-first"
