"""Tells random lives of cases to the clock engine and to the slow reference.

`uv run python tools/clock_campaign.py --histories 100000 --seed 2026`. Of each life: engine and reference
come to the same clocks; the clock facts replay to the same book; each explanation has no gap and adds up;
watched again, nothing follows. Then lives with much in one instant, lives told in another order, and lives
told to a book that keeps next to nothing. Exits 1 on a difference.
"""

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from os import cpu_count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.domain.clocks.engine_histories import check, shuffled
from tests.domain.clocks.engine_lengths import told_alike

_LIVES_A_TASK = 500


def main() -> int:
    """Run the campaign; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--processes", type=int, default=cpu_count() or 1)
    given = parser.parse_args()
    failed = 0
    checks: list[tuple[str, Callable[[int], int], str]] = [
        ("engine = reference", check, "clock facts"),
        ("engine = reference, many facts in one instant", partial(check, tied=True), "clock facts"),
        ("a book that keeps next to nothing = one of the whole history", at_length, "clock facts"),
        ("told in any order", in_any_order, "clocks"),
        ("told in any order, many facts in one instant", partial(in_any_order, grain=600), "clocks"),
    ]
    for name, one, unit in checks:
        start = time.monotonic()
        first = given.seed * 1_000_000
        tasks = [
            range(seed, min(seed + _LIVES_A_TASK, first + given.histories))
            for seed in range(first, first + given.histories, _LIVES_A_TASK)
        ]
        found, faults = 0, []
        with ProcessPoolExecutor(given.processes) as pool:
            for made, wrong in pool.map(partial(lives, one), tasks):
                found += made
                faults += wrong
        for fault in faults[:20]:
            print(fault)
        took = time.monotonic() - start
        print(f"{name}: {given.histories} histories, {found} {unit}, {len(faults)} differ ({took:.0f} s)")
        failed += len(faults)
    return 1 if failed else 0


def lives(one: Callable[[int], int], seeds: range) -> tuple[int, list[str]]:
    """Check the lives of these seeds; return what they made, and what differs."""
    made, wrong = 0, []
    for seed in seeds:
        try:
            made += one(seed)
        except AssertionError as difference:
            wrong.append(str(difference).splitlines()[0])
    return made, wrong


def in_any_order(seed: int, grain: int = 1) -> int:
    """Check that a life told in disorder comes to the same; return its number of clocks."""
    in_order, in_disorder = shuffled(seed, grain)
    if in_order != in_disorder:
        raise AssertionError(f"seed {seed}: told in disorder it comes to something else")
    return len(in_order)


def at_length(seed: int) -> int:
    """Check that a long life comes to the same whatever the book keeps; return its number of clock facts."""
    return told_alike(seed, 1 + seed % 3)[0]


if __name__ == "__main__":
    sys.exit(main())
