"""`casebook guideline`."""

from pathlib import Path
from typing import Annotated

import typer
import yaml

from service import main
from service.cli.output import fail, say
from service.cli.report import instant
from service.cli.rulebook import publish as put_on_record
from service.cli.rulebook import read_rulebook, reading_a_file
from service.importers.guideline_files import read_guideline
from service.language import text
from service.settings import Settings

app = typer.Typer(help="Guidelines: what people work by, such as the departments.", no_args_is_help=True)


@app.command()
def show(guideline: Annotated[str, typer.Argument(help="The kind, such as departments.")]) -> None:
    """Print the version in force as a file, to be changed and published."""
    settings = Settings()
    book, now = read_rulebook(settings), main.now()
    kinds = {known.content.guideline: type(known.content) for known in book.guidelines}
    found = book.guideline(kinds[guideline], now) if guideline in kinds else None
    if found is None:
        fail(
            text(
                "cli.guideline.unknown",
                settings.language,
                guideline=guideline,
                known=", ".join(sorted(kinds)),
            )
        )
    content = {"guideline": guideline, **found.model_dump(mode="json", exclude_defaults=True)}
    typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110), nl=False)


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The YAML file of the version.", dir_okay=False)],
    effective_at: Annotated[
        str | None,
        typer.Option(help="From when on, such as 2026-03-01T00:00+08:00; else as the file says, else now."),
    ] = None,
) -> None:
    """Put a version on the record. It holds from its instant on; what was done by an older one stays."""
    settings = Settings()
    with reading_a_file(settings):
        wish = read_guideline(file, effective_at=instant("--effective-at", effective_at))
    answer = put_on_record(settings, wish)
    said = "published" if answer.events else "so_already"
    say(
        f"guideline.{said}",
        settings.language,
        guideline=wish.content.guideline,
        version=wish.content.version,
    )
