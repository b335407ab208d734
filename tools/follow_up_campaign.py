"""Follow up simulated customers for years with two engines, kill these again and again, and judge the record.

Run: uv run python tools/follow_up_campaign.py --accounts 500 --days 730 --kills 200 --seed 1

Needs Linux or macOS and nothing else: it starts a PostgreSQL of its own (fsync on) in a temporary folder.
Exit code 1 where a reminder or a month of care is missing, twice there, moved wrongly, or beyond the limit.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from service import main as composition
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import libpq_url
from service.settings import Settings
from tests.reliability.follow_up.campaign import Plan, run

ENDED_BY_SIGTERM = 143


def main() -> int:
    """Carry out what the command line asks for; return the exit code."""
    plan = _plan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED_BY_SIGTERM))  # what was started is stopped
    folder = Path(tempfile.mkdtemp(prefix="casebook-follow-up-"))
    folder.chmod(0o711)
    try:
        with EmbeddedPostgres(folder / "database") as server:
            url = libpq_url(server.url())
            composition.prepare(url, Settings(), folder=None)
            report = composition.run(run(plan, url, lambda line: print(line, flush=True)))
    finally:
        shutil.rmtree(folder)
    print("\n".join(report.lines()))
    return 1 if report.violations else 0


def _plan() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--accounts", type=int, default=500, help="customers (default 500)")
    parser.add_argument("--days", type=int, default=730, help="simulated days (default 730)")
    parser.add_argument("--kills", type=int, default=200, help="kills of an engine (default 200)")
    parser.add_argument("--seed", type=int, default=None, help="of lives and kills; left out, a fresh one")
    given = parser.parse_args()
    return Plan(
        accounts=given.accounts,
        days=given.days,
        kills=given.kills,
        seed=secrets.randbelow(1_000_000) if given.seed is None else given.seed,
    )


if __name__ == "__main__":
    sys.exit(main())
