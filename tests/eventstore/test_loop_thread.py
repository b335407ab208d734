"""The loop in a thread answers who calls, also while it is being closed, and hands errors on."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from threading import Event

import pytest

from service.eventstore.library.loop_thread import LoopStoppedError, LoopThread


@asynccontextmanager
async def opened() -> AsyncIterator[str]:
    yield "opened"


async def answer() -> str:
    return "answered"


def test_a_call_under_way_is_answered_before_the_loop_ends() -> None:
    thread = LoopThread(opened, name="under test")
    assert thread.start() == "opened"
    begun = Event()

    async def slow() -> str:
        begun.set()
        await thread._leave.wait()
        for _ in range(10):
            await asyncio.sleep(0)
        return "answered"

    with ThreadPoolExecutor(1) as another:
        called = another.submit(thread.call, slow())
        begun.wait()
        thread.close()
        assert called.result() == "answered"


def test_a_loop_that_is_not_running_says_so() -> None:
    thread = LoopThread(opened, name="under test")
    with pytest.raises(LoopStoppedError):
        thread.call(answer())
    thread.start()
    assert thread.call(answer()) == "answered"
    thread.close()
    thread.close()
    with pytest.raises(LoopStoppedError):
        thread.call(answer())


@pytest.mark.parametrize("fails_on", ["opening", "closing"])
def test_what_goes_wrong_inside_is_raised_outside(fails_on: str) -> None:
    @asynccontextmanager
    async def planted() -> AsyncIterator[None]:
        if fails_on == "opening":
            raise LookupError(fails_on)
        yield
        raise LookupError(fails_on)

    thread = LoopThread(planted, name="under test")
    if fails_on == "opening":
        with pytest.raises(LookupError, match="opening"):
            thread.start()
    else:
        thread.start()
        with pytest.raises(LookupError, match="closing"):
            thread.close()
