"""Two watches with kill -9 in a loop, and the judgement afterwards. Long form: tools/watch_campaign.py."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg

from service import main
from service.database.engine import create_engine
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.case.decisions.classification import ClassifyCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.replies import SendReply
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel, ResponseClass
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows
from service.eventstore.request import Answer, Request
from service.processes.observer import ACTOR
from service.projections.worker_process import WorkerProcess
from tests.processes.judgement import Mark, judge
from tests.processes.watcher_process import Watcher

WATCHES = 2
SECONDS_WITHOUT_A_NOTE = 60.0
SECONDS_BETWEEN_COUNTS = 0.002
SECONDS_OF_A_LOOK = 1.0
AT_ANY_MOMENT = 0.5
"""The share of kills that wait for no note: they strike while rows are folded, read, decided or written."""
LONGEST_AGO = timedelta(days=10)
ACCOUNT = "KA-1"
NOTED = "select count(*) from es.events where actor = %s"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many kills, how many cases fall due between two of them, and the most notes before one strikes."""

    kills: int
    seed: int
    cases_between: int = 20
    most_notes_before: int = 200


@dataclass
class Report:
    """What was done and found; `violations` empty where all was noted once, at its own instant."""

    plan: Plan
    kills: int = 0
    cases: int = 0
    by_watches: int = 0
    noted: dict[Mark, int] = field(default_factory=dict)
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the summary for people."""
        yield f"seed {self.plan.seed}, {self.seconds:.0f} s, {WATCHES} watches, kill -9: {self.kills}"
        yield f"cases: {self.cases}; facts recorded by the watches: {self.by_watches}"
        noted = sorted(self.noted.items())
        yield "noted: " + ", ".join(f"{count} {kind} {share} %" for (kind, share), count in noted)
        yield f"violations: {len(self.violations)}"
        yield from self.violations[:50]


class Load:
    """Writes cases whose promises have fallen due already, and answers some of them meanwhile."""

    def __init__(self, application: Application, chance: Random) -> None:
        self._application = application
        self._chance = chance
        self._unanswered: list[UUID] = []

    async def open_account(self) -> None:
        opened_at = self._application.now() - 2 * LONGEST_AGO
        opened = OpenAccount(code=ACCOUNT, name="Acme", occurred_at=opened_at)
        await self._send({account_id_of(ACCOUNT): (opened,)})

    async def receive(self, count: int) -> None:
        """Receive cases of all classes, up to ten days ago and with the time since unused."""
        now = self._application.now()
        cases: dict[UUID, tuple[Command, ...]] = {}
        for _ in range(count):
            at = now - self._chance.random() * LONGEST_AGO
            received = ReceiveCase(
                account_id=account_id_of(ACCOUNT),
                channel=Channel.PHONE,
                kind=CaseKind.TECHNICAL,
                subject="the press stands",
                occurred_at=at,
            )
            classes = list(ResponseClass)
            classified = ClassifyCase(
                response_class=self._chance.choice(classes), reason="As told by phone", occurred_at=at
            )
            cases[self._application.new_id()] = (received, classified)
        await self._send(cases)
        self._unanswered += cases

    async def answer(self, count: int) -> None:
        """Answer some cases now, while the watches are at work on them."""
        self._chance.shuffle(self._unanswered)
        answered, self._unanswered = self._unanswered[:count], self._unanswered[count:]
        await self._send({case_id: (SendReply(text="on the way"),) for case_id in answered})

    async def _send(self, wishes: dict[UUID, tuple[Command, ...]]) -> None:
        new_id = self._application.new_id
        requests = [
            Request(stream_id=stream_id, commands=commands, command_id=new_id(), actor="campaign")
            for stream_id, commands in wishes.items()
        ]
        for outcome in await self._application.execute_many(requests):
            if not isinstance(outcome, Answer):
                raise outcome


class Watches:
    """The watches of a campaign, and how much they have noted."""

    def __init__(self, database_url: str, folder: Path, counting: psycopg.AsyncConnection) -> None:
        self._url, self._folder = database_url, folder
        self._counting = counting
        self._running = [self._start() for _ in range(WATCHES)]

    def kill(self, chance: Random) -> None:
        """Kill one of them and start another."""
        self._running.pop(chance.randrange(WATCHES)).kill()
        self._running.append(self._start())

    def stop(self) -> None:
        while self._running:
            self._running.pop().stop()

    async def count(self) -> int:
        """Return how many facts they have recorded."""
        cursor = await self._counting.execute(NOTED, (ACTOR,))
        row = await cursor.fetchone()
        return int(row[0]) if row else 0

    async def wait_for(self, count: int) -> bool:
        """Wait until so many are recorded; False where nothing more comes."""
        known, since = await self.count(), time.monotonic()
        while known < count:
            await asyncio.sleep(SECONDS_BETWEEN_COUNTS)
            found = await self.count()
            if found != known:
                known, since = found, time.monotonic()
            elif time.monotonic() - since > SECONDS_WITHOUT_A_NOTE:
                return False
        return True

    def _start(self) -> Watcher:
        return Watcher(self._url, self._folder / "watches.log")


async def run(plan: Plan, database_url: str, folder: Path, say: Callable[[str], None]) -> Report:
    """Carry the plan out on an empty, migrated database and judge. `folder` is for the watches' log."""
    report, chance, begun_at = Report(plan), Random(plan.seed), time.monotonic()  # noqa: S311 - a seeded campaign
    async with _folded(database_url), main.record(database_url) as application:
        load = Load(application, chance)
        await load.open_account()
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as counting:
            watches = Watches(database_url, folder, counting)
            try:
                await _kill_all(report, watches, load, chance, say)
                say("waiting for the rest, then judging")
                await _judge(report, application, application.now())
                report.by_watches = await watches.count()
            finally:
                watches.stop()
    report.seconds = time.monotonic() - begun_at
    return report


async def _kill_all(
    report: Report, watches: Watches, load: Load, chance: Random, say: Callable[[str], None]
) -> None:
    plan = report.plan
    for number in range(1, plan.kills + 1):
        before = await watches.count()
        await load.receive(plan.cases_between)
        report.cases += plan.cases_between
        if chance.random() < AT_ANY_MOMENT:
            await asyncio.sleep(chance.random() * SECONDS_OF_A_LOOK)
        elif not await watches.wait_for(before + chance.randint(1, plan.most_notes_before)):
            report.violations.append(f"stalled: kill {number} found nothing noted")
            return
        watches.kill(chance)
        report.kills += 1
        await load.answer(chance.randint(0, plan.cases_between // 2))
        say(f"{number}/{plan.kills}: {await watches.count()} facts by the watches")


async def _judge(report: Report, application: Application, by: datetime) -> None:
    """Judge when nothing is missing any more, or nothing has changed for long."""
    deadline = time.monotonic() + SECONDS_WITHOUT_A_NOTE
    while True:
        head = await application.log.head()
        record = decode_rows(await application.log.after(0, head))
        report.noted, found = judge(record, by)
        if not found or time.monotonic() > deadline:
            report.violations += found
            return
        await asyncio.sleep(0.25)


@asynccontextmanager
async def _folded(database_url: str) -> AsyncIterator[None]:
    """Have the rows follow the record while inside."""
    looking = create_engine(database_url, application_name="watch campaign")
    try:
        async with WorkerProcess(database_url, batch_size=1_000, engine=looking).running():
            yield
    finally:
        looking.dispose()
