"""`casebook story`: what happened on a case, to be read."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from service import main
from service.cli.cases.case_argument import case_id_of
from service.cli.terminal.output import fail, out, print_json
from service.domain.case.record.intake import CaseReceived
from service.domain.rulebook.state import Rulebook
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.language import text
from service.main import Database
from service.reports.story.document import Story, story
from service.settings import Settings


class Promises(StrEnum):
    """Which promises of time are included."""

    ALL = "all"
    BROKEN = "broken"
    NONE = "none"


def tell(
    case: Annotated[str, typer.Argument(help="The id of the case, or its reference such as CB-000042.")],
    promises: Annotated[
        Promises, typer.Option(help="Which promises of time are told; broken: those that went wrong.")
    ] = Promises.BROKEN,
    *,
    json_: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
) -> None:
    settings = Settings()
    with main.database(settings) as database:
        case_id = case_id_of(database, settings, case)
        events, rulebook = main.run(_read(database, case_id))
    if not any(isinstance(recorded.event, CaseReceived) for recorded in events):
        fail(text("cli.replay.unknown", settings.language, case=case))
    document = story(
        case_id, events, rulebook, settings.language, promises.value, zone=settings.business_zone
    )
    if json_:
        print_json(document.model_dump_json())
    else:
        out.print(story_table(document))


def story_table(document: Story) -> Table:
    """Return a row a sentence."""
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for line in document.lines:
        table.add_row(line.moment, line.sentence)
    return table


async def _read(database: Database, case_id: UUID) -> tuple[list[RecordedEvent], Rulebook]:
    async with main.record(database.serving_url) as application:
        return decode_rows(await application.log.stream(case_id)), await application.rulebook()
