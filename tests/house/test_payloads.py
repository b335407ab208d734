"""Nothing but the event store reads what is inside the payload of an event."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# JSON out of the bytes of a payload: by SQL, or by a parser of its own.
READS_JSON = re.compile(r"convert_from\(|->>|\bdata\s*->|\bjson\.loads\([^)]*\.(?:data|state|payload)\b")


def reads_payload(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines() if READS_JSON.search(line)]


def test_a_planted_reading_is_found() -> None:
    planted = """
    select convert_from(data, 'UTF8')::jsonb from es.events
    where data ->> 'owner' = 'x'
    json.loads(row.data)
    '''fine: {slug} -> figures'''
    """
    assert len(reads_payload(planted)) == 3


def test_no_module_outside_the_event_store_reads_a_payload() -> None:
    found = {
        str(module.relative_to(ROOT)): lines
        for module in sorted((ROOT / "service").rglob("*.py"))
        if "eventstore" not in module.parts and (lines := reads_payload(module.read_text()))
    }
    assert found == {}
