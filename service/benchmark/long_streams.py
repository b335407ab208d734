"""`long_stream_vs_short`: whether a case grows slower with its history."""

import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from uuid import UUID

from service import main
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.laboratory import Laboratory
from service.benchmark.plan import Plan
from service.benchmark.workload import NOTE, RECEIVE, RequestRefusedError, open_account, request_of
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.refusal import Refusal
from service.eventstore.application import Application
from service.eventstore.request import Request

MILLISECONDS = 1_000
A_MOMENT = timedelta(microseconds=1)
REQUESTS_AT_ONCE = 500


async def measure_long_streams(lab: Laboratory, plan: Plan, _: Sequence[Finding]) -> list[Finding]:
    """Send one command after another to the long case and to short ones in turn.

    Each round has short cases of its own, so that they stay short. `cold` is the first command of a process
    that has not seen the case. `late` is a command about the moment after the receipt, before all else that
    is on record of the long case: everything after it is folded anew.
    """
    async with main.record(lab.url) as application:
        await open_account(application)
        [long] = await _cases(application, 1, plan.long_stream_events)
        shorts = await _cases(application, plan.rounds, plan.short_stream_events)
        on_long, on_short = [], []
        for short in shorts:
            on_long.append(await _milliseconds(application, long, plan.timed_commands))
            on_short.append(await _milliseconds(application, short, plan.timed_commands))
        fresh = await _cases(application, plan.rounds, plan.short_stream_events)
    cold_long = [await _cold_milliseconds(lab, long) for _round in range(plan.rounds)]
    cold_short = [await _cold_milliseconds(lab, short) for short in fresh]
    cold_late, late = await _late_milliseconds(lab, long, plan.rounds)
    asides = {
        "cold_long_ms": median(cold_long),
        "cold_short_ms": median(cold_short),
        "cold_late_ms": cold_late,
        "late_ms": late,
    }
    return [of_rounds("long_stream_vs_short", on_long, on_short, asides)]


async def _cases(application: Application, count: int, events: int) -> list[UUID]:
    """Make cases of so many events each."""
    case_ids = [main.new_id() for _ in range(count)]
    requests = [
        request_of(case_id, NOTE if number else RECEIVE) for number in range(events) for case_id in case_ids
    ]
    for begin in range(0, len(requests), REQUESTS_AT_ONCE):
        await _carry_out(application, requests[begin : begin + REQUESTS_AT_ONCE])
    return case_ids


async def _carry_out(application: Application, requests: list[Request]) -> None:
    for outcome in await application.execute_many(requests):
        if isinstance(outcome, Refusal):
            raise RequestRefusedError(repr(outcome)) from outcome


async def _late_milliseconds(lab: Laboratory, case_id: UUID, commands: int) -> tuple[float, float]:
    """Return what a late command takes: the first of a process that has not seen the case, and the next."""
    async with main.record(lab.url) as application:
        await application.execute(request_of(main.new_id(), RECEIVE))
        case = (await application.load(case_id)).state
        if not isinstance(case, Case) or case.received_at is None:
            raise LookupError("the long case is not on the record")
        note = NOTE.model_copy(update={"occurred_at": case.received_at + A_MOMENT})
        first = await _milliseconds(application, case_id, 1, note)
        return first, await _milliseconds(application, case_id, commands, note)


async def _milliseconds(
    application: Application, case_id: UUID, commands: int, command: Command = NOTE
) -> float:
    """Return what a command takes, the median of so many."""
    took = []
    for _ in range(commands):
        begin = time.perf_counter()
        await application.execute(request_of(case_id, command))
        took.append(time.perf_counter() - begin)
    return median(took) * MILLISECONDS


async def _cold_milliseconds(lab: Laboratory, case_id: UUID) -> float:
    """Return what the first command takes of an application that remembers nothing; its connections stand."""
    async with main.record(lab.url) as application:
        await application.execute(request_of(main.new_id(), RECEIVE))
        return await _milliseconds(application, case_id, 1)
