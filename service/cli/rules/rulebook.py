"""What the commands about rules share: reading the rulebook, and publishing what a file says."""

from collections.abc import Iterator
from contextlib import contextmanager

from service import main
from service.cli.terminal.output import fail
from service.domain.command import Command
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import Rulebook
from service.eventstore.request import Answer, Request
from service.importers.problems import ImportFailedError
from service.main import Database
from service.settings import Settings

ACTOR = "cli"


def read_rulebook(settings: Settings) -> Rulebook:
    """Return the rules on the record."""

    async def load(database: Database) -> Rulebook:
        async with main.record(database.serving_url) as application:
            return await application.rulebook()

    with main.database(settings) as database:
        return main.run(load(database))


def publish(settings: Settings, *commands: Command) -> Answer:
    """Carry out commands about the rules, all or none. Raises a `Refusal`."""

    async def execute(database: Database) -> Answer:
        request = Request(stream_id=RULEBOOK_ID, commands=commands, command_id=main.new_id(), actor=ACTOR)
        async with main.record(database.serving_url) as application:
            return await application.execute(request)

    with main.database(settings) as database:
        return main.run(execute(database))


@contextmanager
def reading_a_file(settings: Settings) -> Iterator[None]:
    """Say what is wrong with a file in the user's language, and leave."""
    try:
        yield
    except ImportFailedError as error:
        fail(error.message(settings.language))
