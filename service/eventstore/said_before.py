"""Whether all that commands say in words is on the record of their stream: of what decisions cannot see.

States and histories hold no personal field, so a decision takes a command whose reason alone is another for a
repeat. Nothing may be lost so: what follows from such a command is a refusal.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from service.domain.personal import personal_fields
from service.eventstore.log import EventLog
from service.eventstore.request import Request


def says_words(request: Request) -> bool:
    """Return whether any command of a request holds words."""
    return any(True for command in request.commands for _ in _words_by_field(command))


async def words_not_said(log: EventLog, request: Request) -> str | None:
    """Return a field whose words stand in no event of the stream; None where all do."""
    said = [each for command in request.commands for each in _words_by_field(command)]
    missing = await log.not_said(request.stream_id, [words for _, words in said]) if said else []
    return said[missing[0]][0] if missing else None


def _words_by_field(model: BaseModel) -> Iterator[tuple[str, bytes]]:
    """Yield the words in each personal field, as they would stand in an event."""
    for name in personal_fields(type(model)):
        for words in _words(getattr(model, name)):
            yield name, to_json(words)


def _words(value: Any) -> Iterable[str]:
    match value:
        case str():
            return (value,)
        case tuple():
            return (words for each in value for words in _words(each))
        case BaseModel():
            return (words for name in personal_fields(type(value)) for words in _words(getattr(value, name)))
        case _:
            return ()
