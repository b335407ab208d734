"""What lasts is answered by another process, as the server itself would; each key in its turn."""

import asyncio
import dataclasses
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import Request

from service.api.http.access import Caller, Role
from service.api.http.beside import MOST_ON_THE_LOOP, MOST_WAITING_OF_ONE_KEY, Turns
from service.api.http.problems.error import ProblemError
from service.database.app_role import as_application
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.main.long_reads import LongReads
from tests.api.composition import House, bearer, composed

READS = (
    "",
    "/history?limit=20",
    "/history?after_version=30&limit=7",
    "/stages",
    "/story",
    "/story?promises=all&language=zh",
    "/clocks?version=70",
    "/duplicates",
    "/classification-suggestion",
    "/story?version=99999",
    "/story?position=1",
    "?recorded_at=1999-01-01T00:00:00Z",
)
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("long_reads")]
KEPT = ("content-type", "etag", "cache-control", "x-content-type-options")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_database_url: str) -> AsyncIterator[House]:
    """The house of all tests here: what answers beside takes long to begin."""
    async with composed(module_database_url) as running:
        await running.open_account()
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def path(house: House) -> str:
    """Receive a case with more events than are read at once, and return its path."""
    path = await house.receive_case(reference="PO-7")
    batch = [
        {
            "id": f"note-{number}",
            "type": "AddNote",
            "stream_id": path.rpartition("/")[2],
            "command": {"text": f"电话记录 {number}"},
        }
        for number in range(MOST_ON_THE_LOOP)
    ]
    answer = await house.post("/v1/commands", {"commands": batch})
    assert answer.status_code == 200, answer.text
    await house.catch_up()
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reads(house: House) -> AsyncIterator[LongReads]:
    """Give what answers beside, by a process that begins with the first read."""
    reads = LongReads(as_application(house.url), BUSINESS_ZONE, seconds_at_most=600.0)
    async with reads.running():
        yield reads


@contextmanager
def beside(house: House, reads: LongReads) -> Iterator[None]:
    """Have what lasts answered beside while inside."""
    services = house.app.state.services
    house.app.state.services = dataclasses.replace(services, answer_beside=reads.answer)
    try:
        yield
    finally:
        house.app.state.services = services


def shown(answer: httpx.Response) -> tuple[int, dict[str, str], Any]:
    body = answer.json() if answer.content else None
    return answer.status_code, {name: answer.headers.get(name, "") for name in KEPT}, body


async def test_an_explanation_of_a_month_is_made_beside_and_a_short_case_is_not(
    house: House, reads: LongReads
) -> None:
    short = await house.receive_case()
    await house.post(f"{short}/note", {"text": "x"})
    assert reads.process is None, "no test before this one may have had it begin"
    with beside(house, reads):
        for read in ("", "/story", "/history", "/clocks", "/duplicates", "/classification-suggestion"):
            assert (await house.client.get(short + read)).status_code == 200
        assert reads.process is None
        now = house.clock.moment
        house.clock.advance(days=31)
        assert (await house.client.get(f"{short}/clocks")).status_code == 200
        house.clock.moment = now
        assert reads.process is not None


