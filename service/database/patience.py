"""Until when whoever is being served waits for the database, over whichever connection."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS_FOR_A_REQUEST = 15.0
TIMES_FOR_A_REPORT = 4
"""A report reads all that there is, which may take a while without anything being wrong."""


class Patience:
    """How long one request waits.

    What is only read is waited for so long in all; what records has bounds of its own, and waits so long for
    each thing that it looks up.
    """

    def __init__(self, seconds: float, *, in_all: bool) -> None:
        self._seconds = seconds
        self._ends_at = asyncio.get_running_loop().time() + seconds if in_all else None
        self._is_over = False

    def ends_at(self) -> float | None:
        """Return when an answer that is asked for now is given up, by the loop's clock; None: never."""
        if self._is_over:
            return None
        return asyncio.get_running_loop().time() + self._seconds if self._ends_at is None else self._ends_at

    def allow(self, times: int) -> None:
        """Wait so many times as long, from now on."""
        if self._ends_at is not None:
            self._ends_at = asyncio.get_running_loop().time() + self._seconds * times

    def end(self) -> None:
        """Bound nothing any more: the answer has begun, and may last."""
        self._is_over = True


_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def patient(patience: Patience) -> Iterator[Patience]:
    """Have what is asked of the database inside, in this context, bounded."""
    before = _patience.set(patience)
    try:
        yield patience
    finally:
        _patience.reset(before)


def allow_a_report() -> None:
    """Have this request wait for as long as a report may take."""
    if (patience := _patience.get()) is not None:
        patience.allow(TIMES_FOR_A_REPORT)


def gives_up_at() -> float | None:
    """Return when an answer of the database that is asked for now is given up; None: never."""
    patience = _patience.get()
    return None if patience is None else patience.ends_at()
