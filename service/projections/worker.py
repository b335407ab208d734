"""A program that folds the record into rows until its standard input ends.

Beside a server it shares no interpreter with the commands, which would have to wait for it. It reads an Order
from the first line of standard input and prints a Change when it begins, when following fails, when it goes
on again, and every second: who hears nothing knows that it hangs.
Run: `python -m service.projections.worker`.
"""

import gc
import os
import signal
import sys
import threading
from typing import TextIO

from pydantic import BaseModel

from service.database.engine import create_engine
from service.projections.kpi.rollups.settler import keep_settled
from service.projections.runner import Failure, Runner

YIELDS_BY = 5
"""Where the processors do not suffice for both, commands come first, and the rows follow a little later."""
OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


SECONDS_BETWEEN_BEATS = 1.0


class Order(BaseModel):
    """Where to fold, and how much at a time. Not an argument, because the URL holds a password."""

    url: str
    batch_size: int


class Change(BaseModel):
    """What stands in the way now; nothing when it goes on."""

    failure: Failure | None


class Teller:
    """Says to the starter what stands in the way, when that changes and again with every beat."""

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._failure: Failure | None = None
        self._one_at_a_time = threading.Lock()

    def tell(self, failure: Failure | None) -> None:
        """Say it, and go on saying it."""
        with self._one_at_a_time:
            self._failure = failure
            self._say()

    def beat(self, ended: threading.Event) -> None:
        """Say it again and again until the end."""
        while not ended.wait(SECONDS_BETWEEN_BEATS):
            with self._one_at_a_time:
                self._say()

    def _say(self) -> None:
        self._answers.write(Change(failure=self._failure).model_dump_json() + "\n")
        self._answers.flush()


def work(order: Order, answers: TextIO) -> None:
    """Fold until standard input ends, which it does when the starter ends, however that came."""
    os.nice(YIELDS_BY)
    tune_garbage_collector()
    engine = create_engine(order.url, application_name="casebook projections")
    stop, ended, teller = threading.Event(), threading.Event(), Teller(answers)
    runner = Runner(engine, batch_size=order.batch_size, on_change=teller.tell)
    teller.tell(None)
    threading.Thread(target=teller.beat, args=(ended,), name="heartbeat", daemon=True).start()
    folding = threading.Thread(target=runner.run, args=(stop,), name="projections")
    adding = threading.Thread(target=keep_settled, args=(engine, stop), name="sums of figures")
    folding.start()
    adding.start()
    sys.stdin.read()
    stop.set()
    folding.join()
    adding.join()
    ended.set()
    engine.dispose()


def tune_garbage_collector() -> None:
    """Leave what was made at the start, and collect seldom: entries and rows of a batch go by themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 50, 50)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key press is meant for the starter, which then ends us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed or logged is no answer
    work(Order.model_validate_json(sys.stdin.readline()), answers)
