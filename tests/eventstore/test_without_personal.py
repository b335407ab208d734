"""The quick way to read a payload yields the event, but for what is personal."""

import json
from datetime import UTC
from uuid import UUID

import pytest

from service.domain.aggregates.aggregate import EVENTS
from service.domain.clocks.events import ClockStarted
from service.domain.personal import personal_fields
from service.eventstore.mapper import UnknownEventError, decode, encode
from service.eventstore.without_personal import WITHHELD, decode_without_personal
from tests.domain.good_ways import GOOD_WAYS
from tests.projections.test_clock_rows import AFTER_START, STARTED
from tests.projections.test_fold import EXAMPLES

WAYS = {type(event): event for way in GOOD_WAYS.values() for event in (*way.events,)}
SHOWN = {**WAYS, **EXAMPLES, **{type(event): event for event in (STARTED, *AFTER_START)}}


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_is_as_the_mapper_reads_it_but_for_personal_fields(name: str) -> None:
    event = SHOWN[EVENTS[name]]
    whole, read = decode(name, encode(event)), decode_without_personal(name, encode(event))
    personal = personal_fields(EVENTS[name])
    assert type(read) is EVENTS[name]
    assert read.__dict__.keys() == whole.__dict__.keys()
    for field, value in whole.__dict__.items():
        found = read.__dict__[field]
        if field in personal and value is not None:
            assert found == WITHHELD
        else:
            assert found == value, field
            assert type(found) is type(value), field


def test_instants_share_one_zone_so_that_they_compare_quickly() -> None:
    name = STARTED.STORED_NAME
    read = decode_without_personal(name, encode(STARTED))
    assert isinstance(read, ClockStarted)
    assert {read.occurred_at.tzinfo, *(each.at.tzinfo for each in read.thresholds)} == {UTC}


def test_what_cannot_be_read_is_an_error() -> None:
    with pytest.raises(UnknownEventError, match="NeverHeardOf"):
        decode_without_personal("NeverHeardOf.v9", b"{}")
    with pytest.raises(KeyError, match="clock_id"):
        decode_without_personal("ClockBreached.v1", b'{"occurred_at":"2026-03-01T08:00:00Z"}')
    with pytest.raises(ValueError, match="badly formed"):
        decode_without_personal("ClockBreached.v1", b'{"occurred_at":"2026-03-01T08:00:00Z","clock_id":"x"}')
    payload = {"occurred_at": "2026-03-01T08:00:00Z", "clock_id": str(UUID(int=1)), "waiting_on": "x"}
    with pytest.raises(LookupError):
        decode_without_personal("ClockPaused.v1", json.dumps(payload).encode())
