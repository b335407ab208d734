"""A program that computes one what-if: in a process of its own it keeps no command waiting.

It reads an Order from standard input, prints the report as JSON and ends; with UNAVAILABLE where the database
is away. Run: `python -m service.reports.what_if.worker`.
"""

import signal
import sys
from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.exc import InterfaceError, OperationalError

from service.database.engine import create_single_use_engine
from service.reports.what_if.query import WhatIf
from service.reports.what_if.report import what_if

UNAVAILABLE = 75


class Order(BaseModel):
    """What to compute, on which record. Not an argument, because the URL holds a password."""

    url: str
    query: WhatIf
    now: datetime
    position: int | None = None


def work(order: Order) -> str:
    """Return the report as JSON."""
    engine = create_single_use_engine(order.url, application_name="casebook what-if")
    with engine.connect() as connection:
        return what_if(connection, order.query, order.now, position=order.position).model_dump_json()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press is meant for the starter, which then ends us
    try:
        sys.stdout.write(work(Order.model_validate_json(sys.stdin.buffer.read())))
    except (OperationalError, InterfaceError):
        sys.exit(UNAVAILABLE)
