"""Whether all that commands say in words is on the record of their stream: of what decisions cannot see.

States and histories hold no personal field, so a decision takes a command whose reason alone is another for a
repeat. Nothing may be lost so: what follows from such a command is a refusal.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from service.domain.command import Command
from service.domain.event import Event
from service.domain.personal import personal_fields
from service.eventstore.folding import decode_rows
from service.eventstore.log import EventLog
from service.eventstore.request import Request

LONGEST_SHOWN = 300


def says_words(request: Request) -> bool:
    """Return whether any command of a request holds words."""
    return any(True for command in request.commands for _ in _words_by_field(command))


async def words_not_said(log: EventLog, request: Request) -> tuple[str, str] | None:
    """Return a field whose words stand in no event of the stream, and what it says there; None: all do.

    What one command says in several fields stands in one event: the half of one event and the half of another
    are no repeat of either.
    """
    said = [(command, *each) for command in request.commands for each in _words_by_field(command)]
    missing = await log.not_said(request.stream_id, [words for *_, words in said]) if said else []
    if missing:
        command, field, _ = said[missing[0]]
    elif (apart := await _said_apart(log, request)) is not None:
        command, (field, _) = apart, next(_words_by_field(apart))
    else:
        return None
    told = (each.event for each in decode_rows(await log.stream(request.stream_id)))
    on_record = [getattr(event, field) for event in told if _tells_the_same(event, command, field)]
    return field, str(on_record[-1])[:LONGEST_SHOWN] if on_record and on_record[-1] is not None else "-"


async def _said_apart(log: EventLog, request: Request) -> Command | None:
    """Return a command whose words stand in several events and in none of them together; None: none does."""
    for command in request.commands:
        words = [words for _, words in _words_by_field(command)]
        if len(words) > 1 and not await log.are_said_together(request.stream_id, words):
            return command
    return None


def _tells_the_same(event: Event, command: Command, field: str) -> bool:
    """Return whether an event of the theme of a command tells the same, but for the words."""
    theme, of_event = (type(each).__module__.rpartition(".")[2] for each in (command, event))
    if theme != of_event or field not in type(event).model_fields:
        return False
    words = personal_fields(type(command))
    told = {
        name: value
        for name, value in vars(command).items()
        if name not in {*words, "occurred_at", "told_late_reason"}
        and hasattr(event, name)
        and (value is not None or name.endswith("_id"))
    }
    return all(getattr(event, name) == value for name, value in told.items())


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
