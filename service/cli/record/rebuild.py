"""`casebook rebuild`."""

from service import main
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import say
from service.cli.terminal.progress import progress
from service.language import text
from service.projections.rebuild import rebuild as rebuild_tables
from service.settings import Settings


def rebuild() -> None:
    settings = Settings()
    configure_logging(settings)
    with main.database(settings) as database:
        runner = main.projections(database.url, settings)
        head = runner.status().head
        with progress(text("cli.rebuild.folding", settings.language), head) as show:
            position = rebuild_tables(
                main.reading_engine(database.url),
                batch_size=settings.projection_batch_events,
                progress=lambda done, _head: show(done),
            )
    say("rebuild.done", settings.language, position=position)
