"""Requests of a batch, each decided on top of those before it, while these are still being written."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from service.eventstore.append import Append
from service.eventstore.folding import Decision
from service.eventstore.memory import Known
from service.eventstore.request import Answer, Loaded, Outcome, Request


@dataclass(frozen=True)
class Chained:
    """A decided request that waits for its place on the record."""

    request: Request
    decision: Decision
    append: Append

    @property
    def last_position(self) -> int:
        """The position of its newest event, once it is on the record."""
        return self.append.position.result() + len(self.decision.rows) - 1


@dataclass(frozen=True)
class Unwritten:
    """A request that adds nothing, decided on what waits for its place: true only if that gets there."""

    request: Request
    before: tuple[Chained, ...]
    outcome: Outcome


Step = Outcome | Chained | Unwritten | Request
"""A request on its way: answered, waiting, or as it came where it can only be carried out once those before
it are."""


class Chain:
    """The streams of a batch as its requests leave them; what is on the record is not held any longer."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._latest: dict[int, Chained] = {}
        self._command_ids: set[int] = set()

    def holds(self, command_id: UUID) -> bool:
        """Whether a request before in the batch has the id."""
        return command_id.int in self._command_ids

    def waiting(self, stream_ids: Iterable[UUID | None]) -> tuple[Chained, ...]:
        """Return the newest requests on these streams that are not on the record, waiting or failed."""
        latest = self._latest
        return tuple([latest[each.int] for each in stream_ids if each and each.int in latest])

    def follow(self, request: Request, decision: Decision, before: tuple[Chained, ...]) -> Chained:
        """Take a request in, decided on top of those before it."""
        append = Append(decision.rows, follows=tuple([earlier.append for earlier in before]))
        step = Chained(request, decision, append)
        self._latest[request.stream_id.int] = step
        self._command_ids.add(request.command_id.int)
        self.known[request.stream_id] = decision.after
        return step

    def recorded(self, step: Chained, loaded: Loaded) -> None:
        """Let go of a request that is on the record, which left its stream as `loaded`."""
        stream_id = step.request.stream_id
        if self._latest.get(stream_id.int) is step:
            del self._latest[stream_id.int]
            self.known[stream_id] = loaded


def is_settled(step: Step) -> bool:
    """Whether its outcome can be told without waiting for the record."""
    match step:
        case Chained():
            return step.append.position.done()
        case Unwritten():
            return all(earlier.append.position.done() for earlier in step.before)
        case _:
            return True


def nothing_new(loaded: Loaded) -> Answer:
    """Return the answer to a request that finds all so already."""
    return Answer(stream_id=loaded.stream_id, version=loaded.version, position=loaded.position)
