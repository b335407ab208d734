"""An event loop in a thread of its own, for callers that are not asynchronous."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class LoopStoppedError(Exception):
    """The loop is not running: it was not started, or it was closed."""


class LoopThread(Generic[T]):
    """Keeps an asynchronous context open in a thread between `start()` and `close()`, each called once."""

    def __init__(self, context: Callable[[], AbstractAsyncContextManager[T]], *, name: str) -> None:
        self._context = context
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._entered: Future[T] = Future()
        self._ended: Future[None] = Future()
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave = asyncio.Event()
        self._calls: set[asyncio.Task[Any]] = set()

    def start(self) -> T:
        """Open the context and return what it gives. Raises what opening it raised."""
        self._thread.start()
        return self._entered.result()

    def call(self, work: Coroutine[Any, Any, R]) -> R:
        """Run a coroutine in the loop and return its result. Raises what it raises, or LoopStoppedError."""
        with self._lock:
            if self._loop is None:
                work.close()
                raise LoopStoppedError
            running = asyncio.run_coroutine_threadsafe(self._tracked(work), self._loop)
        return running.result()

    def close(self) -> None:
        """Wait for running calls, close the context, end the thread. Raises what closing it raised."""
        with self._lock:
            loop, self._loop = self._loop, None
            if loop is not None:
                loop.call_soon_threadsafe(self._leave.set)
        if loop is not None:
            self._ended.result()
            self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for it
            (self._ended if self._entered.done() else self._entered).set_exception(error)
        else:
            self._ended.set_result(None)

    async def _live(self) -> None:
        async with self._context() as entered:
            self._loop = asyncio.get_running_loop()
            self._entered.set_result(entered)
            await self._leave.wait()
            if self._calls:
                await asyncio.wait(self._calls)

    async def _tracked(self, work: Coroutine[Any, Any, R]) -> R:
        task = asyncio.current_task()
        if task is None:
            raise LoopStoppedError
        self._calls.add(task)
        try:
            return await work
        finally:
            self._calls.discard(task)
