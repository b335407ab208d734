"""A program that makes the rows of one earlier position: in a process of its own it keeps nobody waiting.

It reads an Order from standard input and ends: with UNAVAILABLE where the database is away, with NOT_NOW
where the rows cannot be made yet, or nothing makes room. Run: `python -m service.projections.as_of.builder`.
"""

import os
import signal
import sys

from pydantic import BaseModel
from sqlalchemy.exc import InterfaceError, OperationalError

from service.database.engine import create_single_use_engine
from service.projections.as_of.filling import AllInUseError, NotThereYetError, fill
from service.projections.worker import YIELDS_BY, tune_garbage_collector

UNAVAILABLE, NOT_NOW = 75, 76


class Order(BaseModel):
    """Which position, on which record. Not an argument, because the URL holds a password."""

    url: str
    position: int


def work(order: Order) -> None:
    """Have the rows of the position in one of the schemas."""
    tune_garbage_collector()
    fill(create_single_use_engine(order.url, application_name="casebook as of"), order.position)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press is meant for the starter, which then ends us
    os.nice(YIELDS_BY)
    try:
        work(Order.model_validate_json(sys.stdin.buffer.read()))
    except (AllInUseError, NotThereYetError):
        sys.exit(NOT_NOW)
    except (OperationalError, InterfaceError):
        sys.exit(UNAVAILABLE)
