"""Whether words that are passed on are the customer's own (REQUIREMENTS 94). Reads what the customer said."""

from collections.abc import Iterable, Iterator

from service.domain.case.record.intake import CaseReceived, FaultDescribed
from service.domain.case.record.replies import CustomerMessaged
from service.domain.event import Event
from service.domain.text import signs_of

LEAST_RELAYED = 4
"""So many letters, characters or digits of a longer text are a part of it, and not a chance likeness."""
_SAID = ("subject", "description", "symptom", "impact", "text")


def said_by_customer(events: Iterable[Event]) -> Iterator[str]:
    """Yield what the customer said at receipt and in messages."""
    for event in events:
        if isinstance(event, CaseReceived | FaultDescribed | CustomerMessaged):
            yield from said_in(event)


def said_in(told: object) -> Iterator[str]:
    """Yield what the customer said by an event of these kinds, or by the command that is recorded as it."""
    yield from (words for name in _SAID if (words := getattr(told, name, None)) is not None)


def is_said(words: str, said: Iterable[str]) -> bool:
    """Return whether words are all that the customer said at a time, or a part of it."""
    plain = signs_of(words)
    return any(
        plain == each or (plain in each and len(plain) >= LEAST_RELAYED) for each in map(signs_of, said)
    )
