"""`long_account_vs_short`: whether an account grows slower with its history."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service import main
from service.benchmark.accounts.life import TURN, AccountLife
from service.benchmark.figures import Finding, of_rounds
from service.benchmark.laboratory import Laboratory
from service.benchmark.plan import Plan
from service.benchmark.workload import ACTOR, RequestRefusedError
from service.domain.account.identity import account_id_of
from service.domain.command import Command
from service.domain.refusal import Refusal
from service.eventstore.application import Application
from service.eventstore.request import Request

MILLISECONDS = 1_000
COMMANDS_A_REQUEST = 40
TIMED_TURNS = 3
EVENTS_A_TURN = 30
A_REST = timedelta(days=30)
IN_THE_MORNING = 2
"""Hour in UTC: a turn of a life then fits into one day of the business zone."""


async def measure_growth(lab: Laboratory, plan: Plan, _: Sequence[Finding]) -> list[Finding]:
    """Tell the long account and short ones the same turns of their lives, one command after another.

    Each round has a short account of its own, so that it stays short. Of a round the mean of all commands
    counts: a command of each kind as often as the life has it.
    """
    async with main.record(lab.url) as application:
        turns = plan.long_stream_events // EVENTS_A_TURN + TIMED_TURNS * plan.rounds
        begun_at = (application.now() - turns * TURN - A_REST).replace(
            hour=IN_THE_MORNING, minute=0, second=0, microsecond=0
        )
        long = Told(application, "LONG-1", begun_at)
        await long.open()
        while long.version < plan.long_stream_events:
            await long.live()
        rounds = []
        for number in range(plan.rounds):
            short = Told(application, f"SHORT-{number}", begun_at)
            await short.open()
            rounds.append(await _in_turn(short, long))
    took, processed = zip(*rounds, strict=True)
    asides = {"long_account_events": float(long.version)}
    return [
        of_rounds("long_account_vs_short", [one.long for one in took], [one.short for one in took], asides),
        of_rounds(
            "long_account_processor_time",
            [one.long for one in processed],
            [one.short for one in processed],
        ),
    ]


@dataclass
class Means:
    """What a command takes on the one and on the other, in ms."""

    short: float = 0.0
    long: float = 0.0


async def _in_turn(short: "Told", long: "Told") -> tuple[Means, Means]:
    """Return what a command takes in the mean, command by command in turn: in all, and of our processor."""
    pairs = [
        pair for _ in range(TIMED_TURNS) for pair in zip(short.next_turn(), long.next_turn(), strict=False)
    ]
    took, processed = Means(), Means()
    for one, other in pairs:
        on_short, on_long = await short.timed(one), await long.timed(other)
        took.short += on_short.took / len(pairs)
        took.long += on_long.took / len(pairs)
        processed.short += on_short.processed / len(pairs)
        processed.long += on_long.processed / len(pairs)
    return took, processed


@dataclass(frozen=True)
class Timed:
    """How long a command took, and how much of our own processor's time that was, in ms."""

    took: float
    processed: float


class Told:
    """An account that is told its life."""

    def __init__(self, application: Application, code: str, begun_at: datetime) -> None:
        self._application = application
        self._account_id = account_id_of(code)
        self._life = AccountLife(code, self._account_id, begun_at)
        self.version = 0

    async def open(self) -> None:
        """Tell what an account begins with."""
        await self._tell(self._life.opening())

    async def live(self) -> None:
        """Tell a turn as a whole."""
        await self._tell(self._life.turn())

    def next_turn(self) -> tuple[Command, ...]:
        """Return the commands of the next turn, to be told by hand."""
        return self._life.turn()

    async def timed(self, command: Command) -> Timed:
        """Tell one command; return how long that took."""
        request = self._request((command,))
        begin, processed = time.perf_counter(), time.process_time()
        await self._application.execute(request)
        took, processed = time.perf_counter() - begin, time.process_time() - processed
        return Timed(took * MILLISECONDS, processed * MILLISECONDS)

    async def _tell(self, commands: Sequence[Command]) -> None:
        for begin in range(0, len(commands), COMMANDS_A_REQUEST):
            request = self._request(commands[begin : begin + COMMANDS_A_REQUEST])
            try:
                answer = await self._application.execute(request)
            except Refusal as refusal:
                raise RequestRefusedError(repr(refusal)) from refusal
            self.version = answer.version

    def _request(self, commands: Sequence[Command]) -> Request:
        return Request(
            stream_id=self._account_id, commands=tuple(commands), command_id=main.new_id(), actor=ACTOR
        )
