"""`casebook attach`: a file is attached to a case."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from service.cli.cases.acting import act, submission
from service.domain.vocabulary import Audience
from service.settings import Settings

if TYPE_CHECKING:
    from service.actions.action import ActionContext
    from service.eventstore.request import Answer
    from service.main import Database

UNKNOWN_TYPE = "application/octet-stream"


def attach(
    case: Annotated[str, typer.Argument(help="The id of the case, or its reference such as CB-000042.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="The file.")],
    name: Annotated[str | None, typer.Option(help="The name that it gets; else its own.")] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="What it is, such as image/png; else by its ending.")
    ] = None,
    audience: Annotated[
        Audience, typer.Option(help="Who may see it; public: the customer too.")
    ] = Audience.INTERNAL,
) -> None:
    from service import main
    from service.actions.attachments.files import NewFile, add_attachment
    from service.cli.terminal.output import fail, say
    from service.language import text

    settings = Settings()
    attachment_id, shown = main.new_id(), name or file.name
    if file.stat().st_size > settings.attachment_max_bytes:
        fail(text("cli.attach.too_large", settings.language, file=file, limit=settings.attachment_max_bytes))

    async def content() -> bytes:
        return file.read_bytes()

    async def action(context: "ActionContext", _: "Database", case_id: UUID) -> "Answer":
        new = NewFile(
            attachment_id=attachment_id,
            name=shown,
            media_type=type_ or _type_of(file),
            content=content,
            audience=audience,
        )
        return await add_attachment(context, case_id, new, lambda _: submission())

    act(settings, case, action)
    say("attach.done", settings.language, name=shown, attachment_id=attachment_id, case=case)


def _type_of(file: Path) -> str:
    from mimetypes import guess_type

    return guess_type(file.name)[0] or UNKNOWN_TYPE
