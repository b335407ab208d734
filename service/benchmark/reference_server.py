"""A program that serves the references over HTTP, in the same kind of server as ours.

`python -m service.benchmark.reference_server validating` or `stock`. It reads the URL of the database from
the first line of standard input, prints its port, and ends when standard input does.
"""

import os
import signal
import socket
import sys
import threading
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI

from service.benchmark.stock_application import StockCases, stock_environment
from service.domain.case.decisions.intake import ReceiveCase

PATH = "/v1/cases"


def validating_app() -> FastAPI:
    """Return a route that validates the same body and does nothing with it."""
    app = FastAPI(openapi_url=None)

    @app.post(PATH, status_code=201)
    async def receive(command: ReceiveCase) -> dict[str, UUID]:
        return {"account_id": command.account_id}

    return app


def stock_app(database_url: str) -> FastAPI:
    """Return a route over the stock application, in the thread pool as its synchronous calls need it."""
    cases = StockCases(env=stock_environment(database_url))
    app = FastAPI(openapi_url=None)

    @app.post(PATH, status_code=201)
    def receive(command: ReceiveCase) -> dict[str, Any]:
        return cases.receive(command)

    return app


def serve(kind: str, database_url: str) -> None:
    """Serve until standard input ends."""
    app = validating_app() if kind == "validating" else stock_app(database_url)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)  # noqa: T201 - its one way to answer
        threading.Thread(target=_end_with_input, daemon=True).start()
        config = uvicorn.Config(
            app, http="httptools", log_config=None, access_log=False, server_header=False, lifespan="off"
        )
        uvicorn.Server(config).run(sockets=[listening])


def _end_with_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    serve(sys.argv[1], sys.stdin.readline().strip())
