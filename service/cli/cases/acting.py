"""What the commands that act on one case share: the record to act on, and saying what is refused."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from service.settings import Settings

if TYPE_CHECKING:
    from service.actions.action import ActionContext, Submission
    from service.main import Database

ACTOR = "cli"
T = TypeVar("T")


def act(
    settings: Settings, case: str, action: "Callable[[ActionContext, Database, UUID], Awaitable[T]]"
) -> T:
    """Carry an action out on the case with this id or reference, over lists that are up to date.

    What is refused, or wrong with an argument, is printed in the user's language, and the program ends.
    """
    from service import main
    from service.cli.cases.case_argument import case_id_of

    async def acted(database: "Database", case_id: UUID) -> T:
        async with main.actions(database.serving_url) as context:
            return await action(context, database, case_id)

    with main.database(settings) as database, _saying_what_is_refused(settings):
        case_id = case_id_of(database, settings, case)
        main.projections(database.folding_url, settings).catch_up()
        return main.run(acted(database, case_id))


def submission() -> "Submission":
    """Return who submits what the command line records."""
    from service import main
    from service.actions.action import Submission

    return Submission(actor=ACTOR, teller=None, command_id=main.new_id())


@contextmanager
def _saying_what_is_refused(settings: Settings) -> Iterator[None]:
    from pydantic import ValidationError

    from service.actions.action import ActionRefusedError
    from service.cli.terminal.output import fail
    from service.language import text
    from service.language.field_message import field_message

    try:
        yield
    except ActionRefusedError as refused:
        title, detail = (
            text(f"problem.{refused.slug}.{part}", settings.language, **refused.values)
            for part in ("title", "detail")
        )
        fail(f"{title}. {detail}")
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in wrong["loc"])
        fail(f"{where}: {field_message(wrong, settings.language)}")
