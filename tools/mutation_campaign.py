"""Change one comparison, connective, sign or constant at a time, and see whether the tests notice.

Run: uv run python tools/mutation_campaign.py --mutants 200 --seed 2026

Each mutant is written into a copy of the tree and judged by the tests that its module's name leads to, on
real PostgreSQL (`tools/mutation/named_tests.py`). mutmut and cosmic-ray choose tests by coverage or run one
command for all, mutmut changes functions only and draws no sample, and mutatest ended with Python 3.8.

Exit code 1 where fewer than 95 of 100 were killed. Needs Linux or macOS, and git.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.cluster import TestCluster, server_url
from tools.mutation.equivalents import reason_of
from tools.mutation.judging import KILLED, SURVIVED, UNCLEAR, Judge, Verdict
from tools.mutation.mutants import Mutant, draw

ROOT = Path(__file__).parent.parent
FOLDERS = ("service/domain", "service/projections", "service/eventstore")
WANTED_PERCENT = 95


def main() -> int:
    """Carry out what the command line asks for; return the exit code."""
    plan = _plan()
    drawn = draw(ROOT, FOLDERS, plan.mutants, plan.seed)
    chosen = [mutant for mutant in drawn if mutant.file.startswith(tuple(plan.only))][plan.skip :]
    counted = [mutant for mutant in chosen if reason_of(mutant, ROOT) is None]
    print(f"{len(counted)} of {plan.mutants} mutants, seed {plan.seed}", file=sys.stderr)
    verdicts = judged(counted, plan.workers)
    if plan.json:
        print(json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, indent=1))
    else:
        print("\n".join(report(verdicts, [mutant for mutant in chosen if mutant not in counted])))
    return 0 if percent(verdicts) >= WANTED_PERCENT else 1


def judged(mutants: list[Mutant], workers: int) -> list[Verdict]:
    """Return the verdicts in the order of the mutants; each worker has a copy and a server of its own."""
    waiting: SimpleQueue[Mutant] = SimpleQueue()
    for mutant in mutants:
        waiting.put(mutant)
    with ExitStack() as stack, ThreadPoolExecutor(workers) as pool:
        judges = [Judge(ROOT, url) for url in _servers(workers, stack)]
        found = [
            verdict for some in pool.map(lambda judge: _work(judge, waiting), judges) for verdict in some
        ]
    return sorted(found, key=lambda verdict: mutants.index(verdict.mutant))


def _work(judge: Judge, waiting: SimpleQueue[Mutant]) -> list[Verdict]:
    with judge:
        return judge.confirm(list(_verdicts(judge, waiting)))


def _verdicts(judge: Judge, waiting: SimpleQueue[Mutant]) -> Iterator[Verdict]:
    with suppress(Empty):
        while True:
            verdict = judge.judge(waiting.get_nowait())
            by = f" ({verdict.test or ''}: {verdict.why})" if verdict.why else ""
            print(
                f"{verdict.result} {verdict.seconds:.0f} s {verdict.mutant}{by}", file=sys.stderr, flush=True
            )
            yield verdict


def _servers(number: int, stack: ExitStack) -> Iterator[str]:
    for _ in range(number):
        cluster = TestCluster()
        cluster.start()
        stack.callback(cluster.stop)
        yield server_url("postgres")


def percent(verdicts: list[Verdict]) -> float:
    """Return how many of 100 were killed; all of them where there were none."""
    return 100 * sum(verdict.result == KILLED for verdict in verdicts) / len(verdicts) if verdicts else 100


def report(verdicts: list[Verdict], equivalent: list[Mutant]) -> Iterator[str]:
    """Yield the figures, then what was not killed, and what no test can tell from the code."""
    killed = sum(verdict.result == KILLED for verdict in verdicts)
    yield f"{killed} of {len(verdicts)} killed: {percent(verdicts):.1f} of 100"
    for result in (SURVIVED, UNCLEAR):
        yield from (f"{result}: {verdict.mutant}" for verdict in verdicts if verdict.result == result)
    yield from (f"equivalent: {mutant} ({reason_of(mutant, ROOT)})" for mutant in equivalent)


def _plan() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--mutants", type=int, default=200, help="drawn over all three folders (default 200)")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--only", nargs="*", default=[""], help="of those drawn, the ones below these paths")
    parser.add_argument(
        "--skip", type=int, default=0, help="leave out so many: an earlier run has judged them"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print every verdict")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
