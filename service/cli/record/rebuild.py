"""`casebook rebuild`."""

from typing import Annotated

import typer

from service import main
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import say
from service.cli.terminal.progress import progress
from service.language import text
from service.projections.rebuild import rebuild as rebuild_tables
from service.projections.worker import tune_garbage_collector
from service.settings import Settings


def rebuild(
    *,
    name: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Tables to build anew, such as cases; none named: all."),
    ] = None,
) -> None:
    """Fold the whole record into fresh tables, then swap them in; readers never see half of it."""
    settings = Settings()
    configure_logging(settings)
    with main.database(settings) as database:
        runner = main.projections(database.folding_url, settings)
        head = runner.status().head
        tune_garbage_collector()
        with progress(text("cli.rebuild.folding", settings.language), head) as show:
            position = rebuild_tables(
                main.reading_engine(database.url),
                name or (),
                batch_size=settings.projection_batch_events,
                progress=lambda done, _head: show(done),
            )
    say("rebuild.done", settings.language, position=position)
