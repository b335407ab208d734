"""Requests of a batch, each decided on top of those before it, while these are still being written."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from service.domain.refusal import Refusal
from service.eventstore.append import Append
from service.eventstore.folding import Decision
from service.eventstore.memory.streams import Known
from service.eventstore.request import Answer, Loaded, Request


@dataclass(frozen=True)
class Settled:
    """A request whose outcome is known."""

    outcome: Answer | Exception


@dataclass(frozen=True)
class Deferred:
    """A request under an id that one before it has: what it is to be answered is known once that is."""

    request: Request


@dataclass(frozen=True)
class Chained:
    """A decided request that waits for its place on the record."""

    request: Request
    decision: Decision
    append: Append


@dataclass(frozen=True)
class Unwritten:
    """A request that adds nothing, decided on what waits for its place: true only if that gets there."""

    request: Request
    before: tuple[Chained, ...]
    outcome: Answer | Refusal


Step = Settled | Deferred | Chained | Unwritten
"""A request on its way to its outcome."""


class Chain:
    """The streams of a batch as its requests leave them; what is on the record is not held any longer."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._latest: dict[int, Chained] = {}
        self._command_ids: set[int] = set()

    @property
    def known(self) -> Known:
        """The streams after all requests up to now: what the next one is decided on."""
        return self._known

    def holds(self, command_id: UUID) -> bool:
        """Whether a request before in the batch has the id."""
        return command_id.int in self._command_ids

    def waiting(self, stream_ids: Iterable[UUID | None]) -> tuple[Chained, ...]:
        """Return the newest requests on these streams that are not known to be on the record."""
        latest = self._latest
        return tuple([latest[each.int] for each in stream_ids if each and each.int in latest])

    def follow(self, request: Request, decision: Decision, before: tuple[Chained, ...]) -> Chained:
        """Take a request in, decided on top of those before it."""
        follows = tuple([earlier.append for earlier in before])
        append = Append(decision.rows, follows, decision.before_id)
        step = Chained(request, decision, append)
        self._latest[request.stream_id.int] = step
        self._command_ids.add(request.command_id.int)
        self._known[request.stream_id] = decision.after
        return step

    def recorded(self, step: Chained, loaded: Loaded) -> None:
        """Let go of a request that is on the record, which left its stream as `loaded`."""
        stream_id = step.request.stream_id
        if self._latest.get(stream_id.int) is step:
            del self._latest[stream_id.int]
            self._known[stream_id] = loaded

    def overtaken(self) -> set[UUID]:
        """Return the streams on which another writer was faster, once nothing waits any more."""
        return {step.request.stream_id for step in self._latest.values()}

    def begin_anew(self, streams: Known) -> None:
        """Decide what comes next on these streams as they are on the record."""
        self._latest.clear()
        self._known |= streams


def is_settled(step: Step) -> bool:
    """Whether its outcome is known without waiting for what was decided before it."""
    match step:
        case Chained():
            return step.append.position.done()
        case Unwritten():
            return all(earlier.append.position.done() for earlier in step.before)
        case _:
            return True
