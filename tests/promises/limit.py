"""A time limit of the requirements: how it begins, when it is due by hand, what keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from service.domain.clocks.clock import Clock
from service.domain.command import Command
from service.domain.vocabulary import Segment, WaitingOn
from tests.promises.driving import Life, Step, at

NOBODY: frozenset[WaitingOn] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One promise. `due` is a wall time in Shanghai, computed by hand from the words of the source."""

    name: str
    clock: str
    begins: tuple[Step, ...]
    due: str
    kept_by: Command
    rows: tuple[int, ...] = ()
    """The requirements that it shows."""
    segment: Segment = Segment.ORDINARY
    pauses: frozenset[WaitingOn] = NOBODY
    """Whom a wait for stops it."""

    @property
    def due_at(self) -> datetime:
        """The due instant."""
        return at(self.due)

    @property
    def began_at(self) -> datetime:
        """The instant of the last step of the beginning."""
        return at(self.begins[-1][1])

    def begun(self) -> tuple[Life, Clock]:
        """Return the stream after the beginning, nothing yet told of what follows, and its last clock."""
        life = Life(self.segment).go(self.begins)
        life.facts.clear()
        return life, life.current(self.clock)


def limit(
    name: str, clock: str, begins: tuple[Step, ...], due: str, kept_by: Command, *rows: int, **more: Any
) -> Limit:
    """Return one row of a table of limits."""
    return Limit(name=name, clock=clock, begins=begins, due=due, kept_by=kept_by, rows=rows, **more)


def named(limits: list[Limit]) -> list[Any]:
    """Return the limits as parameters, each under its name."""
    return [pytest.param(each, id=each.name) for each in limits]
