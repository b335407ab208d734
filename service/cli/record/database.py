"""`casebook db`."""

import typer

from service import main
from service.cli.terminal.output import say
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `migrate` a command of its own though it is the only one."""


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema, with the mart and the read-only role."""
    settings = Settings()
    with main.database(settings) as database:
        say("db.migrated", settings.language, url=database.shown_url)
