"""`append_vs_pgbench`: what one process writes through the appender, against single-row inserts."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median

from service import main
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.laboratory import Laboratory
from service.benchmark.plain_inserts import inserts_a_second, make_table
from service.benchmark.plan import Plan
from service.benchmark.workload import RECEIVE, new_row, open_account, recorded_row, request_of
from service.database.app_role import as_application
from service.database.engine import libpq_url
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import Aggregate
from service.domain.case.context import DecisionContext
from service.domain.rulebook.state import Rulebook
from service.eventstore.folding import decided
from service.eventstore.request import Loaded, Request
from service.eventstore.writing.appender import Appender
from service.main import server


async def measure_appends(lab: Laboratory, plan: Plan, _: Sequence[Finding]) -> list[Finding]:
    """Interleave the appender, decisions, whole commands, and plain inserts by each number of clients."""
    server.tune_garbage_collector()  # as in a server
    ours: list[float] = []
    commands: list[float] = []
    decisions: list[float] = []
    plain: dict[int, list[float]] = {clients: [] for clients in plan.insert_clients}
    async with (
        main.record(lab.url) as application,
        Appender(libpq_url(as_application(lab.url))).running() as appender,
    ):
        await open_account(application)
        template = await recorded_row(application)
        insert = make_table(lab.url, template)
        account = (await application.load(RECEIVE.account_id)).state
        rulebook = await application.rulebook()
        for _round in range(plan.rounds):
            ours.append(await _a_second(lambda: appender.append([new_row(template)]), plan))
            for clients, rates in plain.items():
                rates.append(await inserts_a_second(lab, insert, clients, plan.slice_seconds))
            decisions.append(_decisions_a_second(account, rulebook, plan))
            commands.append(await _a_second(lambda: application.execute(_reception()), plan))
    best = max(plain.values(), key=median)
    asides = {
        "decisions_in_one_process": median(decisions),
        "commands_in_one_process": median(commands),
    }
    return [of_rounds("append_vs_pgbench", ours, best, asides)]


def _reception() -> Request:
    return request_of(main.new_id(), RECEIVE)


def _decisions_a_second(account: Aggregate | None, rulebook: Rulebook, plan: Plan) -> float:
    """Return how often the command is decided and made into rows, with nothing written."""
    owner = account if isinstance(account, CustomerAccount) else None
    begin = time.perf_counter()
    count = 0
    while count == 0 or time.perf_counter() < begin + plan.slice_seconds:
        request = _reception()
        context = DecisionContext(
            now=main.now(), stream_id=request.stream_id, account=owner, rulebook=rulebook
        )
        decided(Loaded(stream_id=request.stream_id), request, context, main.new_id)
        count += 1
    return count / (time.perf_counter() - begin)


async def _a_second(once: Callable[[], Awaitable[object]], plan: Plan) -> float:
    """Return how often it is done with so many under way at a time."""
    begin = time.perf_counter()
    end = begin + plan.slice_seconds

    async def one_after_another() -> int:
        await once()  # at least one each, so that a machine that stood still for the whole slice has a figure
        count = 1
        while time.perf_counter() < end:
            await once()
            count += 1
        return count

    counts = await asyncio.gather(*(one_after_another() for _ in range(plan.appends_in_flight)))
    return sum(counts) / (time.perf_counter() - begin)
