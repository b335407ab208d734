"""Whole lives by chance, over HTTP on a real record: no sequence of commands yields an error of ours.

The rules themselves are driven in tests/domain/test_properties.py; here the way to the record and back is.
"""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings

from service.api.http.access import Role
from service.api.http.problems.refusal_status import every_refusal
from service.domain.case.decisions.attachments import AddAttachment
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.command import Command
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded
from service.importers.rule_files.default_rules import publish_default_rules
from tests.api.composition import House, bearer, composed
from tests.domain.strategies import Step, case_steps

REFUSED = {refusal.slug for refusal in every_refusal()}
THROUGH_HTTP = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
Sent = list[dict[str, Any]]


@pytest.fixture(scope="module")
def life(module_database_url: str) -> Iterator[tuple[BlockingPortal, House]]:
    """Offer a house for as long as the module's tests last, from outside its event loop."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(composed(module_database_url)) as house,
    ):
        portal.call(publish_default_rules, house.application)
        yield portal, house


async def lived(house: House, way: list[Step]) -> tuple[str, Sent, list[dict[str, Any]]]:
    """Send the steps as one batch about a new case; return its id, what was sent, and what came of each."""
    account_id = await house.open_account(f"KA-{uuid4()}")
    case_id = str(uuid4())
    house.clock.moment = max(step.now for step in way)
    sent = [_written(step.command, case_id, str(account_id)) for step in way if _may_be_sent(step.command)]
    return case_id, sent, await answers(house, sent)


async def answers(house: House, sent: Sent) -> list[dict[str, Any]]:
    """Send a batch and return what came of each command."""
    answered = await house.client.post(
        "/v1/commands",
        content=json.dumps({"commands": sent}),
        headers={**bearer(Role.INTEGRATION), "Content-Type": "application/json"},
    )
    assert answered.status_code == 200, answered.text
    found: list[dict[str, Any]] = answered.json()["answers"]
    return found


def _may_be_sent(command: Command) -> bool:
    """An attachment comes with its bytes, by a route of its own."""
    return not isinstance(command, AddAttachment)


def _written(command: Command, case_id: str, account_id: str) -> dict[str, Any]:
    body = command.model_dump(mode="json", exclude_none=True)
    if isinstance(command, ReceiveCase):
        body["account_id"] = account_id
        return {"id": str(uuid4()), "stream_id": case_id, "type": "ReceiveCase", "command": body}
    return {"id": str(uuid4()), "stream_id": case_id, "type": type(command).__name__, "command": body}


@THROUGH_HTTP
@given(way=case_steps)
def test_every_command_is_carried_out_or_refused_by_a_rule_with_a_name(
    life: tuple[BlockingPortal, House], way: list[Step]
) -> None:
    portal, house = life
    _, sent, came = portal.call(lived, house, way)
    assert [each["id"] for each in came] == [each["id"] for each in sent]
    for each in came:
        if each["status"] >= HTTPStatus.BAD_REQUEST:
            assert each["problem"]["type"].rpartition("/")[2] in REFUSED, each


@THROUGH_HTTP
@given(way=case_steps)
def test_what_was_carried_out_is_what_the_record_folds_to(
    life: tuple[BlockingPortal, House], way: list[Step]
) -> None:
    portal, house = life
    case_id, _, came = portal.call(lived, house, way)
    rows = portal.call(house.application.log.stream, UUID(case_id))
    folded = fold(Loaded(stream_id=UUID(case_id)), decode_rows(rows))
    remembered = portal.call(house.application.load, UUID(case_id))
    assert (remembered.version, remembered.state) == (folded.version, folded.state)
    assert folded.version == max((each.get("version") or 0 for each in came), default=0)


@THROUGH_HTTP
@given(way=case_steps)
def test_a_command_sent_twice_adds_nothing_and_is_answered_as_before(
    life: tuple[BlockingPortal, House], way: list[Step]
) -> None:
    portal, house = life
    case_id, sent, came = portal.call(lived, house, way)
    before = portal.call(house.application.load, UUID(case_id)).version
    again = portal.call(answers, house, sent)
    done = [each["id"] for each in came if each.get("events") and not each.get("problem")]
    repeated = {each["id"] for each in again if each.get("is_repeat")}
    assert set(done) <= repeated
    assert portal.call(house.application.load, UUID(case_id)).version >= before
