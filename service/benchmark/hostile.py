"""`casebook bench hostile`: what others' commands and reads cost while somebody attacks the server."""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median

import httpx

from service import main
from service.api.http.access import Role
from service.api.http.keys import create_key
from service.benchmark.attacks import ATTACKS, BEGUN, GET, AttackOrder
from service.benchmark.figures import Finding
from service.benchmark.http_targets import (
    HOST,
    WITHOUT_LIMIT,
    Target,
    casebook_server,
    http_request,
    under_load,
)
from service.benchmark.laboratory import Laboratory, ProgramFailedError, laboratories
from service.benchmark.load import Tally
from service.benchmark.plan import Plan
from service.benchmark.workload import NOTE, OPEN, RECEIVE
from service.database.engine import create_single_use_engine, open_connection
from service.settings import Settings

ATTACKER_HOST = "127.0.0.2"
NOTES_OF_THE_LONG_CASE = 500
REQUESTS_A_SECOND = 40.0
SETTLING_SECONDS = 2.0
"""What an attack may do at once is over by then."""
CONNECTIONS = 8


@dataclass(frozen=True)
class Others:
    """Who goes on working: one that records, and one that reads."""

    commands: Target
    reads: Target


def bench_hostile(
    plan: Plan,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    attacks: Sequence[str] = ATTACKS,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """Measure on a server of the benchmark's own: for each attack the p50 of others, quiet and under it.

    Raises a DatabaseProblemError, or ProgramFailedError where somebody else than the attacker is refused.
    """
    with laboratories(plan, settings, environment) as laboratory_for:
        lab = laboratory_for("hostile")
        with casebook_server(lab) as port:
            return main.run(_measure(lab, port, plan, attacks, tell))


async def _measure(
    lab: Laboratory, port: int, plan: Plan, attacks: Sequence[str], tell: Callable[[str], None]
) -> list[Finding]:
    honest, attacker = _key(lab, Role.INTEGRATION, WITHOUT_LIMIT), _key(lab, Role.AGENT, None)
    case = await _long_case(port, honest)
    others = Others(
        commands=Target(
            port, http_request("/v1/cases", RECEIVE.model_dump_json(exclude_none=True), honest), CONNECTIONS
        ),
        reads=Target(
            port,
            GET.format(path="/v1/cases?limit=20", key=f"Authorization: Bearer {honest}\r\n"),
            CONNECTIONS,
        ),
    )
    order = AttackOrder(name="", host=HOST, port=port, from_host=ATTACKER_HOST, key=attacker, case=case)
    findings: list[Finding] = []
    for name in attacks:
        tell(name)
        findings += await _attacked(lab, others, order.model_copy(update={"name": name}), plan)
    return findings


async def _attacked(lab: Laboratory, others: Others, order: AttackOrder, plan: Plan) -> list[Finding]:
    """Return the figures of one attack, each beside the quiet before and after it."""
    quiet: list[tuple[Tally, Tally]] = []
    under: list[tuple[Tally, Tally]] = []
    for _ in range(plan.rounds):
        quiet.append(await _at_work(lab, others, plan.slice_seconds))
        async with _attacking(lab, order):
            under.append(await _at_work(lab, others, plan.slice_seconds))
    return [
        Finding(
            name=f"{who}_under_{order.name}",
            figure=median(each[number].p50_seconds for each in under) * 1000,
            reference=median(each[number].p50_seconds for each in quiet) * 1000,
        )
        for number, who in enumerate(("commands", "reads"))
    ]


async def _at_work(lab: Laboratory, others: Others, seconds: float) -> tuple[Tally, Tally]:
    commands, reads = await asyncio.gather(
        under_load(lab, others.commands, seconds, rate=REQUESTS_A_SECOND),
        under_load(lab, others.reads, seconds, rate=REQUESTS_A_SECOND),
    )
    return commands, reads


@asynccontextmanager
async def _attacking(lab: Laboratory, order: AttackOrder) -> AsyncIterator[None]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "service.benchmark.attacks", stdin=pipe, stdout=pipe, env=dict(lab.environment)
    )
    if process.stdin is None or process.stdout is None:
        raise ProgramFailedError("a process was started with pipes and has none")
    process.stdin.write(order.model_dump_json().encode() + b"\n")
    if (await process.stdout.readline()).decode().strip() != BEGUN:
        raise ProgramFailedError(f"the attack {order.name} did not begin")
    await asyncio.sleep(SETTLING_SECONDS)
    try:
        yield
    finally:
        process.stdin.close()
        await process.wait()


def _key(lab: Laboratory, role: Role, requests_per_second: int | None) -> str:
    engine = create_single_use_engine(lab.url, application_name="casebook bench")
    with open_connection(engine) as connection, connection.begin():
        return create_key(
            connection,
            f"hostile {role}",
            role,
            key_id=secrets.token_hex(6),
            secret=secrets.token_urlsafe(32),
            now=main.now(),
            requests_per_second=requests_per_second,
        )


async def _long_case(port: int, key: str) -> str:
    """Open an account, receive a case with many notes, and return its path."""
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        base_url=f"http://{HOST}:{port}", headers=headers, trust_env=False, timeout=60
    ) as client:
        opened = await client.post("/v1/accounts", json=OPEN.model_dump(mode="json", exclude_none=True))
        opened.raise_for_status()
        received = await client.post("/v1/cases", json=RECEIVE.model_dump(mode="json", exclude_none=True))
        path: str = received.raise_for_status().headers["Location"]
        for number in range(NOTES_OF_THE_LONG_CASE):
            note = NOTE.model_dump(mode="json", exclude_none=True) | {"text": f"{NOTE.text} {number}"}
            (await client.post(f"{path}/note", json=note)).raise_for_status()
    return path
