"""The follow-up engine through simulated years: two at once, killed again and again, against the reference.

Long form: tools/follow_up_campaign.py. Each day staff tell, then both engines look, and then staff do what
they are reminded of. On some days nobody looks. A kill strikes while the day's look is under way.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from random import Random
from uuid import UUID

from service.database.engine import create_single_use_engine
from service.domain.account.decisions.reminders import CompleteReminder, DismissReminder
from service.domain.account.identity import account_id_of
from service.domain.command import Command
from service.domain.vocabulary import Channel
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows
from service.eventstore.request import Answer, Request
from service.importers.rule_files.default_rules import publish_default_rules
from service.projections.runner import Runner
from tests.processes.premises import application_on
from tests.reliability.follow_up.commands import commands_of
from tests.reliability.follow_up.engines import Engine, begun
from tests.reliability.follow_up.judgement import Found, differences
from tests.reliability.follow_up.lives import ZONE, Told, life
from tests.reliability.follow_up.reference import Reference

FIRST_DAY = date(2026, 1, 5)
LOOKED_AT, DONE_AT = time_of_day(16), time_of_day(17)
ENGINES = 2
WITH_DAYS = {"own", "memo", "key_date", "sign", "order_day"}
"""What is told of an account so that days bring something by themselves."""
UNWATCHED = 0.04
"""Share of the days on which nobody looks."""
LONGEST_BEFORE_A_KILL = 0.5


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many accounts, for how many days, and how many kills."""

    accounts: int
    days: int
    kills: int
    seed: int


