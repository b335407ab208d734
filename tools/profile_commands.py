"""Where the time of a command goes, without HTTP: `uv run python tools/profile_commands.py`.

Carries out the command of `casebook bench record` many times on a PostgreSQL server of its own, 64 under way
at a time, and prints which part of the house the processor's time went to. The profiler makes calls dearer
than they are: the shares say where to look, not how long it takes.
"""

import argparse
import asyncio
import cProfile
import os
import pstats
from collections import Counter
from pathlib import Path

from service import main as casebook
from service.benchmark.laboratory import Laboratory, laboratories
from service.benchmark.plan import Plan
from service.benchmark.workload import RECEIVE, open_account, request_of
from service.eventstore.application import Application
from service.main import server
from service.settings import Settings

ROOT = Path(__file__).parent.parent
UNDER_WAY = 64
PARTS = {
    "service/domain/clocks": "promises: rules, calendars, thresholds",
    "service/domain": "the case: decision, fold, ids",
    "service/eventstore": "the record: memory, rows, arrays",
    "pydantic": "facts made and written as JSON",
    "psycopg": "the driver",
}
REST = "the rest: event loop, built-in functions"


def main() -> None:
    """Profile and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--commands", type=int, default=5000)
    parser.add_argument("--functions", type=int, default=15, help="how many single functions to print")
    wanted = parser.parse_args()
    with laboratories(Plan(), Settings(), dict(os.environ)) as laboratory_for:
        stats = casebook.run(_profiled(laboratory_for("profile"), wanted.commands))
    _tell(stats, wanted.functions)


async def _profiled(lab: Laboratory, commands: int) -> pstats.Stats:
    async with casebook.record(lab.url) as application:
        await open_account(application)
        await _carry_out(application, UNDER_WAY)
        server.tune_garbage_collector()  # as a server does
        profile = cProfile.Profile()
        profile.enable()
        await _carry_out(application, commands)
        profile.disable()
    return pstats.Stats(profile)


async def _carry_out(application: Application, commands: int) -> None:
    requests = iter([request_of(casebook.new_id(), RECEIVE) for _ in range(commands)])

    async def one_after_the_other() -> None:
        for request in requests:
            await application.execute(request)

    await asyncio.gather(*[one_after_the_other() for _ in range(UNDER_WAY)])


def _tell(stats: pstats.Stats, functions: int) -> None:
    spent: Counter[str] = Counter()
    single: Counter[str] = Counter()
    entries = stats.stats.items()  # type: ignore[attr-defined]  # the one way to the figures themselves
    for (file, _, function), (_, _, own_seconds, _, _) in entries:
        spent[_part(file, function)] += own_seconds
        single[f"{function} ({Path(file).name})"] += own_seconds
    whole = sum(spent.values())
    for part, seconds in spent.most_common():
        print(f"{100 * seconds / whole:5.1f} %  {part}")
    print()
    for function, seconds in single.most_common(functions):
        print(f"{100 * seconds / whole:5.1f} %  {function}")


def _part(file: str, function: str) -> str:
    place = f"{file} {function}".replace(f"{ROOT}/", "")
    return next((name for folder, name in PARTS.items() if folder in place), REST)


if __name__ == "__main__":
    main()
