"""Looking up what decisions must know from outside their streams, by whatever way a request comes."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol
from uuid import UUID

from service.eventstore.request import Request


class LookUp(Protocol):
    """Looks up what the record itself must find out for a request, by whatever way it comes."""

    def subjects_of(self, request: Request) -> AbstractSet[UUID]:
        """Return what must be looked up for a request, such as contacts: nothing for most."""

    async def fill(self, requests: Sequence[Request]) -> Sequence[Request]:
        """Return the requests, in order, with what was looked up."""


class LooksNothingUp:
    """For a record whose decisions need nothing from outside its streams."""

    def subjects_of(self, request: Request) -> AbstractSet[UUID]:  # noqa: ARG002
        """Return nothing."""
        return frozenset()

    async def fill(self, requests: Sequence[Request]) -> Sequence[Request]:
        """Return the requests as they are."""
        return requests


def portions(requests: Sequence[Request], look_up: LookUp) -> Iterator[Sequence[Request]]:
    """Cut before a request about a subject or the stream of an earlier one.

    What that one changes is then on the record when it is looked up.
    """
    portion: list[Request] = []
    seen: set[UUID] = set()
    for request in requests:
        subjects = look_up.subjects_of(request)
        if not seen.isdisjoint(subjects):
            yield portion
            portion, seen = [], set()
        portion.append(request)
        seen |= {request.stream_id, *subjects}
    if portion:
        yield portion
