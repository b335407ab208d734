"""Envelopes that are filled at once hold what their constructors would have set."""

from dataclasses import fields
from typing import Any
from uuid import uuid4

from service.domain.account.decisions.profile import OpenAccount
from service.domain.case.context import DecisionContext
from service.eventstore.envelope import RecordedEvent, StoredEnvelope
from service.eventstore.folding import decided
from service.eventstore.request import Loaded
from tests.eventstore.record import ACCOUNT_CODE, ACCOUNT_ID, NOW, request


def test_rows_and_recorded_events_have_every_field_and_no_other() -> None:
    opening = OpenAccount(code=ACCOUNT_CODE, name="Acme")
    wish = request(ACCOUNT_ID, opening, digest=b"d", causation_id=uuid4())
    around = DecisionContext(now=NOW, stream_id=ACCOUNT_ID)
    decision = decided(Loaded(stream_id=ACCOUNT_ID), wish, around, uuid4)
    found: tuple[StoredEnvelope | RecordedEvent | Loaded, ...]
    found = (*decision.rows, *decision.recorded(7), decision.loaded(7))
    for made in found:
        kind: Any = type(made)
        assert made.__dict__.keys() == {field.name for field in fields(made)}
        assert kind(**made.__dict__) == made
    assert decision.rows
    assert [event.position for event in decision.recorded(7)] == [
        7 + number for number in range(len(decision.rows))
    ]
    assert decision.loaded(7).position == 6 + len(decision.rows)
