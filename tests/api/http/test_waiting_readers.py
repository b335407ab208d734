"""Who waits for a position holds up nobody else, and only so many may wait."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from service.api.http.access import Role
from service.api.http.lists.waiting import MOST_WAITING, MOST_WAITING_OF_ONE_KEY, PositionWaits
from service.api.http.problems.error import ProblemError
from tests.api.composition import House

PATHS = ("/v1/cases", "/v1/clocks", "/v1/complaints", "/v1/surveys/due")
Asking = asyncio.Task[httpx.Response]


async def waiting_for(house: House, position: int, count: int, role: Role = Role.AGENT) -> list[Asking]:
    """Return requests that wait for a position, after those that are refused have their answer."""
    paths = [f"{PATHS[number % len(PATHS)]}?min_position={position}" for number in range(count)]
    tasks = [asyncio.create_task(house.get(path, role)) for path in paths]
    pending = {*tasks}
    while len(pending) > MOST_WAITING_OF_ONE_KEY:
        _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    return tasks


def statuses(tasks: list[Asking]) -> Counter[int]:
    return Counter(task.result().status_code for task in tasks if task.done())


async def test_forty_who_wait_hold_up_no_read_and_no_command(house: House) -> None:
    await house.open_account()
    await house.catch_up()
    head = await house.application.log.head()
    tasks = await waiting_for(house, head + 1, 40)
    for _ in range(20):
        assert (await house.get("/v1/cases")).status_code == 200
    assert statuses(tasks) == {429: 40 - MOST_WAITING_OF_ONE_KEY}
    await house.receive_case()
    await house.catch_up()
    await asyncio.gather(*tasks)
    assert statuses(tasks) == {429: 40 - MOST_WAITING_OF_ONE_KEY, 200: MOST_WAITING_OF_ONE_KEY}


async def test_a_key_that_lets_too_many_wait_takes_no_room_of_another(house: House) -> None:
    await house.open_account()
    head = await house.application.log.head()
    greedy = await waiting_for(house, head + 1, MOST_WAITING_OF_ONE_KEY + 5, Role.AUDITOR)
    other = await waiting_for(house, head, 3, Role.SUPERVISOR)
    await house.catch_up()
    await asyncio.gather(*other)
    assert statuses(other) == {200: 3}
    refused = next(task.result() for task in greedy if task.done())
    assert refused.json()["type"] == "/problems/too_many_waiting"
    assert refused.headers["Retry-After"] == "1"
    for task in greedy:
        task.cancel()


class Looks:
    """Answers with 0 once and then with 5, and counts how often it is asked."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self) -> int:
        self.count += 1
        return 5 if self.count > 1 else 0


async def test_there_is_one_look_however_many_wait_and_none_while_nobody_does() -> None:
    looks = Looks()
    waits = PositionWaits(looks, wait_seconds=60)
    tasks = [asyncio.create_task(waits.reached(5, f"key{number}")) for number in range(100)]
    await asyncio.gather(*tasks)
    assert looks.count == 2
    await waits.reached(4, "key")
    assert looks.count == 2


async def nowhere() -> int:
    return 0


async def test_all_together_have_a_bound_too() -> None:
    waits = PositionWaits(nowhere, wait_seconds=60)
    tasks = [asyncio.create_task(waits.reached(5, f"key{number}")) for number in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(ProblemError, match="too_many_waiting"):
        await waits.reached(5, "another")
    for task in tasks:
        task.cancel()


async def test_what_is_not_reached_in_time_and_what_cannot_be_looked_up_is_said() -> None:
    waits = PositionWaits(nowhere, wait_seconds=0.01)
    with pytest.raises(ProblemError, match="projection_behind"):
        await waits.reached(5, "key")

    async def away() -> Any:
        raise OperationalError("select", {}, ConnectionError())

    waits = PositionWaits(away, wait_seconds=60)
    with pytest.raises(OperationalError):
        await waits.reached(5, "key")
