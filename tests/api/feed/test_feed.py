"""The record is followed: by pages, by a long wait, by a stream."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from service.api.feed import reads as feed_reads
from service.api.feed.documents import FeedPage
from service.api.http.access import Role
from service.api.http.keys import revoke_key
from service.database.engine import create_engine
from service.eventstore.following import feed
from tests.api.composition import MORNING, House, key_of
from tests.api.feed.following import streaming

FEED = "/v1/events"


async def page(house: House, path: str = FEED) -> Any:
    answered = await house.get(path, Role.AUDITOR)
    assert answered.status_code == 200, answered.text
    return answered.json()


async def positions(house: House, path: str) -> list[int]:
    """Follow `next` until the end."""
    found: list[int] = []
    while True:
        shown = await page(house, path)
        found += [item["position"] for item in shown["items"]]
        if shown["end"]:
            return found
        path = shown["next"]


async def worked(house: House, notes: int = 8) -> str:
    """Record an account, a case, its notes and its resolution: positions 1, 2, 3 ... and the last."""
    await house.open_account()
    case = await house.receive_case()
    for number in range(notes):
        await house.post(f"{case}/note", {"text": str(number)})
    await house.post(f"{case}/resolve")
    return case


async def test_the_record_comes_in_pages_without_gaps(house: House) -> None:
    case = await worked(house)
    assert await positions(house, f"{FEED}?limit=3") == list(range(1, 12))
    first = await page(house, f"{FEED}?limit=2")
    described = FeedPage.model_validate_json(json.dumps(first)).model_dump(mode="json")
    for item in described["items"]:  # a field without a value is left out of a fact
        item["event"] = {name: value for name, value in item["event"].items() if value is not None}
    assert described == first
    assert [item["event"]["type"] for item in first["items"]] == ["AccountOpened.v1", "CaseReceived.v1"]
    assert first["items"][1]["stream_id"] == case.rpartition("/")[2]
    assert (first["head"], first["end"], first["next"]) == (11, False, f"{FEED}?limit=2&after=2")


async def test_at_the_end_next_leads_to_what_is_yet_to_come(house: House) -> None:
    case = await worked(house)
    last = await page(house)
    assert (last["end"], len(last["items"])) == (True, 11)
    assert (await page(house, last["next"]))["items"] == []
    await house.post(f"{case}/note", {"text": "later"})
    assert [item["position"] for item in (await page(house, last["next"]))["items"]] == [12]


async def test_an_empty_record_has_an_end(house: House) -> None:
    assert await page(house) == {"items": [], "next": f"{FEED}?after=0", "head": 0, "end": True}


async def test_it_is_read_by_type_and_by_stream(house: House) -> None:
    case = (await worked(house)).rpartition("/")[2]
    await house.receive_case()
    assert await positions(house, f"{FEED}?types=CaseReceived.v1,CaseResolved.v1&limit=1") == [2, 11, 12]
    assert await positions(house, f"{FEED}?stream_id={case}&limit=4") == list(range(2, 12))
    assert await positions(house, f"{FEED}?stream_id={case}&types=CaseResolved.v1") == [11]
    assert await positions(house, f"{FEED}?stream_id={UUID(int=0)}") == []


async def test_a_rare_type_is_looked_for_in_bounded_parts(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await worked(house)
    monkeypatch.setattr(feed, "POSITIONS_A_SCAN", 4)
    first = await page(house, f"{FEED}?types=CaseResolved.v1")
    assert (first["items"], first["end"]) == ([], False)
    assert first["next"] == f"{FEED}?types=CaseResolved.v1&after=4"
    assert await positions(house, f"{FEED}?types=CaseResolved.v1") == [11]
    async with streaming(house, "types=CaseResolved.v1") as stream:
        looked = [await stream.frame() for _ in range(3)]
    assert [frame and (frame["id"], "data" in frame) for frame in looked] == [
        ("4", False),
        ("8", False),
        ("11", True),
    ]


async def test_the_log_is_shown_as_of_a_position(house: House) -> None:
    await worked(house)
    assert await positions(house, f"{FEED}?as_of=5&limit=2") == [1, 2, 3, 4, 5]
    last = await page(house, f"{FEED}?as_of=5&after=3")
    assert (last["next"], last["end"], last["head"]) == (None, True, 11)
    assert (await page(house, f"{FEED}?as_of=5&after=9"))["items"] == []


async def test_lines_hold_the_same_as_a_page(house: House) -> None:
    await worked(house)
    lines = await house.get(f"{FEED}?limit=4", Role.AUDITOR, Accept="application/x-ndjson")
    assert lines.headers["content-type"] == "application/x-ndjson"
    shown = await page(house, f"{FEED}?limit=4")
    assert [json.loads(line) for line in lines.text.splitlines()] == shown["items"]
    assert lines.headers["Link"] == f'<{shown["next"]}>; rel="next"'


@pytest.mark.parametrize(
    "query",
    [
        "types=CaseSolved.v1",
        "types=",
        "types=CaseReceived.v1,,",
        "after=-1",
        "after=99999999999999999999",
        "limit=1001",
        "limit=0",
        "wait=31",
        "wait=nan",
        "wait=-1",
        "as_of=x",
        "stream_id=x",
        "from=1",
    ],
)
async def test_what_cannot_be_asked_is_refused(house: House, query: str) -> None:
    answered = await house.get(f"{FEED}?{query}")
    assert (answered.status_code, answered.json()["type"]) == (422, "/problems/validation_failed")
    assert answered.json()["errors"]


@pytest.mark.parametrize("odd", ["x", "-1", "1" * 20, "²".encode().decode("latin-1"), "0x1"])
async def test_a_last_event_id_that_is_no_position_is_refused(house: House, odd: str) -> None:
    answered = await house.client.get(f"{FEED}/stream", headers={b"Last-Event-ID": odd.encode("latin-1")})
    assert (answered.status_code, answered.json()["type"]) == (400, "/problems/malformed_header")


@pytest.mark.parametrize("wait", ["", "&wait=30", "&types=CaseClosed.v1", "&as_of=5"])
async def test_who_is_ahead_of_the_record_is_told(house: House, wait: str) -> None:
    await worked(house)
    answered = await house.get(f"{FEED}?after=12{wait}")
    assert (answered.status_code, answered.json()["type"]) == (409, "/problems/position_ahead")
    assert (answered.json()["errors"][0]["field"], "11" in answered.json()["detail"]) == ("after", True)


async def test_a_stream_that_is_ahead_of_the_record_is_told(house: House) -> None:
    await worked(house)
    told: list[tuple[str, str, dict[str, Any]]] = [
        ("after", "?after=12", {}),
        ("Last-Event-ID", "", {"Last_Event_ID": "12"}),
    ]
    for field, query, headers in told:
        answered = await house.get(f"{FEED}/stream{query}", **headers)
        assert (answered.status_code, answered.json()["type"]) == (409, "/problems/position_ahead")
        assert answered.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    ("accept", "is_lines"),
    [
        ("application/x-ndjson", True),
        ("application/json;q=0.5, application/x-ndjson; q=0.9", True),
        ("application/x-ndjson;q=0", False),
        ("application/x-ndjson; q=0.000, */*", False),
        ("application/x-ndjson-other", False),
    ],
)
async def test_lines_come_to_who_takes_them(house: House, accept: str, *, is_lines: bool) -> None:
    answered = await house.get(FEED, Role.AUDITOR, Accept=accept)
    assert (answered.headers["content-type"] == "application/x-ndjson") is is_lines


@pytest.mark.parametrize("path", [FEED, f"{FEED}/stream"])
async def test_who_reads_figures_only_follows_nothing(house: House, path: str) -> None:
    assert (await house.get(path, Role.BI)).status_code == 403


async def written_by_many(house: House, cases: list[str], each: int) -> None:
    async def write(case: str) -> None:
        for number in range(each):
            assert (await house.post(f"{case}/note", {"text": str(number)})).status_code == 200

    await asyncio.gather(*(write(case) for case in cases))


async def test_a_follower_by_long_wait_sees_every_position_once_in_order(house: House) -> None:
    await house.open_account()
    cases = [await house.receive_case() for _ in range(5)]
    writing = asyncio.create_task(written_by_many(house, cases, 20))
    found: list[int] = []
    following = f"{FEED}?limit=7&wait=30"
    while len(found) < 106:
        shown = await page(house, following)
        found += [item["position"] for item in shown["items"]]
        following = shown["next"]
    await writing
    assert found == list(range(1, 107))


async def test_a_wait_ends_when_the_server_stops(house: House) -> None:
    waiting = asyncio.create_task(page(house, f"{FEED}?wait=30"))
    while not waiting.done():
        await asyncio.sleep(0)
        house.close_bell()
    assert (await waiting)["items"] == []


async def test_a_follower_by_stream_sees_every_position_once_in_order(house: House) -> None:
    await house.open_account()
    cases = [await house.receive_case() for _ in range(5)]
    async with streaming(house) as stream:
        assert (stream.status, stream.headers["content-type"].split(";")[0]) == (200, "text/event-stream")
        writing = asyncio.create_task(written_by_many(house, cases, 20))
        assert await stream.positions(106) == list(range(1, 107))
        await writing


async def test_a_frame_names_the_event_and_a_resumed_stream_repeats_none(house: House) -> None:
    case = await worked(house)
    async with streaming(house, "after=1") as stream:
        frame = await stream.frame()
        assert frame is not None
        assert (frame["id"], frame["event"]) == ("2", "CaseReceived.v1")
        assert json.loads(frame["data"]) == (await page(house, f"{FEED}?after=1&limit=1"))["items"][0]
    async with streaming(house, "after=1&types=NoteAdded.v1", Last_Event_ID="8") as stream:
        assert await stream.positions(2) == [9, 10]
        await house.post(f"{case}/reopen", {"reason": "agreed"})
        await house.post(f"{case}/note", {"text": "later"})
        assert await stream.positions(1) == [13]


async def test_after_a_silence_a_comment_says_how_far_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await worked(house)
    monkeypatch.setattr(feed_reads, "SILENCE_SECONDS", 0.01)
    async with streaming(house, "types=AccountOpened.v1&after=1") as stream:
        assert await stream.frame() == {"": "", "id": "11"}


async def test_a_stream_ends_when_the_server_stops(house: House) -> None:
    await house.open_account()
    async with streaming(house) as stream:
        assert await stream.positions(1) == [1]
        house.close_bell()
        while (frame := await stream.frame()) is not None:
            assert "data" not in frame


async def test_a_revoked_key_reads_no_further(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_reads, "SILENCE_SECONDS", 0.01)
    await house.open_account()
    async with streaming(house) as stream:
        assert await stream.positions(1) == [1]
        engine = create_engine(house.url)
        with engine.begin() as connection:
            revoke_key(connection, key_of(Role.AUDITOR).split("_")[1], now=MORNING)
        engine.dispose()
        house.clock.advance(seconds=6)
        while await stream.frame() is not None:
            pass
