"""A PostgreSQL that hangs: whoever asks for what stands in it is told so, at the promised time."""

import asyncio
import sys
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from service.api.http.access import Role
from service.database.embedded.server import EmbeddedPostgres
from tests.api.composition import House, composed
from tests.api.http.test_rights import RIGHTS, Accounts, routes_of
from tests.cluster import arrange
from tests.hanging import given_up, own_server, stopped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes through /proc")

PATIENCE_SECONDS = 2.0
NEED_NO_DATABASE = {"/v1/kpis", "/v1/reports/documents", "/v1/meta/dictionary"}
PERIOD = "from_at=2026-01-01T00:00:00Z&to_at=2026-04-01T00:00:00Z"
NEVER_END = {"/v1/events/stream"}
BOUNDED_ELSEWHERE = {"/metrics"}
OPEN = {path.removeprefix("GET ") for path in RIGHTS["routes"]["open"]}
UNAVAILABLE = (503, "/problems/record_unavailable")
NOBODYS = "z" * 43
BY_CUSTOMER = "/v1/intake/{reference}"
ASKED_BY = {BY_CUSTOMER: Role.CUSTOMER_SYSTEM, "/s/{token}": Role.CUSTOMER_SYSTEM}


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    with own_server() as server:
        arrange(server.url())
        yield server


def named(path: str) -> str:
    """Return a path with what it must name besides cases and accounts."""
    if path == "/v1/reports/documents/{slug}":
        return f"/v1/reports/documents/service-performance?{PERIOD}"
    return path.replace("{version}", "1").replace("{slug}", "clock_attainment").replace("{token}", NOBODYS)


async def answers(house: House, accounts: Accounts, paths: set[str]) -> dict[str, httpx.Response]:
    """Ask for all at once, as whoever may; return the answers by path."""
    asked = sorted(paths)
    got = await asyncio.gather(
        *(house.get(accounts.fill(named(path)), ASKED_BY.get(path, Role.SUPERVISOR)) for path in asked)
    )
    return dict(zip(asked, got, strict=True))


async def accounts_of(house: House) -> Accounts:
    account = await house.open_account()
    case = await house.receive_case()
    await house.catch_up()
    return Accounts(case.rpartition("/")[2], str(account))


def reads_of(house: House) -> set[str]:
    """Return the paths of all reads that need a key and end."""
    reads = {path.removeprefix("GET ") for path in routes_of(house) if path.startswith("GET ")}
    assert len(reads - OPEN - NEVER_END - BOUNDED_ELSEWHERE) >= 39
    return reads - OPEN - NEVER_END - BOUNDED_ELSEWHERE


async def answers_while_stopped(
    server: EmbeddedPostgres, *, with_postmaster: bool
) -> dict[str, httpx.Response]:
    """Stop the server, ask for everything, and return the answers, all there before the driver lets go."""
    async with (
        composed(server.url(), patience_seconds=PATIENCE_SECONDS, min_position_wait_seconds=0.01) as house,
        await psycopg.AsyncConnection.connect(server.url(), autocommit=True) as plain,
    ):
        accounts = await accounts_of(house)
        for known in (
            "/v1/cases",
            "/v1/cases/{case_id}",
            BY_CUSTOMER,
        ):  # the sessions are open, the keys known
            assert (await answers(house, accounts, {known}))[known].status_code == 200
        with stopped(server, with_postmaster=with_postmaster):
            asking = asyncio.create_task(answers(house, accounts, reads_of(house)))
            driver = asyncio.create_task(given_up(plain, PATIENCE_SECONDS))
            ended, _ = await asyncio.wait({asking, driver}, return_when=asyncio.FIRST_COMPLETED)
            assert ended == {asking}
            await asyncio.wait({driver})
            assert isinstance(driver.exception(), TimeoutError)
        return asking.result()


async def test_every_read_is_answered_while_the_server_hangs(server: EmbeddedPostgres) -> None:
    for path, answer in (await answers_while_stopped(server, with_postmaster=True)).items():
        if path in NEED_NO_DATABASE:
            assert answer.status_code == 200, path
        else:
            assert (answer.status_code, answer.json()["type"]) == UNAVAILABLE, path
            assert answer.headers["Retry-After"] == "1", path


async def test_what_meets_a_session_that_hangs_is_answered_and_the_rest_goes_on(
    server: EmbeddedPostgres,
) -> None:
    found = await answers_while_stopped(server, with_postmaster=False)
    refused = [each for each in found.values() if each.status_code >= 500]
    assert {(each.status_code, each.json()["type"]) for each in refused} == {UNAVAILABLE}
