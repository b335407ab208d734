"""Run two watches of the clocks, kill one of them again and again, and judge what is on the record.

Run: uv run python tools/watch_campaign.py --kills 50 --seed 1

Needs Linux or macOS and nothing else: it starts a PostgreSQL of its own (fsync on) in a temporary folder.
Exit code 1 where a warning, a breach or an escalation is missing, twice there, or stands at another instant.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from service import main as composition
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import libpq_url
from service.settings import Settings
from tests.processes.campaign import Plan, run

ENDED_BY_SIGTERM = 143


def main() -> int:
    """Carry out what the command line asks for; return the exit code."""
    plan = _plan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED_BY_SIGTERM))  # what was started is stopped
    print(f"{plan.kills} kills, seed {plan.seed}")
    with _database() as (url, folder):
        report = composition.run(run(plan, url, folder, lambda line: print(line, flush=True)))
    print("\n".join(report.lines()))
    return 1 if report.violations else 0


@contextmanager
def _database() -> Iterator[tuple[str, Path]]:
    """Yield a migrated, durable database and a folder that its account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-watches-"))
    folder.chmod(0o711)
    try:
        with EmbeddedPostgres(folder / "database") as server:
            url = libpq_url(server.url())
            composition.prepare(url, Settings(), folder=None)
            yield url, folder
    finally:
        shutil.rmtree(folder)


def _plan() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="kills of a watch (default 50)")
    parser.add_argument("--seed", type=int, default=None, help="of kills and cases; left out, a fresh one")
    parser.add_argument("--cases-between", type=int, default=20, help="cases due between kills (default 20)")
    given = parser.parse_args()
    return Plan(
        kills=given.kills,
        seed=secrets.randbelow(1_000_000) if given.seed is None else given.seed,
        cases_between=given.cases_between,
    )


if __name__ == "__main__":
    sys.exit(main())
