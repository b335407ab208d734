"""Calendars as files that people edit: YAML with the fields of `CalendarDocument`."""

from pathlib import Path

from service.domain.rulebook.decisions import PublishCalendar
from service.importers.rule_files.yaml_document import YamlDocument, read_file


def read_calendar(path: Path) -> PublishCalendar:
    """Return the calendar of a file. Raises an ImportFailedError that names file, line and field."""
    return calendar_of(read_file(path))


def calendar_of(document: YamlDocument) -> PublishCalendar:
    """Return the calendar of what was read. Raises FieldsWrongError."""
    return document.checked(PublishCalendar, {"calendar": document.content}, within=("calendar",))
