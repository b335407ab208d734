"""The reads and appends of the product, on the record or on another layout of it."""

from collections.abc import Sequence
from random import Random
from statistics import mean, median
from typing import Any

from psycopg import Connection

from service.eventstore import statements
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.log import LAST_VERSION
from tools.growth.server import execute, seconds

PAGE = 500
KEYS = 300
ROWS_PER_STATEMENT = 100

READS = {
    "stream read": statements.BY_STREAM,
    "feed page": statements.AFTER_POSITION,
    "command lookup": statements.BY_COMMANDS,
}

Keys = list[dict[str, Any]]


def of_layout(statement: str, schema: str) -> str:
    return statement.replace("es.events", f"{schema}.events").replace("es.head", f"{schema}.head")


def keys(connection: Connection, schema: str, events: int) -> Keys:
    """Return values for the reads, at random places."""
    random = Random(events)  # noqa: S311  places of a measurement
    positions = [random.randrange(1, events - PAGE) for _ in range(KEYS)]
    found = execute(
        connection,
        f"select position, stream_id, command_id from {schema}.events where position = any(%s)",  # noqa: S608
        [positions],
    )
    return [
        {
            "position": position,
            "limit": PAGE,
            "stream_id": stream_id,
            "up_to_version": LAST_VERSION,
            "command_ids": [command_id],
        }
        for position, stream_id, command_id in found.fetchall()
    ]


def read_seconds(connection: Connection, statement: str, wanted: Keys) -> float:
    """Return the median of one read, each key once."""
    cursor = connection.cursor(binary=True)

    def one(values: dict[str, Any]) -> float:
        return seconds(lambda: cursor.execute(statement.encode(), values).fetchall())

    return median(one(values) for values in wanted)


def pages(connection: Connection, statement: str, wanted: Keys) -> float:
    """Return how many pages of 8 kB a read touches, the mean over the keys."""
    touched = []
    for values in wanted:
        explained = connection.execute(
            f"explain (analyze, buffers, timing off, format json) {statement}".encode(), values
        ).fetchone()
        plan = explained[0][0]["Plan"] if explained else {}
        touched.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
    return float(mean(touched))


def append(connection: Connection, schema: str, rows: Sequence[StoredEnvelope]) -> None:
    """Append with the product's statement, a hundred rows at a time."""
    cursor = connection.cursor(binary=True)
    for begin in range(0, len(rows), ROWS_PER_STATEMENT):
        values = statements.append_parameters(rows[begin : begin + ROWS_PER_STATEMENT])
        cursor.execute(of_layout(statements.APPEND, schema).encode(), values)
