"""What all clients of a load note down together, and the count that the killer waits for."""

import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from tests.reliability.history import History, Operation, Outcome
from tests.reliability.wishes import Wish

FIRST_REFUSAL = 400


@dataclass
class Notes:
    """`sent` and `replies` are bodies by the name of the operation; replies only of what was written.

    `statuses` counts every answer, those that were tried again too. Written by one thread, read by another.
    """

    history: History = field(default_factory=History)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    batches: int = 0
    acknowledged: int = 0
    moved: threading.Condition = field(default_factory=threading.Condition)

    def settle(
        self, wish: Wish, status: int | None, told: dict[str, Any], invoked_at: float, returned_at: float
    ) -> Operation:
        """Note how a wish ended. No status: nobody knows."""
        self.sent[wish.name] = wish.body
        operation = Operation(
            name=wish.name, outcome=Outcome.UNKNOWN, invoked_at=invoked_at, returned_at=returned_at
        )
        if status is not None and status >= FIRST_REFUSAL:
            operation = replace(operation, outcome=Outcome.REFUSED)
        elif status is not None:
            operation = _written(operation, told)
            self.replies[wish.name] = told
            with self.moved:
                self.acknowledged += 1
                self.moved.notify_all()
        self.history.operations.append(operation)
        return operation


def _written(operation: Operation, told: dict[str, Any]) -> Operation:
    steps = told["events"]
    return replace(
        operation,
        outcome=Outcome.WRITTEN,
        events=len(steps),
        stream_id=UUID(told["stream_id"]),
        versions=(steps[0]["version"], told["version"]),
        positions=(steps[0]["position"], told["position"]),
    )