@dataclass
class Report:
    """What was done and found."""

    plan: Plan
    kills: int = 0
    looks: int = 0
    told: int = 0
    found: Found = field(default_factory=Found)
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the summary for people."""
        plan, found = self.plan, self.found
        yield (
            f"seed {plan.seed}, {self.seconds:.0f} s: {plan.accounts} accounts, {plan.days} days, "
            f"{ENGINES} engines, kill -9: {self.kills}, looks: {self.looks}, told by staff: {self.told}"
        )
        yield (
            f"reminders raised {found.raised}, given way {found.gave_way}, moved {found.moved}, dropped "
            f"{found.dropped}; months of care promised {found.promised}"
        )
        yield f"violations: {len(self.violations)}"
        yield from self.violations[:50]


class Customers:
    """The accounts: what staff tell of them, and what the reference knows by then."""

    def __init__(self, application: Application, plan: Plan) -> None:
        self._application = application
        last = FIRST_DAY + timedelta(days=plan.days)
        self.codes = [f"KA-{number}" for number in range(plan.accounts)]
        self.references = {code: Reference() for code in self.codes}
        self.refused: list[str] = []
        """What the record refuses although the reference knows of it."""
        self._in_rows: set[tuple[str, str]] = set()
        self._to_come: dict[date, list[tuple[str, Told]]] = {}
        for number, code in enumerate(self.codes):
            for told in life(plan.seed, number, FIRST_DAY, last):
                self._to_come.setdefault(told.at.date(), []).append((code, told))

    async def tell(self, day: date) -> int:
        """Tell what happens on a day; return how much that is."""
        wishes: dict[str, list[Command]] = {}
        for code, told in self._to_come.get(day, ()):
            wishes.setdefault(code, []).extend(commands_of(told, code))
            self.references[code].tell(told)
        await self._send(wishes)
        return sum(map(len, wishes.values()))

    def rows_change(self, day: date) -> bool:
        """Whether on a day an account comes to, or leaves, those at which the watch looks."""
        changed = {(code, "close") for code, told in self._to_come.get(day, ()) if told.command == "close"}
        changed |= {(code, "day") for code, told in self._to_come.get(day, ()) if told.command in WITH_DAYS}
        is_news = not changed <= self._in_rows
        self._in_rows |= changed
        return is_news

    async def do(self, at: datetime) -> int:
        """Do, late or never, what people are reminded of by the reference; return how much that is."""
        wishes = {code: done_by_staff(code, each, at) for code, each in self.references.items()}
        wishes = {code: commands for code, commands in wishes.items() if commands}
        await self._send(wishes)
        return sum(map(len, wishes.values()))

    async def _send(self, wishes: dict[str, list[Command]]) -> None:
        new_id = self._application.new_id
        requests = [
            Request(
                stream_id=account_id_of(code), commands=tuple(commands), command_id=new_id(), actor="campaign"
            )
            for code, commands in wishes.items()
        ]
        outcomes = await self._application.execute_many(requests)
        for code, commands, outcome in zip(wishes, wishes.values(), outcomes, strict=True):
            if not isinstance(outcome, Answer):
                names = [type(command).__name__ for command in commands]
                self.refused.append(f"{code}: refused {names}: {outcome!r}")


def done_by_staff(code: str, reference: Reference, at: datetime) -> list[Command]:
    """Return what staff do at an instant of what people are reminded of; the reference knows it then."""
    done: list[Command] = []
    for name, one in () if reference.is_closed else [*reference.open.items()]:
        days_late, dismisses = _habit(code, name)
        if days_late is None or at.astimezone(ZONE).date() < one.due_on + timedelta(days=days_late):
            continue
        done.append(_done(name, at, dismisses=dismisses))
        reference.end(name, at, by_contact=not dismisses)
    return done


def _habit(code: str, name: str) -> tuple[int | None, bool]:
    """Return how many days late staff do what they are reminded of (None: never), and if they dismiss it."""
    chance = Random(f"{code}-{name}").random()  # noqa: S311  a seeded campaign
    if chance < 0.1:
        return None, False
    return (0 if chance < 0.7 else 4), chance > 0.9


def _done(name: str, at: datetime, *, dismisses: bool) -> Command:
    if dismisses:
        return DismissReminder(reminder=name, reason="They do not celebrate it", occurred_at=at)
    return CompleteReminder(
        reminder=name, channel=Channel.PHONE, outcome="Told them what they need", occurred_at=at
    )


async def run(plan: Plan, url: str, say: Callable[[str], None]) -> Report:
    """Carry the plan out on an empty, migrated database, and judge."""
    report, begun_at = Report(plan), time.monotonic()
    clock = [at_hour(FIRST_DAY, LOOKED_AT)]
    async with application_on(url, lambda: clock[0]) as application:
        await publish_default_rules(application)
        customers = Customers(application, plan)
        async with _engines(url) as engines:
            await _live(report, customers, engines, clock, catch_up=_rows(url), say=say)
        record = decode_rows(await application.log.after(0, await application.log.head()))
    events: dict[UUID, list[object]] = {}
    for recorded in record:
        events.setdefault(recorded.stream_id, []).append(recorded.event)
    report.violations += customers.refused
    for code, reference in customers.references.items():
        report.violations += [
            f"{code}: {difference}"
            for difference in differences(
                events.get(account_id_of(code), []), reference, clock[0], report.found
            )
        ]
    report.seconds = time.monotonic() - begun_at
    return report


async def _live(
    report: Report,
    customers: Customers,
    engines: list[Engine],
    clock: list[datetime],
    *,
    catch_up: Callable[[], object],
    say: Callable[[str], None],
) -> None:
    plan, chance = report.plan, Random(report.plan.seed + 1)  # noqa: S311  a seeded campaign
    days = [FIRST_DAY + timedelta(days=number) for number in range(plan.days)]
    watched = [day for day in days if day == days[-1] or chance.random() >= UNWATCHED]
    kills = sorted(chance.choices(watched[:-1], k=plan.kills))
    for day in days:
        clock[0] = at_hour(day, LOOKED_AT)
        report.told += await customers.tell(day)
        if customers.rows_change(day):
            await asyncio.to_thread(catch_up)
        if day in watched:
            await _look(report, engines, clock[0], kills.count(day), chance)
            for reference in customers.references.values():
                reference.look(clock[0])
            report.looks += 1
        if day != days[-1]:
            clock[0] = at_hour(day, DONE_AT)
            report.told += await customers.do(clock[0])
        if day.day == 1:
            say(f"{day}: {report.kills} kills")


async def _look(report: Report, engines: list[Engine], at: datetime, kills: int, chance: Random) -> None:
    """Have both engines look at once; kill one of them so many times before they are done."""
    for engine in engines:
        engine.look(at)
    for _ in range(kills):
        victim = chance.choice(engines)
        await asyncio.sleep(chance.random() * LONGEST_BEFORE_A_KILL)
        victim.kill()
        victim.look(at)
        report.kills += 1
    for engine in engines:
        await engine.has_looked()


def _rows(url: str) -> Callable[[], object]:
    return Runner(create_single_use_engine(url, application_name="follow-up campaign")).catch_up


@asynccontextmanager
async def _engines(url: str) -> AsyncIterator[list[Engine]]:
    engines = list(begun(url, ENGINES))
    try:
        yield engines
    finally:
        _stop(engines)


def _stop(engines: Iterable[Engine]) -> None:
    for engine in engines:
        engine.stop()


def at_hour(day: date, hour: time_of_day) -> datetime:
    """Return an instant of a day of the house."""
    return datetime.combine(day, hour, ZONE)
