"""A record with rules, rows beside it, watches on it, and machines whose clocks a test sets."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, literal
from sqlalchemy.ext.asyncio import AsyncEngine

from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.database.engine import create_engine, libpq_url
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.clocks.events import ClockBreached, ClockEscalated, ClockEvent, ClockStarted, ClockWarned
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel, ResponseClass, Segment
from service.eventstore.application import Application
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.following.feed import NewEventSignal
from service.eventstore.log import EventLog
from service.eventstore.request import Outcome, Request
from service.eventstore.writing.appender import Appender
from service.importers.rule_files.default_rules import publish_default_rules
from service.processes.clock_guard import ClockGuard
from service.processes.due_list import DueList
from service.processes.watch import Watch
from service.projections.runner import Runner

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


@dataclass
class Machine:
    """The clock on the wall, the one that only runs forward, and the one of the database's machine."""

    wall: datetime = MONDAY
    steady: float = 1_000.0
    database: datetime = MONDAY

    def pass_time(self, **by: float) -> None:
        self.wall += timedelta(**by)
        self.database += timedelta(**by)
        self.steady += timedelta(**by).total_seconds()

    def now(self) -> datetime:
        return self.wall


class MachinesDueList(DueList):
    """Asks the database what time its machine is said to have."""

    def __init__(self, engine: AsyncEngine, machine: Machine) -> None:
        super().__init__(engine)
        self._machine = machine

    async def time(self) -> datetime:
        self.database_clock = literal(self._machine.database, DateTime(timezone=True))
        return await super().time()


@dataclass
class Premises:
    """A record and what reads it. Everything tells the time by `machine`, unless a test says otherwise."""

    url: str
    application: Application
    runner: Runner
    machine: Machine
    stack: AsyncExitStack
    engines: list[AsyncEngine] = field(default_factory=list)

    async def tell(self, stream_id: UUID, *commands: Command) -> tuple[RecordedEvent, ...]:
        request = Request(stream_id=stream_id, commands=commands, command_id=uuid4(), actor="tests")
        return (await self.application.execute(request)).events

    async def account(self, code: str = "KA-1", segment: Segment = Segment.HIGH_VALUE) -> UUID:
        account_id = account_id_of(code)
        await self.tell(account_id, OpenAccount(code=code, name="海天公司", segment=segment))
        return account_id

    async def case(self, response_class: ResponseClass = ResponseClass.URGENT, *, code: str = "KA-1") -> UUID:
        """Receive a case of an account, which must be open, now; nobody does anything about it."""
        case_id = uuid4()
        received = ReceiveCase(
            account_id=account_id_of(code), channel=Channel.PHONE, kind=CaseKind.TECHNICAL, subject="停机"
        )
        await self.tell(
            case_id, received, ClassifyCase(response_class=response_class, reason="As told by phone")
        )
        return case_id

    async def catch_up(self) -> None:
        await asyncio.to_thread(self.runner.catch_up)

    async def look(self, watch: Watch) -> None:
        """Bring the rows up to the record, let a watch look, and bring them up again."""
        await self.catch_up()
        await watch.look()
        await self.catch_up()

    async def watch(self, *, alone: bool = False, machine: Machine | None = None, **told: Any) -> Watch:
        """Return a watch; `alone` has an application of its own, as in a process of its own."""
        machine = machine or self.machine
        engine = create_async_engine(as_application(self.url))
        self.engines.append(engine)
        application = await self.another_application(machine.now) if alone else self.application
        arguments: dict[str, Any] = {
            "guard": ClockGuard(),
            "now": machine.now,
            "new_events": NewEventSignal(),
            "steady": lambda: machine.steady,
        }
        return Watch(application, MachinesDueList(engine, machine), **(arguments | told))

    async def another_application(self, now: Callable[[], datetime]) -> Application:
        return await self.stack.enter_async_context(application_on(self.url, now))

    async def facts(self, stream_id: UUID) -> list[RecordedEvent]:
        return decode_rows(await self.application.log.stream(stream_id))

    async def clock_facts(self, stream_id: UUID, clock: str) -> list[ClockEvent]:
        """Return the facts about the clocks of a name, in order."""
        events: list[AnyEvent] = [recorded.event for recorded in await self.facts(stream_id)]
        clocks = [event for event in events if isinstance(event, ClockEvent)]
        ids = {each.clock_id for each in clocks if isinstance(each, ClockStarted) and each.clock == clock}
        return [each for each in clocks if each.clock_id in ids]

    async def noted(self, stream_id: UUID, clock: str) -> list[str]:
        """Return what passed by itself about a clock, in words: what, and how long after Monday morning."""
        facts = await self.clock_facts(stream_id, clock)
        return [words for fact in facts if (words := in_words(fact))]

    def count_requests(self) -> Counter[UUID]:
        """Count from now on which streams are asked for."""
        asked: Counter[UUID] = Counter()
        carry_out = self.application.execute_many

        async def counted(requests: Sequence[Request]) -> list[Outcome]:
            asked.update(request.stream_id for request in requests)
            return await carry_out(requests)

        self.application.execute_many = counted  # type: ignore[method-assign]
        return asked


def in_words(fact: ClockEvent) -> str | None:
    after = fact.occurred_at - MONDAY
    match fact:
        case ClockWarned():
            return f"{after} warned {fact.percent}"
        case ClockBreached():
            return f"{after} breached"
        case ClockEscalated():
            return f"{after} {fact.level} {fact.escalated_to}"
        case _:
            return None


@asynccontextmanager
async def application_on(url: str, now: Callable[[], datetime]) -> AsyncIterator[Application]:
    as_app = libpq_url(as_application(url))
    log, appender = EventLog(as_app), Appender(as_app)
    async with log.reading(), appender.running():
        yield Application(log, appender, now=now, new_id=uuid4)


@asynccontextmanager
async def premises_on(url: str) -> AsyncIterator[Premises]:
    """Offer a record with the default rules and one account, at nine on a Monday morning."""
    machine, engine = Machine(), create_engine(url)
    async with AsyncExitStack() as stack:
        application = await stack.enter_async_context(application_on(url, machine.now))
        premises = Premises(url, application, Runner(engine), machine, stack)
        await publish_default_rules(application)
        await premises.account()
        try:
            yield premises
        finally:
            for each in premises.engines:
                await each.dispose()
            engine.dispose()
