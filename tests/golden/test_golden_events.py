"""What was ever stored can be read for ever, and is written the same way today."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from service.domain.aggregates.aggregate import EVENTS, AnyEvent
from service.eventstore.mapper import UnknownEventError, decode, encode
from tests.domain.good_ways import GOOD_WAYS

FOLDER = Path(__file__).parent
TOOL = FOLDER.parents[1] / "tools/write_golden.py"
GOLDEN = sorted(FOLDER.glob("*.json"))


def stored_name(golden: Path) -> str:
    """Return the event that a golden file is of: `CaseClosed.v1` of `CaseClosed.v1.min.json`."""
    return ".".join(golden.name.split(".")[:2])


CURRENT = [golden for golden in GOLDEN if stored_name(golden) in EVENTS]


def payload(golden: Path) -> bytes:
    return golden.read_bytes().rstrip()


def write_golden(folder: Path) -> list[str]:
    command = [sys.executable, str(TOOL), "--folder", str(folder)]
    written = subprocess.run(command, check=True, capture_output=True, text=True)
    return written.stdout.splitlines()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_a_golden_event_is_readable(golden: Path) -> None:
    event = decode(stored_name(golden), payload(golden))
    assert event.occurred_at.utcoffset() is not None


@pytest.mark.parametrize("golden", CURRENT, ids=lambda golden: golden.name)
def test_an_event_of_today_is_stored_to_the_byte_as_it_was(golden: Path) -> None:
    event = decode(stored_name(golden), payload(golden))
    assert encode(event) == payload(golden)


@pytest.mark.parametrize(("name", "form"), list(product(EVENTS, ["json", "min.json"])))
def test_every_event_has_its_full_and_its_minimal_golden_file(name: str, form: str) -> None:
    assert (FOLDER / f"{name}.{form}").exists(), "write it: uv run python tools/write_golden.py"


@pytest.mark.parametrize("name", EVENTS)
def test_every_field_of_an_event_stands_in_a_golden_file_and_the_minimal_one_has_no_optional(
    name: str,
) -> None:
    fields = EVENTS[name].model_fields
    seen = {field for file in GOLDEN if stored_name(file) == name for field in json.loads(payload(file))}
    shown_by_one = {"time_in_doubt"} if name != "NoteAdded.v1" else set()
    assert seen == set(fields) - {"type"} - shown_by_one
    minimal = json.loads(payload(FOLDER / f"{name}.min.json"))
    # A field that is required, or stands for something else than nothing where it is left out, is stored.
    assert set(minimal) == {field for field, info in fields.items() if info.default is not None} - {"type"}


def test_a_golden_file_of_an_unknown_event_is_not_readable() -> None:
    unknown = FOLDER / "CaseForgotten.v1.json"
    with pytest.raises(UnknownEventError, match=r"'CaseForgotten\.v1' is unknown"):
        decode(stored_name(unknown), b"{}")


def test_the_tool_writes_what_is_missing_and_leaves_what_is_there(tmp_path: Path) -> None:
    released = tmp_path / "CaseClosed.v1.json"
    when = b'{"occurred_at":"2019-01-01T00:00:00Z","told_late_reason":"found",'
    every = when + b'"reason":"confirmed","missing":["plan"]}\n'
    released.write_bytes(every)
    before = released.read_bytes()
    written = write_golden(tmp_path)
    assert len(written) == 2 * len(EVENTS) - 1
    assert released.read_bytes() == before
    assert write_golden(tmp_path) == []


def test_a_field_that_an_event_was_given_later_gets_a_golden_file_of_its_own(tmp_path: Path) -> None:
    write_golden(tmp_path)
    reopened = tmp_path / "CaseReopened.v1.json"
    older = {field: value for field, value in json.loads(payload(reopened)).items() if field != "reason"}
    reopened.write_text(json.dumps(older), encoding="utf-8")
    assert write_golden(tmp_path) == ["written: CaseReopened.v1.with_reason.json"]
    assert json.loads(reopened.read_text(encoding="utf-8")) == older


@pytest.mark.parametrize(
    "event", [fact for way in GOOD_WAYS.values() for fact in way.events], ids=lambda event: event.STORED_NAME
)
def test_what_is_not_known_is_left_out_of_the_stored_form(event: AnyEvent) -> None:
    stored = json.loads(encode(event))
    assert None not in stored.values()
    assert "type" not in stored
    assert decode(event.STORED_NAME, encode(event)) == event
