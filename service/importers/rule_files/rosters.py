"""Rosters as files that people edit: YAML with a list `rosters`, each with the fields of `SetRoster`."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from service.domain.rulebook.decisions import SetRoster
from service.importers.rule_files.yaml_document import read_file


class _Rosters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rosters: tuple[SetRoster, ...] = Field(min_length=1)


def read_rosters(path: Path) -> tuple[SetRoster, ...]:
    """Return the rosters of a file. Raises an ImportFailedError that names file, line and field."""
    document = read_file(path)
    return document.checked(_Rosters, document.content).rosters
