"""How the record grows: `uv run python tools/grow_record.py --events 10000000 --folder DIR` (see ADR 0011).

Loads that many events, made from the demonstration's, into an embedded server in DIR and prints what they
cost on disk, in VACUUM, in backups, in appends and in reads; then copies a tenth into other layouts.
DIR needs about 1 kB an event and is removed at the end. Speeds are ratios of two things done in one run.
"""

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

from service.database.migrate import migrate
from tools.growth.disk import indexes_at_once
from tools.growth.layouts import layouts
from tools.growth.one_table import SMALLER, one_table
from tools.growth.server import BIG, EMPTY, Figures, Server, execute


def measure(folder: Path, events: int) -> Figures:
    """Measure in a new server, which is stopped at the end."""
    server = Server(folder)
    with server.postgres:
        with server.connect("postgres") as connection:
            execute(connection, f"create database {EMPTY}")
        for database in (EMPTY, BIG):
            migrate(server.postgres.url(database))
        yield from one_table(server, events)
        with server.connect() as connection:
            yield from indexes_at_once(connection, events)
        yield from layouts(server, events // SMALLER)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, required=True, help="must not exist; is removed at the end")
    parser.add_argument("--json", action="store_true", help="print a list of objects instead of lines")
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True)
    wish.folder.chmod(0o755)
    found = []
    try:
        for figure in measure(wish.folder, wish.events):
            found.append(asdict(figure))
            if not wish.json:
                print(f"{figure.layout:12} {figure.name:50} {figure.figure:9.3f} {figure.unit}", flush=True)
    finally:
        shutil.rmtree(wish.folder)
    if wish.json:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
