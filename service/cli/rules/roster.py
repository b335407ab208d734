"""`casebook roster`."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.rules.rulebook import publish, reading_a_file
from service.cli.terminal.output import say
from service.importers.rule_files.rosters import read_rosters
from service.settings import Settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `set` a command of its own though it is the only one."""


@app.command("set")
def set_(
    file: Annotated[Path, typer.Argument(help="The YAML file with the rosters.", dir_okay=False)],
) -> None:
    """Say who is on duty on the rungs of the escalation chain, all rungs of the file or none."""
    settings = Settings()
    with reading_a_file(settings):
        commands = read_rosters(file)
    answer = publish(settings, *commands)
    said = "set" if answer.events else "so_already"
    say(f"roster.{said}", settings.language, levels=", ".join(command.level for command in commands))
