"""When the loop stands still, it is seen in which route."""

import asyncio
import time
from collections.abc import Callable

from service.api.http.access import Role
from service.main.loop_watch import NO_ROUTE, STANDS_AFTER_SECONDS, LoopWatch
from tests.api.composition import House

STANDS = STANDS_AFTER_SECONDS * 4


class Stood:
    """What the watch tells, and the moment at which it does."""

    def __init__(self, also: Callable[[str, float], None] = lambda *_: None) -> None:
        self.told: list[tuple[str, float]] = []
        self.is_told = asyncio.Event()
        self._also = also

    def __call__(self, route: str, seconds: float) -> None:
        self._also(route, seconds)
        self.told.append((route, seconds))
        self.is_told.set()


def compute() -> None:
    """Use the processor for a while."""
    until = time.monotonic() + STANDS
    while time.monotonic() < until:
        pass


async def test_the_route_that_holds_the_loop_is_named_in_the_measures(house: House) -> None:
    async def hold() -> dict[str, str]:
        compute()
        return {}

    house.app.add_api_route("/v1/cases/{case_id}/hold", hold)
    stood = Stood(house.app.state.metrics.loop_stood)
    async with LoopWatch(stood).running():
        while "/v1/cases/{case_id}/hold" not in dict(stood.told):
            stood.is_told.clear()
            assert (await house.client.get("/v1/cases/7/hold")).status_code == 200
            await stood.is_told.wait()
    measured = (await house.get("/metrics", Role.MONITORING)).text
    assert 'casebook_loop_stood_total{route="/v1/cases/{case_id}/hold"} ' in measured
    assert 'casebook_loop_stood_seconds_total{route="/v1/cases/{case_id}/hold"} ' in measured


async def test_what_no_request_holds_is_counted_apart() -> None:
    stood = Stood()
    async with LoopWatch(stood).running():
        compute()
        await stood.is_told.wait()
    assert {route for route, _ in stood.told} == {NO_ROUTE}


async def test_what_computes_beside_the_loop_does_not_hold_it() -> None:
    stood = Stood()
    async with LoopWatch(stood).running():
        await asyncio.to_thread(compute)
    assert [seconds for _, seconds in stood.told if seconds >= STANDS] == []
