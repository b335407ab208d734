"""Write a golden file for each event that has none: its payload as it is stored, to be readable for ever.

Run: uv run python tools/write_golden.py

A golden file is never written again: once an event is released, its stored form is what it is. A new
version of an event gets new files, and so does an optional field that an event was given later.
"""

from __future__ import annotations

import argparse
import enum
import json
import sys
import types
import typing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from service.domain.aggregate import EVENTS, AnyEvent  # noqa: E402  found by the line above
from service.domain.event import Event  # noqa: E402
from service.eventstore.mapper import encode  # noqa: E402

FOLDER = ROOT / "tests/golden"


def sample(name: str, annotation: Any) -> Any:
    """Return a value for a field that is easy to find again: text names the field, in two scripts."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        annotation = next(part for part in typing.get_args(annotation) if part is not type(None))
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if issubclass(annotation, enum.Enum):
        return list(annotation)[-1]
    values: dict[type, Any] = {
        bool: True,
        int: 3,
        str: f"{name} 字段 🙂",
        UUID: UUID("0195c3a0-0000-7000-8000-000000000042"),
        AwareDatetime: datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC),
    }
    return values[annotation]


def event_of(kind: type[Event], fields: set[str]) -> AnyEvent:
    """Return an event of this kind with sample values in these fields."""
    told = {name: sample(name, kind.model_fields[name].annotation) for name in fields - {"type"}}
    return typing.cast("AnyEvent", kind(**told))


def missing(folder: Path) -> dict[Path, AnyEvent]:
    """Return what is still to be written: the full and the minimal form, and fields in none of the files."""
    found: dict[Path, AnyEvent] = {}
    for stored_name, kind in EVENTS.items():
        every = set(kind.model_fields)
        required = {name for name, field in kind.model_fields.items() if field.is_required()}
        full, minimal = folder / f"{stored_name}.json", folder / f"{stored_name}.min.json"
        if not full.exists():
            found[full] = event_of(kind, every)
        elif unseen := every - {"type"} - fields_seen(folder, stored_name):
            found[folder / f"{stored_name}.with_{'_'.join(sorted(unseen))}.json"] = event_of(kind, every)
        if not minimal.exists():
            found[minimal] = event_of(kind, required)
    return found


def fields_seen(folder: Path, stored_name: str) -> set[str]:
    """Return the fields that stand in at least one golden file of an event."""
    files = folder.glob(f"{stored_name}.*json")
    return {name for file in files for name in json.loads(file.read_text(encoding="utf-8"))}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for path, event in missing(folder).items():
        with path.open("xb") as file:  # x: an existing file stops the program
            file.write(encode(event) + b"\n")
        print(f"written: {path.name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
