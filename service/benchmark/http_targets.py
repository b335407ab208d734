"""The servers that are asked over HTTP, each a process, and how one of them is put under load."""

import contextlib
import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from service import main
from service.api.http.keys import Role, create_key
from service.benchmark.laboratory import Laboratory, ProgramFailedError, run_to_end
from service.benchmark.load import MARK, Order, Tally
from service.benchmark.plan import Plan
from service.benchmark.workload import ACTOR, RECEIVE
from service.database.engine import create_single_use_engine, open_connection

LISTENING = re.compile(r"http://127\.0\.0\.1:(\d+)")
RUN_BYTES = 6
WITHOUT_LIMIT = 1_000_000
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Target:
    """A server that listens, and the request to send to it, ready for the wire."""

    port: int
    request: str
    connections: int
    commands_a_request: int = 1


@dataclass(frozen=True)
class Targets:
    """What is compared."""

    single: Target
    batch: Target
    validating: Target
    stock: Target


@contextmanager
def http_targets(lab: Laboratory, plan: Plan) -> Iterator[Targets]:
    """Offer them while inside."""
    key = _new_key(lab)
    single = _single_request(key)
    batch = http_request("/v1/commands", batch_body(plan.commands_a_batch), key)
    with (
        casebook_server(lab) as port,
        reference_server(lab, "validating", lab.url) as validating_port,
        reference_server(lab, "stock", lab.stock_url) as stock_port,
    ):
        yield Targets(
            single=Target(port, single, plan.connections),
            batch=Target(port, batch, plan.batch_connections, plan.commands_a_batch),
            validating=Target(validating_port, single, plan.connections),
            stock=Target(stock_port, single, plan.connections),
        )


@contextmanager
def single_target(lab: Laboratory, plan: Plan) -> Iterator[Target]:
    """Offer the single route alone while inside."""
    request = _single_request(_new_key(lab))
    with casebook_server(lab) as port:
        yield Target(port, request, plan.connections)


def _single_request(key: str) -> str:
    return http_request("/v1/cases", RECEIVE.model_dump_json(exclude_none=True), key)


def http_request(path: str, body: str, key: str) -> str:
    """Return a POST as it goes over the wire; the body is ASCII."""
    head = (
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        f"Authorization: Bearer {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(head) + "\r\n\r\n" + body


def batch_body(count: int) -> str:
    """Return the body of POST /v1/commands with `count` cases to be received, each under an id of its own."""
    command = RECEIVE.model_dump(mode="json", exclude_none=True)
    return json.dumps({"commands": [{"id": MARK, "type": "ReceiveCase", "command": command}] * count})


async def under_load(
    lab: Laboratory,
    target: Target,
    seconds: float,
    *,
    rate: float | None = None,
    probe_insert: str | None = None,
) -> Tally:
    """Send from a process of its own. Raises ProgramFailedError when a request was not answered well."""
    order = Order(
        host=HOST,
        port=target.port,
        request=target.request,
        connections=target.connections,
        seconds=seconds,
        run=secrets.token_hex(RUN_BYTES),
        rate=rate,
        probe_url=lab.url if probe_insert else None,
        probe_insert=probe_insert or "",
    )
    program = (sys.executable, "-m", "service.benchmark.load")
    said = order.model_dump_json().encode()
    tally = Tally.model_validate_json(await run_to_end(*program, environment=lab.environment, said=said))
    if tally.first_failure is not None:
        raise ProgramFailedError(f"a request of the benchmark was answered with: {tally.first_failure}")
    return tally


def _new_key(lab: Laboratory) -> str:
    engine = create_single_use_engine(lab.url, application_name="casebook bench")
    with open_connection(engine) as connection, connection.begin():
        return create_key(
            connection,
            f"{ACTOR}-{secrets.token_hex(4)}",
            Role.INTEGRATION,
            key_id=secrets.token_hex(6),
            secret=secrets.token_urlsafe(32),
            now=main.now(),
            requests_per_second=WITHOUT_LIMIT,
        )


@contextmanager
def casebook_server(lab: Laboratory) -> Iterator[int]:
    """Offer the port of `casebook serve`, a process as a user runs it."""
    environment = {**lab.environment, "CASEBOOK_DATABASE_URL": lab.url, "CASEBOOK_LANGUAGE": "en"}
    command = (sys.executable, "-m", "service", "serve", "--host", HOST, "--port", "0")
    with _running(command, environment) as process:
        yield int(_said(process.stdout, LISTENING))


@contextmanager
def reference_server(lab: Laboratory, kind: str, database_url: str) -> Iterator[int]:
    """Offer the port of a reference."""
    command = (sys.executable, "-m", "service.benchmark.reference_server", kind)
    with _running(command, dict(lab.environment)) as process:
        if process.stdin:
            process.stdin.write(f"{database_url}\n")
            process.stdin.flush()
        yield int(_said(process.stdout, re.compile(r"^(\d+)$", re.MULTILINE)))


@contextmanager
def _running(command: tuple[str, ...], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603 - programs of ours
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process, contextlib.ExitStack() as ending:
        ending.callback(process.terminate)
        yield process


def _said(output: IO[str] | None, wanted: re.Pattern[str]) -> str:
    said = ""
    for line in output or ():
        said += line
        if found := wanted.search(said):
            return found[1]
    raise ProgramFailedError(f"a server of the benchmark ended before it listened; it said: {said}")
