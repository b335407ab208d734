"""Guidelines as files that people edit: YAML with the fields of the guideline, and `effective_at`."""

from datetime import datetime
from pathlib import Path

from service.domain.rulebook.decisions import PublishGuideline
from service.importers.rule_files.yaml_document import YamlDocument, read_file


def read_guideline(path: Path, *, effective_at: datetime | None = None) -> PublishGuideline:
    """Return the guideline of a file; `effective_at` stands instead of what the file says.

    Raises an ImportFailedError that names the file, the line and the field.
    """
    return guideline_of(read_file(path), effective_at=effective_at)


def guideline_of(document: YamlDocument, *, effective_at: datetime | None = None) -> PublishGuideline:
    """Return the guideline of what was read. Raises FieldsWrongError."""
    content = {name: value for name, value in document.content.items() if name != "effective_at"}
    since = effective_at or document.content.get("effective_at")
    return document.checked(
        PublishGuideline, {"content": content, "effective_at": since}, within=("content",)
    )
