"""The rules that come with the program: read from its own files, put on the record at the first start."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from service.domain.command import Command
from service.domain.rulebook.decisions import PublishCalendar, PublishGuideline, decide
from service.domain.rulebook.evolve import evolve
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import EMPTY, Rulebook
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.importers.rule_files.calendars import calendar_of
from service.importers.rule_files.guidelines import guideline_of
from service.importers.rule_files.policies import PolicyFile, policy_of
from service.importers.rule_files.yaml_document import read

_DEFAULT_RULES = UUID("7a4f3c52-8f0d-5d1b-b6a1-0c9e2f6d4b18")
_FOLDER = files("service.importers") / "defaults"
ACTOR = "casebook"
FIRST = datetime(1970, 1, 2, tzinfo=UTC)


@cache
def default_policy() -> PolicyFile:
    """Return the default policy, with the requirement that each promise comes from."""
    file = _FOLDER / "policy.yaml"
    return policy_of(read(file.name, file.read_bytes()))


@cache
def default_calendars() -> tuple[PublishCalendar, ...]:
    """Return the default calendars, each in all its versions, in order."""
    found = [
        calendar_of(read(file.name, file.read_bytes()))
        for file in (_FOLDER / "calendars").iterdir()
        if file.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda command: (command.calendar.calendar_id, command.calendar.version)))


@cache
def default_guidelines() -> tuple[PublishGuideline, ...]:
    """Return the default guidelines, one of each kind."""
    files_of_guidelines = sorted((_FOLDER / "guidelines").iterdir(), key=lambda file: file.name)
    return tuple(
        guideline_of(read(file.name, file.read_bytes()))
        for file in files_of_guidelines
        if file.name.endswith(".yaml")
    )


def default_wishes() -> tuple[Command, ...]:
    """Return what publishes the default rules, in order: the policy names calendars that must be there."""
    return (*default_calendars(), default_policy().command, *default_guidelines())


def default_request() -> Request:
    """Return the request that puts the default rules on the record, all or none, always under the same id."""
    policy = default_policy().command.policy
    calendars = [
        f"{command.calendar.calendar_id}:{command.calendar.version}" for command in default_calendars()
    ]
    guidelines = [
        f"{command.content.guideline}:{command.content.version}" for command in default_guidelines()
    ]
    return _request([*calendars, f"{policy.policy_id}:{policy.version}", *guidelines], default_wishes())


async def publish_default_rules(application: Application, at: datetime | None = None) -> None:
    """Put the default rules on the record where they are not. Raises the `Refusal` of one that is refused.

    On a record that is empty they are published `at` a time, None: now.
    A record that an older version of the program began lacks the kinds of guidelines that came later.
    """
    if not (await application.load(RULEBOOK_ID)).version:
        await application.execute(replace(default_request(), decided_at=at))
        return
    book = await application.rulebook()
    for command in default_guidelines():
        if not book.newest_guideline(command.content.guideline):
            name = f"{command.content.guideline}:{command.content.version}"
            await application.execute(_request([name], (command,)))


def _request(names: list[str], commands: tuple[Command, ...]) -> Request:
    return Request(
        stream_id=RULEBOOK_ID,
        commands=commands,
        command_id=uuid5(_DEFAULT_RULES, " ".join(names)),
        actor=ACTOR,
    )


@cache
def shipped_rulebook() -> Rulebook:
    """Return the rules that come with the program, as a record holds them after its first start."""
    book = EMPTY
    for wish in default_wishes():
        for event in decide(book, wish, FIRST):
            book = evolve(book, event)
    return book
