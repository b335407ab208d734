"""Kill PostgreSQL and the server under load, again and again, and judge what is left on the record.

Run: uv run python tools/kill_campaign.py --postgres 300 --server 200

Needs Linux and nothing else: it starts a PostgreSQL of its own (fsync on) in a temporary folder. Exit code 1
where any promise of docs/reliability.md was broken.
"""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.reliability.campaign import Plan, run

ENDED_BY_SIGTERM = 143


def main() -> int:
    """Carry out what the command line asks for; return the exit code."""
    plan = _plan()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED_BY_SIGTERM))  # what was started is stopped
    print(f"{plan.postgres_kills} kills of PostgreSQL, {plan.server_kills} of the server, seed {plan.seed}")
    report = run(plan, lambda line: print(line, flush=True))
    print("\n".join(report.lines()))
    return 1 if report.violations else 0


def _plan() -> Plan:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--postgres", type=int, default=300, help="kills of PostgreSQL (default 300)")
    parser.add_argument("--server", type=int, default=200, help="kills of the server (default 200)")
    parser.add_argument("--seed", type=int, default=None, help="of kills and load; left out, a fresh one")
    parser.add_argument(
        "--commands-between", type=int, default=40, help="most acknowledged commands between kills"
    )
    given = parser.parse_args()
    return Plan(
        postgres_kills=given.postgres,
        server_kills=given.server,
        seed=secrets.randbelow(1_000_000) if given.seed is None else given.seed,
        most_commands_between=given.commands_between,
    )


if __name__ == "__main__":
    sys.exit(main())
