"""Who read is known afterwards: successful reads and commands leave a line, of who, what and when alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from prometheus_client import CollectorRegistry

from service.api.http.access import ANYBODY, Role
from service.api.http.keys import create_key
from service.database.engine import create_engine
from service.main.access_log import FOLDER, NEWEST, AccessLog, written_lines
from tests.api.composition import MORNING, House, bearer, composed
from tests.api.surveys.survey_scenes import LI, Customer, invited, opened_house, resolved_case

DROPPED = "casebook_access_lines_dropped_total"


def log_in(folder: Path, **bounds: Any) -> AccessLog:
    usual: dict[str, Any] = {"file_bytes": 1_000_000, "files": 3, "registry": CollectorRegistry()}
    return AccessLog(folder / FOLDER, now=lambda: MORNING, **{**usual, **bounds})


@pytest.fixture
def log(tmp_path: Path) -> AccessLog:
    return log_in(tmp_path)


@pytest.fixture
async def house(database_url: str, log: AccessLog) -> AsyncIterator[House]:
    async with composed(database_url, accessed=log.note) as running:
        yield running


async def lines_of(log: AccessLog, folder: Path) -> list[dict[str, Any]]:
    async with log.running():
        pass
    return list(written_lines(folder))


async def test_a_read_and_a_command_leave_a_line_of_who_what_and_when_and_of_nothing_else(
    house: House, log: AccessLog, tmp_path: Path
) -> None:
    await house.open_account()
    case = await house.receive_case(subject="geheim")
    read = await house.get(f"{case}?as_of=geheim", Role.AUDITOR, x_request_id="r-1")
    assert read.status_code in {200, 422}
    read = await house.get(case, Role.AUDITOR, x_request_id="r-2")
    assert "geheim" in read.text
    lines = await lines_of(log, tmp_path)
    case_id = case.rpartition("/")[2]
    assert lines[-1] == {
        "at": "2026-03-02T09:00:00Z",
        "request_id": "r-2",
        "key_id": "auditor",
        "staff_id": None,
        "method": "GET",
        "route": "/v1/cases/{case_id}",
        "ids": {"case_id": case_id},
        "status": 200,
    }
    assert [(line["method"], line["route"], line["status"]) for line in lines[:2]] == [
        ("POST", "/v1/accounts", 201),
        ("POST", "/v1/cases", 201),
    ]
    assert "geheim" not in str(lines)


async def test_a_key_that_spoke_for_a_person_leaves_the_person(
    house: House, log: AccessLog, tmp_path: Path
) -> None:
    engine = create_engine(house.url)
    with engine.begin() as connection:
        key = create_key(
            connection, "desk", Role.AGENT, key_id="desk", secret="d" * 43, now=MORNING, speaks_for=[ANYBODY]
        )
    engine.dispose()
    await house.client.get("/v1/cases", headers={"Authorization": f"Bearer {key}", "Casebook-Staff": "li.na"})
    (line,) = await lines_of(log, tmp_path)
    assert (line["key_id"], line["staff_id"], line["route"]) == ("desk", "li.na", "/v1/cases")


async def test_who_has_no_key_or_may_not_or_asks_too_often_pushes_no_line_out(
    house: House, log: AccessLog, tmp_path: Path
) -> None:
    await house.get("/v1/cases", Role.BI)
    engine = create_engine(house.url)
    with engine.begin() as connection:
        slow = create_key(
            connection, "slow", Role.BI, key_id="slow", secret="s" * 43, now=MORNING, requests_per_second=1
        )
    engine.dispose()
    asked = [
        await house.client.get("/v1/kpis", headers={"Authorization": f"Bearer {slow}"}) for _ in range(9)
    ]
    assert 429 in {answer.status_code for answer in asked}
    del house.client.headers["Authorization"]
    for path in ("/v1/cases", "/livez", "/docs", "/s/geheim", "/v1/geheim"):
        await house.client.get(path)
    lines = await lines_of(log, tmp_path)
    served = sum(answer.status_code == 200 for answer in asked)
    assert [(line["key_id"], line["status"]) for line in lines] == [("slow", 200)] * served


async def test_who_opens_a_survey_page_leaves_the_case_and_never_the_link(
    house: House, log: AccessLog, tmp_path: Path
) -> None:
    await opened_house(house)
    case = await resolved_case(house)
    customer = await invited(house, case, contact_id=str(LI))
    assert (await customer.opens()).status_code == 200
    assert (await customer.sends({"wish": "decline"})).status_code < 400
    token = customer.link.rpartition("/")[2]
    assert (await Customer(house, f"/s/{token[:-1]}x").opens()).status_code == 404
    *_, opened, sent = lines = await lines_of(log, tmp_path)
    assert (opened["method"], sent["method"]) == ("GET", "POST")
    for line in (opened, sent):
        assert (line["route"], line["key_id"], line["staff_id"]) == ("/s/{token}", None, None)
        assert line["ids"] == {"case_id": case.rpartition("/")[2]}
    assert token not in str(lines)


async def test_a_stream_of_events_is_noted_when_it_begins_not_when_it_ends(
    house: House, log: AccessLog, tmp_path: Path
) -> None:
    await house.open_account()
    begun = asyncio.Event()

    async def listen() -> None:
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/v1/events/stream",
            "raw_path": b"/v1/events/stream",
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "client": None,
            "server": ("casebook", 80),
            "headers": [(b"authorization", bearer(Role.AUDITOR)["Authorization"].encode())],
        }

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                begun.set()

        await house.app(scope, receive, send)

    listening = asyncio.create_task(listen())
    await begun.wait()
    lines = await lines_of(log, tmp_path)
    assert (lines[-1]["key_id"], lines[-1]["route"]) == ("auditor", "/v1/events/stream")
    assert not listening.done()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_the_files_stay_within_their_bounds_and_the_newest_lines_stay(tmp_path: Path) -> None:
    file_bytes, files = 60_000, 3
    log = log_in(tmp_path, file_bytes=file_bytes, files=files)
    for number in range(2_000):
        log.note(request(number), 200)
    lines = await lines_of(log, tmp_path)
    sizes = [path.stat().st_size for path in (tmp_path / FOLDER).iterdir()]
    assert len(sizes) == files
    assert max(sizes) <= file_bytes
    numbers = [int(line["request_id"]) for line in lines]
    assert numbers == list(range(numbers[0], 2_000))
    assert numbers[0] > 0
    after = log_in(tmp_path, file_bytes=file_bytes, files=1)
    for number in range(2_000, 2_200):
        after.note(request(number), 200)
    assert [int(line["request_id"]) for line in await lines_of(after, tmp_path)][-1] == 2_199
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [NEWEST]


async def test_what_does_not_fit_into_the_queue_is_counted_in_a_measure_and_said_in_the_file(
    tmp_path: Path,
) -> None:
    registry = CollectorRegistry()
    log = log_in(tmp_path, most_waiting=10, registry=registry)
    for number in range(25):
        log.note(request(number), 200)
    said, *lines = await lines_of(log, tmp_path)
    assert said == {"at": "2026-03-02T09:00:00Z", "dropped": 15}
    assert len(lines) == 10
    assert registry.get_sample_value(DROPPED) == 15


async def test_a_folder_that_cannot_be_written_keeps_nobody_waiting_and_is_said_once_it_can(
    tmp_path: Path,
) -> None:
    registry = CollectorRegistry()
    (tmp_path / FOLDER).write_text("in the way")
    log = log_in(tmp_path, registry=registry)
    log.note(request(1), 200)
    assert await lines_of(log, tmp_path) == []
    assert registry.get_sample_value(DROPPED) == 1
    (tmp_path / FOLDER).unlink()
    log.note(request(2), 200)
    await lines_of(log, tmp_path)
    assert [line.get("dropped", line.get("request_id")) for line in written_lines(tmp_path)] == [1, "2"]


async def test_only_the_owner_reads_the_log_and_half_a_line_spoils_no_other(
    log: AccessLog, tmp_path: Path
) -> None:
    log.note(request(1), 200)
    await lines_of(log, tmp_path)
    newest = tmp_path / FOLDER / NEWEST
    assert newest.stat().st_mode & 0o077 == 0
    assert newest.parent.stat().st_mode & 0o077 == 0
    whole = orjson.dumps({"at": "2026-03-02T09:00:00Z", "request_id": "2"})
    newest.write_bytes(newest.read_bytes() + b'{"at": "2026\n' + whole + b"\n")
    assert [line["request_id"] for line in written_lines(tmp_path)] == ["1", "2"]


def request(number: int) -> dict[str, Any]:
    caller = type("Holder", (), {"key_id": "agent", "staff_id": None})()
    state = {"caller": caller, "request_id": str(number)}
    return {
        "state": state,
        "method": "GET",
        "path_params": {"case_id": "長" * 1_000 if number % 9 == 0 else "7"},
    }
