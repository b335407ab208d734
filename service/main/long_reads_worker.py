"""A program that answers reads that last, one after the other, until its standard input ends.

It has the routes of the server over connections of its own and never records anything. It reads an Order, and
prints a line when it listens; then it reads Asked, one a line, and says Said, one a line, each followed by as
many bytes of the body: first status and headers, then piece by piece the body, and how far it is.
Run: `python -m service.main.long_reads_worker`.
"""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO
from zoneinfo import ZoneInfo

import structlog
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import Message, Scope

from service import main
from service.api.app import create_app
from service.api.http.access import Caller
from service.api.http.beside import PROGRESS
from service.api.http.guard import VOUCHED_FOR
from service.api.http.keys import KeyStore
from service.api.http.services import Services
from service.database.async_engine import create_async_engine
from service.database.engine import libpq_url
from service.database.patience import SECONDS_FOR_A_REQUEST
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from service.projections.as_of.process import NotMadeError, PastRows
from service.projections.runner import RunnerStatus
from service.reports.what_if.process import WhatIfsHere

SECONDS_BETWEEN_TELLING = 0.5
YIELDS_BY = 5
"""Where the processors do not suffice for all, what lasts waits, once the program has begun."""
PASSED_ON = frozenset({"accept-language", "if-none-match"})
"""The headers of a request that its answer may hang on."""
GIVEN_BACK = frozenset({"content-type", "content-language", "content-disposition", "etag", "retry-after"})


class Order(BaseModel):
    """Whose record is read. Not an argument, because the URL holds a password."""

    url: str
    zone: str
    patience_seconds: float = SECONDS_FOR_A_REQUEST


class Asked(BaseModel):
    """A read that was let in, and who asked."""

    method: str = "GET"
    path: str
    query: str
    body: str = ""
    headers: dict[str, str]
    caller: Caller


class Said(BaseModel):
    """A part of an answer: status and headers, or a piece of the body, or how much is done, or the end."""

    status: int | None = None
    headers: dict[str, str] = {}
    length: int = 0
    """As many bytes of body follow."""
    done: int | None = None
    total: int | None = None
    is_last: bool = False


async def work(answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    order = Order.model_validate_json(sys.stdin.buffer.readline())
    async with _application(order) as app:
        answers.write(b"begun\n")
        answers.flush()
        os.nice(YIELDS_BY)
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            await _answer(app, Asked.model_validate_json(line), Telling(answers))


@asynccontextmanager
async def _application(order: Order) -> AsyncIterator[FastAPI]:
    """Offer the routes. The appender is never started: nothing can be recorded here."""
    engine = create_async_engine(order.url, application_name="casebook long reads", pool_size=1)
    url = libpq_url(order.url)
    try:
        async with EventLog(url, connections=1).reading() as log:
            application = Application(log, Appender(url), now=main.now, new_id=main.new_id)
            app = create_app(
                Services(
                    application=application,
                    engine=engine,
                    keys=KeyStore(engine, now=main.now),
                    projection_status=_nothing_is_folded,
                    past_rows=PastRows(_made_by_the_server),
                    now=main.now,
                    new_id=main.new_id,
                    business_zone=ZoneInfo(order.zone),
                    patience_seconds=order.patience_seconds,
                )
            )
            app.state.what_ifs = WhatIfsHere(order.url)
            yield app
    finally:
        await engine.dispose()


def _nothing_is_folded() -> RunnerStatus:
    raise NotImplementedError("whether rows follow is known to the server")


async def _made_by_the_server(_: int) -> None:
    """Rows of earlier positions are made before a read comes here."""
    raise NotMadeError


class Telling:
    """Says an answer piece by piece, and between the pieces how far it is, but not too often."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._one_at_a_time = threading.Lock()
        self._told_at = 0.0

    def say(self, said: Said, content: bytes = b"") -> None:
        """Say a part, with its bytes."""
        with self._one_at_a_time:
            self._answers.write(said.model_dump_json(exclude_defaults=True).encode() + b"\n" + content)
            self._answers.flush()

    def tell(self, done: int, total: int) -> None:
        """Say how many parts are done, of how many; from any thread."""
        now = time.monotonic()
        if now - self._told_at >= SECONDS_BETWEEN_TELLING or done >= total:
            self._told_at = now
            self.say(Said(done=done, total=total))

    async def send(self, message: Message) -> None:
        """Say what the application sends."""
        if message["type"] == "http.response.start":
            headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
            kept = {name: value for name, value in headers.items() if name in GIVEN_BACK}
            self.say(Said(status=message["status"], headers=kept))
        elif body := message.get("body", b""):
            self.say(Said(length=len(body)), body)


async def _answer(app: FastAPI, asked: Asked, telling: Telling) -> None:
    headers = {**asked.headers, **({"content-type": "application/json"} if asked.body else {})}
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "root_path": "",
        "query_string": asked.query.encode("latin-1"),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "state": {VOUCHED_FOR: asked.caller, PROGRESS: telling.tell},
    }

    bodies = iter([asked.body.encode()])

    async def receive() -> Message:
        if (body := next(bodies, None)) is None:
            await asyncio.Event().wait()  # whoever listens for the sender to leave listens for good
        return {"type": "http.request", "body": body}

    await app(scope, receive, telling.send)
    telling.say(Said(is_last=True))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press is meant for the starter, which then ends us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed or logged is no answer
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    main.run(work(answers))
