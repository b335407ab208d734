"""Write a golden file for each event that has none: its payload as it is stored, to be readable for ever.

Run: uv run python tools/write_golden.py

A golden file is never written again: once an event is released, its stored form is what it is. A new
version of an event gets new files, and so does an optional field that an event was given later.
"""

from __future__ import annotations

import argparse
import dataclasses
import enum
import json
import sys
import types
import typing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from service.domain.aggregates.aggregate import EVENTS, AnyEvent  # noqa: E402  found by the line above
from service.domain.clocks.calendars.document import CalendarDocument  # noqa: E402
from service.domain.clocks.policy import Policy  # noqa: E402
from service.domain.event import Event  # noqa: E402
from service.eventstore.mapper import encode  # noqa: E402

FOLDER = ROOT / "tests/golden"

_TITLE = {"zh": "名称 🙂", "en": "Title"}
# Documents whose fields must fit each other cannot be made up field by field.
DOCUMENTS: dict[type[BaseModel], dict[str, Any]] = {
    Policy: {
        "policy_id": "default",
        "version": 3,
        "unclassified_counts_as": "routine",
        "segment_calendars": {"high_value": "cn_7x12"},
        "rules": [
            {
                "rule": "first_reply",
                "clock": "first_reply",
                "title": _TITLE,
                "applies_to": {"response_classes": ["routine"], "departments": ["technical"]},
                "starts_on": ["received", "reopened"],
                "met_by": ["answered"],
                "ends_on": ["closed"],
                "target_seconds": 1800,
                "counts": "segment",
                "pauses_on": ["customer"],
                "escalates": [{"percent": 100, "level": "supervisor"}],
            },
            {
                "rule": "bill_check",
                "clock": "bill_check",
                "title": _TITLE,
                "stream": "account",
                "starts_on": ["settlement_expected"],
                "met_by": ["bill_checked"],
                "per_subject": True,
                "days_before_promised": 7,
            },
        ],
    },
    CalendarDocument: {
        "calendar_id": "cn_5x8",
        "version": 3,
        "title": _TITLE,
        "zone": "Asia/Shanghai",
        "weekly": {"monday": ["09:00-12:00", "13:00-18:00"]},
        "special_days": [{"date": "2026-02-17", "name": _TITLE, "windows": []}],
        "covered_from": "2026-01-01",
        "covered_until": "2026-12-31",
        "source": "State Council",
    },
}


def sample(name: str, annotation: Any, marks: tuple[Any, ...] = ()) -> Any:
    """Return a value for a field that is easy to find again: text names the field, in two scripts.

    `marks` are what stands beside the type; a text that must fit a pattern is the bare name.
    """
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        part = next(part for part in typing.get_args(annotation) if part is not type(None))
        return sample(name, part, marks)
    if typing.get_origin(annotation) is typing.Annotated:
        annotation, *beside = typing.get_args(annotation)
        return sample(name, annotation, (*marks, *beside))
    if typing.get_origin(annotation) is tuple:
        return (sample(name, typing.get_args(annotation)[0]),)
    if typing.get_origin(annotation) is typing.Literal:
        return typing.get_args(annotation)[-1]
    if annotation in DOCUMENTS:
        return DOCUMENTS[annotation]
    if dataclasses.is_dataclass(annotation):
        hints = typing.get_type_hints(annotation, include_extras=True)
        return {inner: sample(inner, hint) for inner, hint in hints.items()}
    if issubclass(annotation, BaseModel):
        return {inner: sample_of(inner, field) for inner, field in annotation.model_fields.items()}
    if annotation is str and any(_has_pattern(mark) for mark in marks):
        return name
    if issubclass(annotation, enum.Enum):
        return list(annotation)[-1]
    values: dict[type, Any] = {
        bool: True,
        int: 3,
        float: 99.5,
        str: f"{name} 字段 🙂",
        UUID: UUID("0195c3a0-0000-7000-8000-000000000042"),
        date: date(2026, 3, 2),
        AwareDatetime: datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC),
    }
    return values[annotation]


def sample_of(name: str, field: FieldInfo) -> Any:
    """Return a value for a field of a model."""
    return sample(name, field.annotation, tuple(field.metadata))


def _has_pattern(mark: Any) -> bool:
    beside = mark.metadata if isinstance(mark, FieldInfo) else [mark]
    return any(getattr(each, "pattern", None) is not None for each in beside)


def event_of(kind: type[Event], fields: set[str]) -> AnyEvent:
    """Return an event of this kind with sample values in these fields."""
    told = {name: sample_of(name, kind.model_fields[name]) for name in fields - {"type"}}
    return typing.cast("AnyEvent", kind(**told))


SHOWN_BY_ONE = {"time_in_doubt": "NoteAdded.v1"}
"""Fields that every event has and that mean the same in each: one event's golden file shows them."""


def missing(folder: Path) -> dict[Path, AnyEvent]:
    """Return what is still to be written: the full and the minimal form, and fields in none of the files."""
    found: dict[Path, AnyEvent] = {}
    for stored_name, kind in EVENTS.items():
        every = {name for name in kind.model_fields if SHOWN_BY_ONE.get(name, stored_name) == stored_name}
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
