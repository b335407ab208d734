"""Rows of earlier positions are made one after the other, each once however many want it."""

import asyncio

import pytest

from service.projections.as_of.process import MOST_WANTED, NotMadeError, PastRows, TooManyWantedError


class Making:
    """Makes rows once it may; says what it made."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.at_once = 0
        self.may = asyncio.Event()

    async def __call__(self, position: int) -> None:
        self.at_once += 1
        assert self.at_once == 1, "one after the other"
        await self.may.wait()
        self.made.append(position)
        self.at_once -= 1


async def test_many_who_want_one_position_have_it_made_once() -> None:
    making = Making()
    past_rows = PastRows(making)
    waiting = [asyncio.create_task(past_rows.made(position)) for position in (7, 7, 8, 7)]
    await asyncio.sleep(0)
    making.may.set()
    await asyncio.gather(*waiting)
    assert making.made == [7, 8]
    await past_rows.made(7)
    assert making.made == [7, 8, 7]


async def test_who_stops_waiting_does_not_stop_the_making() -> None:
    making = Making()
    past_rows = PastRows(making)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(past_rows.made(7), 0.001)
    making.may.set()
    await past_rows.made(7)
    assert making.made == [7]


async def test_where_many_positions_are_wanted_another_is_refused_but_not_one_of_them() -> None:
    making = Making()
    past_rows = PastRows(making)
    waiting = [asyncio.create_task(past_rows.made(position)) for position in range(MOST_WANTED)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyWantedError):
        await past_rows.made(MOST_WANTED)
    also = asyncio.create_task(past_rows.made(3))
    making.may.set()
    await asyncio.gather(*waiting, also)
    assert sorted(making.made) == list(range(MOST_WANTED))


async def test_everybody_who_waits_is_told_that_it_failed_and_the_next_may_try_again() -> None:
    tried: list[int] = []

    async def fails_once(position: int) -> None:
        tried.append(position)
        if len(tried) == 1:
            raise NotMadeError

    past_rows = PastRows(fails_once)
    told = await asyncio.gather(past_rows.made(7), past_rows.made(7), return_exceptions=True)
    assert [type(each) for each in told] == [NotMadeError, NotMadeError]
    await past_rows.made(7)
    assert tried == [7, 7]
