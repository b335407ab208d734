"""A program that answers reads that last, one after the other, until its standard input ends.

It has the routes of the server over connections of its own and never records anything. It reads an Order, and
prints a line when it listens; then it reads Asked, one a line, and answers each by a line, Answered, and the
bytes of the body.
Run: `python -m service.main.long_reads_worker`.
"""

import asyncio
import logging
import os
import signal
import sys
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
from service.api.http.guard import VOUCHED_FOR
from service.api.http.keys import KeyStore
from service.api.http.services import Services
from service.database.async_engine import create_async_engine
from service.database.engine import libpq_url
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from service.projections.as_of.process import NotMadeError, PastRows
from service.projections.runner import RunnerStatus

YIELDS_BY = 5
"""Where the processors do not suffice for all, what lasts waits, once the program has begun."""
PASSED_ON = frozenset({"accept-language", "if-none-match"})
"""The headers of a request that its answer may hang on."""
GIVEN_BACK = frozenset({"content-type", "content-language", "content-disposition", "etag", "retry-after"})


class Order(BaseModel):
    """Whose record is read. Not an argument, because the URL holds a password."""

    url: str
    zone: str


class Asked(BaseModel):
    """A read that was let in, and who asked."""

    path: str
    query: str
    headers: dict[str, str]
    caller: Caller


class Answered(BaseModel):
    """The answer; as many bytes of body follow."""

    status: int
    headers: dict[str, str]
    length: int


async def work(answers: BinaryIO) -> None:
    """Answer until nobody asks any more."""
    order = Order.model_validate_json(sys.stdin.buffer.readline())
    async with _application(order) as app:
        answers.write(b"begun\n")
        answers.flush()
        os.nice(YIELDS_BY)
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            answered, body = await _answered(app, Asked.model_validate_json(line))
            answers.write(answered.model_dump_json().encode() + b"\n" + body)
            answers.flush()


@asynccontextmanager
async def _application(order: Order) -> AsyncIterator[FastAPI]:
    """Offer the routes. The appender is never started: nothing can be recorded here."""
    engine = create_async_engine(order.url, application_name="casebook long reads", pool_size=1)
    url = libpq_url(order.url)
    try:
        async with EventLog(url, connections=1).reading() as log:
            application = Application(log, Appender(url), now=main.now, new_id=main.new_id)
            yield create_app(
                Services(
                    application=application,
                    engine=engine,
                    keys=KeyStore(engine, now=main.now),
                    projection_status=_nothing_is_folded,
                    past_rows=PastRows(_made_by_the_server),
                    now=main.now,
                    new_id=main.new_id,
                    business_zone=ZoneInfo(order.zone),
                )
            )
    finally:
        await engine.dispose()


def _nothing_is_folded() -> RunnerStatus:
    raise NotImplementedError("whether rows follow is known to the server")


async def _made_by_the_server(_: int) -> None:
    """Rows of earlier positions are made before a read comes here."""
    raise NotMadeError


async def _answered(app: FastAPI, asked: Asked) -> tuple[Answered, bytes]:
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "root_path": "",
        "query_string": asked.query.encode("latin-1"),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in asked.headers.items()],
        "state": {VOUCHED_FOR: asked.caller},
    }
    said: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    start, *rest = said
    body = b"".join(message.get("body", b"") for message in rest)
    headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    kept = {name: value for name, value in headers.items() if name in GIVEN_BACK}
    return Answered(status=start["status"], headers=kept, length=len(body)), body


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press is meant for the starter, which then ends us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed or logged is no answer
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    main.run(work(answers))
