"""How long work took: by the wall clock, and in processor time of the program and its database sessions."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

SESSIONS = "select pid from pg_stat_activity where datname = current_database()"
USER_TICKS, SYSTEM_TICKS = 11, 12
"""Places in /proc/PID/stat, counted from behind the name of the program."""


@dataclass(frozen=True)
class Took:
    """Seconds. `database` is null where the system does not tell: then the wall clock must do."""

    wall: float
    program: float
    database: float | None

    @property
    def on_one_core(self) -> float:
        """What it would take if program and database shared one core, which nobody else uses."""
        return self.wall if self.database is None else self.program + self.database


def measure(engine: Engine, work: Callable[[], object]) -> Took:
    """Do work through an engine whose server runs on this machine; the sessions that it opens count, too."""
    before = _database_seconds(engine)
    wall, program = time.perf_counter(), time.process_time()
    work()
    wall, program = time.perf_counter() - wall, time.process_time() - program
    after = _database_seconds(engine)
    return Took(wall, program, None if before is None or after is None else after - before)


def _database_seconds(engine: Engine) -> float | None:
    """Return the processor time so far of all sessions on the database; they must outlive the measuring."""
    with engine.connect() as connection:
        sessions = connection.exec_driver_sql(SESSIONS).scalars().all()
    found = [Path(f"/proc/{pid}/stat") for pid in sessions]
    if not all(each.exists() for each in found):
        return None
    return sum(_seconds(each.read_text()) for each in found)


def _seconds(stat: str) -> float:
    parts = stat.rpartition(")")[2].split()
    return (int(parts[USER_TICKS]) + int(parts[SYSTEM_TICKS])) / os.sysconf("SC_CLK_TCK")