async def test_what_lasts_is_answered_as_the_server_itself_would(
    house: House, path: str, reads: LongReads
) -> None:
    asked = {"Accept-Language": "zh", "X-Request-Id": "call-4711"}
    on_the_loop = [shown(await house.client.get(path + read, headers=asked)) for read in READS]
    with beside(house, reads):
        assert [shown(await house.client.get(path + read, headers=asked)) for read in READS] == on_the_loop
        assert reads.process is not None
        etag = on_the_loop[0][1]["etag"]
        assert etag == f'"{on_the_loop[0][2]["version"]}"'
        again = await house.client.get(path, headers={"If-None-Match": etag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


PERIOD = "from_at=2026-03-01T00:00:00Z&to_at=2026-04-01T00:00:00Z"


async def test_figures_by_group_and_documents_are_made_beside(
    house: House, path: str, reads: LongReads
) -> None:
    assert path
    document = f"/v1/reports/documents/service-performance?{PERIOD}"
    figures = (
        "/v1/reports/kpi?by=account",
        document,
        f"{document}&format=xlsx",
        f"{document}&format=csv&language=zh",
    )
    here = [await house.get(read) for read in figures]
    with beside(house, reads):
        for read, own in zip(figures, here, strict=True):
            answer = await house.get(read)
            assert (answer.status_code, answer.content) == (200, own.content), read
            for name in ("content-type", "content-disposition", "content-language"):
                assert answer.headers.get(name) == own.headers.get(name), (read, name)
        assert reads.process is not None


async def test_scores_of_all_accounts_are_made_beside_and_so_is_what_another_formula_would_make(
    house: House, path: str, reads: LongReads
) -> None:
    assert path
    part = {"part": "complaints", "weight": 100, "worst": 1, "best": 0}
    formula = {"guideline": "health", "version": 1, "parts": [part], "healthy_from": 70, "attention_from": 45}
    rules = await house.post("/v1/guidelines", {"content": formula}, **bearer(Role.SUPERVISOR))
    assert rules.status_code == 200, rules.text
    day = f"{house.clock.moment:%Y-%m-%d}"
    tried = {"formula": {**formula, "version": 2}, "from_on": day, "until_on": day}

    async def answers() -> list[httpx.Response]:
        shadow = await house.post("/v1/health/shadow", tried, **bearer(Role.SUPERVISOR))
        wrong = await house.post("/v1/health/shadow", {"formula": {}}, **bearer(Role.SUPERVISOR))
        return [await house.get(f"/v1/health?on={day}"), shadow, wrong]

    here = await answers()
    assert [answer.status_code for answer in here] == [200, 200, 422]
    assert here[0].json()["items"][0]["moved"] is None, "no formula was in force a month before"
    with beside(house, reads):
        there = await answers()
    assert [answer.content for answer in there[:2]] == [answer.content for answer in here[:2]]
    assert there[2].status_code == 422
    assert reads.process is not None


async def test_what_was_told_last_is_read_beside_too(house: House, path: str, reads: LongReads) -> None:
    with beside(house, reads):
        for number in range(3):
            told = await house.post(f"{path}/note", {"text": f"Called again {number}"})
            assert (await house.client.get(path)).headers["etag"] == told.headers["etag"]


async def test_a_customer_reads_its_own_long_case_beside_and_no_other(
    house: House, path: str, reads: LongReads
) -> None:
    with beside(house, reads):
        for name in (path.rpartition("/")[2], "PO-7"):
            assert (await house.get(f"/v1/intake/{name}", Role.CUSTOMER_SYSTEM)).status_code == 200
        first = reads.process
        assert first is not None
        refused = await house.get(f"{path}/story", Role.CUSTOMER_SYSTEM)
        assert refused.json()["type"] == "/problems/forbidden"


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_process_that_ends_or_hangs_costs_one_answer_and_is_started_again(
    house: House, path: str, reads: LongReads, ending: signal.Signals
) -> None:
    with beside(house, reads):
        assert (await house.client.get(path)).status_code == 200
        first = reads.process
        assert first is not None
        first.send_signal(ending)
        reads.seconds_at_most = 0.5 if ending is signal.SIGSTOP else 600.0
        refused = await house.client.get(path)
        if refused.status_code != 200:  # a killed one may be known to have ended before it is asked
            assert refused.json()["type"] == "/problems/server_busy"
            assert refused.headers["Retry-After"] == "1"
        await first.wait()
        reads.seconds_at_most = 600.0
        assert (await house.client.get(path)).status_code == 200
        assert reads.process is not first


async def test_a_read_that_takes_too_long_names_the_job_that_would_do(
    house: House, path: str, reads: LongReads
) -> None:
    with beside(house, reads):
        assert (await house.client.get(path)).status_code == 200
        first = reads.process
        assert first is not None
        first.send_signal(signal.SIGSTOP)
        reads.seconds_at_most = 0.5
        refused = await house.get(f"/v1/reports/documents/service-performance?{PERIOD}")
        reads.seconds_at_most = 600.0
        assert (refused.status_code, refused.json()["type"]) == (503, "/problems/takes_too_long")
        assert "POST /v1/jobs with kind document" in refused.json()["detail"]
        await first.wait()


async def test_an_answer_that_nobody_waits_for_is_not_given_to_another(
    house: House, path: str, reads: LongReads
) -> None:
    caller = Caller(key_id="1", name="crm", role=Role.AUDITOR)

    def asked(read: str) -> Request:
        scope = {"type": "http", "method": "GET", "path": path + read, "query_string": b"", "headers": []}
        return Request({**scope, "state": {"request_id": "call-4711"}})

    with beside(house, reads):
        await reads.answer(asked(""), caller)
        first = reads.process
        assert first is not None
        first.send_signal(signal.SIGSTOP)
        given_up = asyncio.create_task(reads.answer(asked("/story"), caller))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.wait([given_up])
        answer = await reads.answer(asked("/stages"), caller)
        assert json.loads(bytes(answer.body)).keys() == {"items"}
        assert reads.process is not first


async def test_keys_take_turns_and_none_has_two_at_a_time() -> None:
    turns, order = Turns(), list[str]()

    async def ask(key: str) -> None:
        async with turns.taken(key):
            order.append(key)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for key in ["greedy"] * 10 + ["modest", "shy"]:
            group.create_task(ask(key))
    assert order[0] == "greedy"
    assert set(order[1:4]) == {"greedy", "modest", "shy"}
    assert len(order) == 12


async def test_only_so_many_of_a_key_wait_and_others_have_room() -> None:
    turns = Turns()
    async with AsyncExitStack() as held:
        await held.enter_async_context(turns.taken("first"))
        waiting = [
            asyncio.create_task(turns.taken("greedy").__aenter__()) for _ in range(MOST_WAITING_OF_ONE_KEY)
        ]
        await asyncio.sleep(0)
        with pytest.raises(ProblemError, match="too_many_waiting"):
            await held.enter_async_context(turns.taken("greedy"))
        other = asyncio.create_task(turns.taken("modest").__aenter__())
        await asyncio.sleep(0)
        assert not other.done()
        for task in (*waiting, other):
            task.cancel()
        await asyncio.wait([*waiting, other])
    async with turns.taken("greedy"):
        pass
