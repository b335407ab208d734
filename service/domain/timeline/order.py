"""The one order in which facts count: when they happened, and of one instant as they were told.

Facts may be told late, out of order, several in one instant, or twice. Whoever folds them, to decide, to show
or to count, folds them in this order, never in the order of recording.
"""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter
from typing import Protocol, TypeVar


class Fact(Protocol):
    """What happened at an instant."""

    @property
    def occurred_at(self) -> datetime: ...


class Told(Protocol):
    """A fact as it stands on the record: its version says when in its stream it was told."""

    @property
    def event(self) -> Fact: ...

    @property
    def version(self) -> int: ...


AnyFact = TypeVar("AnyFact", bound=Fact)
AnyTold = TypeVar("AnyTold", bound=Told)
_business_order = attrgetter("event.occurred_at", "version")
_happened_at = attrgetter("occurred_at")


def in_business_order(recorded: Iterable[AnyTold]) -> list[AnyTold]:
    """Return what is on the record of one stream in the order in which it counts."""
    return sorted(recorded, key=_business_order)


def as_they_happened(facts: Iterable[AnyFact]) -> list[AnyFact]:
    """Return facts of one stream in that same order; they are given in the order of recording, or in it."""
    return sorted(facts, key=_happened_at)
