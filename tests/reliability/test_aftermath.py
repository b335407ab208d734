"""The judgement after a campaign finds what is wrong in the database, and nothing where nothing is."""

import asyncio
import time
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.api.composition import House, composed
from tests.reliability.aftermath import Row, aftermath, payload_faults
from tests.reliability.notes import Notes
from tests.reliability.wishes import Wish


async def wished(house: House, notes: Notes, name: str, case_id: UUID | None = None) -> UUID:
    """Carry a wish out and note it, as a client of the load does; return its case."""
    told = {"account_id": str(await house.open_account())} if case_id is None else {}
    body: dict[str, Any] = {"text": f"{name} 好."}
    if case_id is None:
        body = {**told, "channel": "phone", "kind": "technical", "subject": f"{name} 大客户."}
    wish = Wish(name=name, body=body, case_id=case_id)
    invoked_at = time.monotonic()
    reply = await house.client.post(wish.path, json=wish.body, headers=wish.headers)
    operation = notes.settle(wish, reply.status_code, reply.json(), invoked_at, time.monotonic())
    assert operation.stream_id
    return operation.stream_id


async def judged(url: str, spoil: str | None) -> list[str]:
    """Write a case with two notes, fold it, spoil the database, and return what is found."""
    notes = Notes()
    async with composed(url) as house:
        case_id = await wished(house, notes, "1-1")
        await wished(house, notes, "1-2", case_id)
        await wished(house, notes, "1-3", case_id)
        await house.catch_up()
    if spoil is not None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("alter table es.events disable trigger all")
            connection.execute(spoil.encode())
    return (await asyncio.to_thread(aftermath, url, notes))[1]


async def test_a_record_that_is_whole_is_no_fault(database_url: str) -> None:
    assert await judged(database_url, None) == []


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        ("delete from es.events where position = 4", "lost: 1-3"),
        ("delete from es.events where position = 4", "head: "),
        ("update es.events set position = position + 1 where position = 4", "position_gap: "),
        ("update es.events set version = version + 1 where position = 4", "stream_order: "),
        ("update es.events set event_id = gen_random_uuid() where position = 4", "bytes: 1-3"),
        ("update proj.cases set version = 1", "projection: cases"),
        ("delete from proj.accounts", "projection: accounts"),
    ],
)
async def test_what_was_spoiled_is_found(database_url: str, spoil: str, finding: str) -> None:
    assert [found for found in await judged(database_url, spoil) if found.startswith(finding)]


def stored(data: bytes) -> Row:
    return Row(7, UUID(int=1), 1, "NoteAdded.v1", data, UUID(int=2), UUID(int=3))


def answered(text: str, **told: object) -> dict[str, object]:
    step = {"event": {"type": "NoteAdded.v1", "text": text, "to": None}, "position": 7, "version": 1}
    return {"events": [{**step, "event_id": str(UUID(int=2)), "command_id": str(UUID(int=3)), **told}]}


def test_what_was_sent_answered_and_stored_alike_is_no_fault() -> None:
    sent, replies = {"1-1": {"text": "1-1 大"}}, {"1-1": answered("1-1 大")}
    assert list(payload_faults(sent, replies, [stored('{"text":"1-1 大"}'.encode())])) == []


@pytest.mark.parametrize(
    ("reply", "data"),
    [
        (answered("1-1 a"), b'{"text":"1-1 b"}'),
        (answered("1-1 b"), b'{"text":"1-1 a"}'),
        (answered("1-1 a", event_id=str(UUID(int=9))), b'{"text":"1-1 a"}'),
        (answered("1-1 a", command_id=str(UUID(int=9))), b'{"text":"1-1 a"}'),
        (answered("1-1 a", position=8), b'{"text":"1-1 a"}'),
    ],
)
def test_bytes_that_differ_are_a_fault(reply: dict[str, object], data: bytes) -> None:
    assert list(payload_faults({"1-1": {"text": "1-1 a"}}, {"1-1": reply}, [stored(data)]))
