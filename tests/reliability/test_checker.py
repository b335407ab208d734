"""Each broken promise is found in the smallest history that breaks it, and nothing is found in a good one."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.reliability.checker import Kind, check
from tests.reliability.history import History, Operation, Outcome, Read, Recorded

HOT, COLD = UUID(int=1), UUID(int=2)


def told(name: str, stream_id: UUID, version: int, position: int, at: float, *, events: int = 1) -> Operation:
    """Return an operation that took one second, written at these first version and position."""
    return Operation(
        name=name,
        outcome=Outcome.WRITTEN,
        invoked_at=at,
        returned_at=at + 1,
        events=events,
        stream_id=stream_id,
        versions=(version, version + events - 1),
        positions=(position, position + events - 1),
    )


def stored(position: int, stream_id: UUID, version: int, operation: str | None) -> Recorded:
    return Recorded(position=position, stream_id=stream_id, version=version, operation=operation)


def seen(version: int, at: float, *, reader: str = "r") -> Read:
    return Read(reader=reader, stream_id=HOT, version=version, invoked_at=at, returned_at=at + 1)


A, B, C = told("a", HOT, 1, 1, 0), told("b", COLD, 1, 2, 2, events=2), told("c", HOT, 2, 4, 4)
ROWS = [stored(1, HOT, 1, "a"), stored(2, COLD, 1, "b"), stored(3, COLD, 2, "b"), stored(4, HOT, 2, "c")]
REFUSED = Operation(name="r", outcome=Outcome.REFUSED, invoked_at=0, returned_at=1)
UNKNOWN = Operation(name="u", outcome=Outcome.UNKNOWN, invoked_at=0, returned_at=9, events=2)


def history(*operations: Operation, reads: tuple[Read, ...] = (), tail: tuple[int, ...] = ()) -> History:
    return History(list(operations or (A, B, C)), list(reads), {"tail": list(tail)} if tail else {})


@pytest.mark.parametrize(
    ("observed", "log"),
    [
        (history(A, B, C, REFUSED, tail=(1, 2, 3, 4)), ROWS),
        (history(reads=(seen(1, 2), seen(2, 6), seen(2, 7))), ROWS),
        (history(reads=(seen(1, 4.5), seen(2, 4.5))), ROWS),  # while c is under way both are right
        (history(A, B, C, UNKNOWN), ROWS),
        (history(A, B, C, UNKNOWN), [*ROWS, stored(5, HOT, 3, "u"), stored(6, HOT, 4, "u")]),
        (history(), [*ROWS, stored(5, HOT, 3, None)]),
        (history(replace(A, invoked_at=0, returned_at=9), B, C), ROWS),
    ],
)
def test_a_history_that_keeps_every_promise_passes(observed: History, log: list[Recorded]) -> None:
    assert check(observed, log) == []


BROKEN: dict[Kind, list[tuple[History, list[Recorded]]]] = {
    Kind.POSITION_GAP: [
        (history(A), [stored(1, HOT, 1, "a"), stored(3, COLD, 1, None)]),
        (history(A), [stored(1, HOT, 1, "a"), stored(1, COLD, 1, None)]),
    ],
    Kind.STREAM_ORDER: [
        (history(A), [stored(1, HOT, 1, "a"), stored(2, HOT, 3, None)]),
        (history(A), [stored(1, HOT, 1, "a"), stored(2, COLD, 2, None), stored(3, COLD, 1, None)]),
    ],
    Kind.LOST: [(history(A, B, C), ROWS[:3])],
    Kind.WRITTEN_TWICE: [
        (history(), [*ROWS, stored(5, HOT, 3, "a")]),
        (history(A, B, C, UNKNOWN), [*ROWS, *(stored(4 + n, HOT, 2 + n, "u") for n in (1, 2, 3, 4))]),
    ],
    Kind.HALF_WRITTEN: [
        (history(A, B, C, UNKNOWN), [*ROWS, stored(5, HOT, 3, "u")]),
        (history(A, B, C, UNKNOWN), [*ROWS, stored(5, HOT, 3, "u"), stored(6, COLD, 3, "u")]),
    ],
    Kind.SHARED_VERSION: [(history(A, B, C, replace(C, name="d")), [*ROWS, stored(5, HOT, 3, "d")])],
    Kind.ANSWERED_WRONGLY: [
        (history(A, B, replace(C, versions=(3, 3))), ROWS),
        (history(A, B, replace(C, positions=(5, 5))), ROWS),
        (history(A, B, replace(C, stream_id=COLD)), ROWS),
        (history(A, B, replace(C, events=2, versions=(2, 3), positions=(4, 5))), ROWS),
    ],
    Kind.REFUSED_BUT_WRITTEN: [(history(A, B, C, REFUSED), [*ROWS, stored(5, HOT, 3, "r")])],
    Kind.FROM_NOWHERE: [(history(), [*ROWS, stored(5, HOT, 3, "stranger")])],
    Kind.REAL_TIME_ORDER: [(history(A, B, replace(C, invoked_at=0, returned_at=1.5)), ROWS)],
    Kind.STALE_READ: [
        (history(reads=(seen(1, 6),)), ROWS),
        (history(reads=(seen(0, 2),)), ROWS),
        (history(reads=(seen(2, 4.1), seen(1, 5.2))), ROWS),
    ],
    Kind.READ_FROM_THE_FUTURE: [(history(reads=(seen(2, 2),)), ROWS)],
    Kind.FOLLOWER_MISLED: [
        (history(tail=(1, 2, 4)), ROWS),
        (history(tail=(1, 3, 2, 4)), ROWS),
        (history(tail=(1, 2, 2, 3, 4)), ROWS),
    ],
}


def test_there_is_a_broken_history_for_every_promise() -> None:
    assert set(BROKEN) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "observed", "log"),
    [(kind, observed, log) for kind, examples in BROKEN.items() for observed, log in examples],
)
def test_a_broken_promise_is_found(kind: Kind, observed: History, log: list[Recorded]) -> None:
    assert kind in {violation.kind for violation in check(observed, log)}
