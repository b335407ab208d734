"""Kills under load, and the judgement afterwards. `tools/kill_campaign.py` is the long form."""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from uuid import UUID

import httpx
import psycopg

from service.api.http.access import Role
from service.api.http.keys import create_key
from service.database.engine import create_single_use_engine
from tests.reliability.aftermath import aftermath
from tests.reliability.history import Outcome
from tests.reliability.load import Load
from tests.reliability.processes import Postgres, Server, Target, two_ports

HOT_CASES = 3
SECONDS_WITHOUT_AN_ANSWER = 60.0
POSTGRES_TARGETS = (Target.POSTMASTER, Target.ALL_POSTGRES, Target.APPENDER_BACKEND)
KEY_ID, SECRET = "campaign", "k" * 43
FSYNC = "select current_setting('fsync') || ' ' || current_setting('synchronous_commit')"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How many kills, and between which counts of acknowledged commands each falls."""

    postgres_kills: int
    server_kills: int
    seed: int
    fewest_commands_between: int = 1
    most_commands_between: int = 40


@dataclass
class Report:
    """What was done and found; `violations` empty where every promise was kept."""

    plan: Plan
    kills: Counter[str] = field(default_factory=Counter)
    recovery_seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    reads: int = 0
    batches: int = 0
    events: int = 0
    follower_interruptions: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the summary for people."""
        yield f"seed {self.plan.seed}, {self.seconds:.0f} s"
        yield "kill -9: " + _counts(self.kills)
        if self.recovery_seconds:
            recovery = sorted(self.recovery_seconds)
            slow = recovery[int(0.99 * (len(recovery) - 1))]
            told = f"median {median(recovery):.2f} s, 99 % {slow:.2f} s, longest {recovery[-1]:.2f} s"
            yield f"from the kill to the next acknowledged command: {told}"
        yield "commands: " + _counts(self.outcomes)
        yield "every answer, those tried again included: " + _counts(self.statuses)
        yield f"batches answered: {self.batches}; reads of a case: {self.reads}"
        yield f"times the follower was cut off: {self.follower_interruptions}"
        yield f"events on the record: {self.events}"
        yield f"violations: {len(self.violations)}"
        yield from self.violations[:50]


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that the account of the database may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-kills-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def run(plan: Plan, say: Callable[[str], None]) -> Report:
    """Carry the plan out on a PostgreSQL of its own and judge. To be called from the main thread."""
    report = Report(plan)
    begun_at = time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        database_port, port = two_ports(Random())  # noqa: S311 - whatever is free
        postgres = stack.enter_context(Postgres(folder / "database", database_port))
        with Server(postgres.url, port, folder / "server.log") as server:
            load = _load(postgres.url, server.url, plan.seed)
            with load:
                _kill_all(report, (postgres, server), load, say)
        say("judging")
        _note(load, report)
        report.events, found = aftermath(postgres.url, load.notes)
        report.violations += found
    report.seconds = time.monotonic() - begun_at
    return report


def _load(database_url: str, url: str, seed: int) -> Load:
    """Prepare a key, an account and the cases that all clients share."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute(FSYNC).fetchone()
        if row != ("on on",):
            raise RuntimeError(f"fsync and synchronous_commit must be on, they are {row}")
    engine = create_single_use_engine(database_url, application_name="kill campaign")
    with engine.begin() as connection:
        key = create_key(
            connection,
            "campaign",
            Role.AGENT,
            key_id=KEY_ID,
            secret=SECRET,
            now=datetime.now(UTC),
            requests_per_second=100_000,
        )
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
        opened = client.post("/v1/accounts", json={"code": "KA-1", "name": "Acme"}).raise_for_status()
        account_id = UUID(opened.json()["stream_id"])
        case = {"account_id": str(account_id), "channel": "phone", "kind": "technical", "subject": "hot"}
        received = [client.post("/v1/cases", json=case).raise_for_status() for _ in range(HOT_CASES)]
    hot_cases = [UUID(one.json()["stream_id"]) for one in received]
    return Load(url, key, database_url, hot_cases, account_id, seed)


def _kill_all(
    report: Report, processes: tuple[Postgres, Server], load: Load, say: Callable[[str], None]
) -> None:
    postgres, server = processes
    plan, chance = report.plan, Random(report.plan.seed)  # noqa: S311 - a seeded campaign
    targets = [POSTGRES_TARGETS[number % len(POSTGRES_TARGETS)] for number in range(plan.postgres_kills)]
    targets += [Target.SERVER] * plan.server_kills
    chance.shuffle(targets)
    for number, target in enumerate(targets, 1):
        pause = chance.randint(plan.fewest_commands_between, plan.most_commands_between)
        if not load.wait_for_more(pause, seconds=SECONDS_WITHOUT_AN_ANSWER):
            report.violations.append(f"stalled: kill {number} found no {pause} more acknowledged commands")
            return
        killed_at = time.monotonic()
        if target is Target.SERVER:
            server.kill()
        else:
            postgres.kill(target)
        report.kills[target] += 1
        if not load.wait_for_more(1, seconds=SECONDS_WITHOUT_AN_ANSWER):
            report.violations.append(f"stalled: nothing was acknowledged after kill {number}, {target}")
            return
        report.recovery_seconds.append(time.monotonic() - killed_at)
        say(f"{number}/{len(targets)} {target}: {load.notes.acknowledged} acknowledged")


def _note(load: Load, report: Report) -> None:
    for outcome in Outcome:
        report.outcomes[outcome] = load.notes.history.count(outcome)
    report.statuses = load.notes.statuses
    report.batches = load.notes.batches
    report.reads = len(load.notes.history.reads)
    report.follower_interruptions = load.interruptions


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counter.items())) or "none"
