"""What a command does after it has told much: the rows follow, and what passed meanwhile is noted."""

from service import main
from service.cli.terminal.phases import Phases
from service.language import text
from service.main import Database
from service.settings import Settings


def fold(settings: Settings, database: Database, shown: Phases) -> None:
    """Bring the read side up to what was recorded, from where it stood."""
    title = text("cli.settling.folding", settings.language)
    runner = main.projections(database.folding_url, settings)
    began = runner.status().position

    def show(position: int, newest: int) -> None:
        if newest > began:
            shown.show(title, position - began, newest - began)

    runner.catch_up(show)


def note_what_passed(settings: Settings, database: Database, shown: Phases) -> bool:
    """Note what was due by now, so that no watch changes a figure later; return whether there was any."""
    from service.processes import watching

    title, due = text("cli.settling.noting", settings.language), 0

    def show(done: int, total: int) -> None:
        nonlocal due
        due = total
        shown.show(title, done, total)

    async def carry_out() -> None:
        async with main.record(database.serving_url) as application:
            await watching.note_what_passed(database.serving_url, application, now=main.now, on_progress=show)

    main.run(carry_out())
    return due > 0
